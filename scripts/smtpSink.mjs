// An SMTP server that takes everything, keeps nothing and counts: as little work as possible beside a measured sender.
import { createServer } from 'node:net';

let taken = 0;
const server = createServer((socket) => {
  let buffered = '';
  let isContent = false;
  socket.on('error', () => undefined);
  socket.setNoDelay(true);
  socket.write('220 sink ESMTP\r\n');
  socket.setEncoding('latin1').on('data', (chunk) => {
    buffered += chunk;
    for (;;) {
      const mark = isContent ? '\r\n.\r\n' : '\r\n';
      const end = buffered.indexOf(mark);
      if (end < 0) {
        // Of a content only its end matters.
        if (isContent) buffered = buffered.slice(-4);
        return;
      }
      const line = isContent ? '' : buffered.slice(0, 4).toUpperCase();
      buffered = buffered.slice(end + mark.length);
      if (isContent) {
        isContent = false;
        taken += 1;
        socket.write('250 2.0.0 taken\r\n');
      } else if (line === 'EHLO') socket.write('250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n');
      else if (line === 'DATA') {
        isContent = true;
        socket.write('354 go ahead\r\n');
      } else if (line === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port });
});
process.on('message', () => process.send?.({ taken }));
