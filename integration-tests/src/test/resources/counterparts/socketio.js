const { Server } = require('socket.io');
const io = new Server(Number(process.argv[2]), { transports: ['websocket'], pingInterval: 200, pingTimeout: 300 });
io.on('connection', (socket) => {
  socket.emit('welcome', { token: socket.handshake.auth.token ?? null });
  socket.on('add', (a, b, done) => done(a + b));
  socket.on('bytes', (data, done) => done(Buffer.concat([data, Buffer.from([0, 255])]), { length: data.length }));
  socket.on('ask', async () => socket.emit('asked', await socket.emitWithAck('question', 6)));
  socket.on('die', () => process.exit(1));
});
io.of('/admin').use((socket, next) => {
  if (socket.handshake.auth.password === 'secret') { next(); } else {
    const refusal = new Error('not you');
    refusal.data = { code: 7 };
    next(refusal);
  }
});
io.of('/admin').on('connection', (socket) => socket.on('name', (done) => done('admin')));
