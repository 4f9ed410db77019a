// node and its package `ws`: node peer.js URL 0 TEXT WINDOW FLOOD DEFLATE WARMUP SECONDS PAYLOAD
const WebSocket = require('ws');
const [url, , text, windowSize, flood, deflate, warmUp, seconds, payload] = process.argv.slice(2);
const data = text === 'true' ? payload : Buffer.from(payload);
const options = { rejectUnauthorized: false };
options.perMessageDeflate = deflate === 'true' ? { threshold: 0 } : false;
const socket = new WebSocket(url, options);
let phase = 0;
let count = 0;
let over = 0;
let start = 0n;
let cpu;

function begin(duration) {
  phase++;
  count = 0;
  over = Date.now() + duration * 1000;
  start = process.hrtime.bigint();
  cpu = process.cpuUsage();
}

function next() {
  if (phase === 1) {
    begin(Number(seconds));
  } else {
    const used = process.cpuUsage(cpu);
    const wall = Number(process.hrtime.bigint() - start) / 1e9;
    const each = (used.user + used.system) / count;
    console.log(`RESULT ${each.toFixed(3)} ${(count / wall).toFixed(0)}`);
    process.exit(0);
  }
}

socket.on('open', () => {
  begin(Number(warmUp));
  for (let i = 0; i < Number(windowSize); i++) {
    socket.send(data);
  }
});
socket.on('message', (message, isBinary) => {
  count++;
  // Text is handed over as text, as by all others.
  if (!isBinary) {
    message.toString();
  }
  if (Number(flood) === 0) {
    socket.send(data);
  } else if (count % Number(flood) === 0) {
    socket.send('go');
  } else {
    return;
  }
  if ((count & 31) === 0 && Date.now() >= over) {
    next();
  }
});
