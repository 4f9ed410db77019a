const { WebSocketServer } = require('ws');
const server = new WebSocketServer({
  host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: { threshold: 0 },
  handleProtocols: (offered) => (offered.has('b') ? 'b' : false),
});
server.on('connection', (peer) => {
  peer.on('message', (data, binary) => {
    if (!binary && data.toString() === 'die') { peer.terminate(); return; }
    peer.send(data, { binary });
  });
});
