// The sink for machines without a compiler: the same words and answers as sink.c, and as little work as Node can do.
import { createWriteStream } from 'node:fs';
import { createServer, type Socket } from 'node:net';

const [delay = '0', pipelining = '1', recordFile] = process.argv.slice(2);
const delayMs = Number(delay);
const record = recordFile === undefined ? undefined : createWriteStream(recordFile);
const contentEnd = Buffer.from('\r\n.\r\n');
const capabilities = `250-sink\r\n${pipelining === '1' ? '250-PIPELINING\r\n' : ''}250-SIZE 50000000\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n`;
let taken = 0;
let firstMailMs: number | undefined;
let lastAnswerMs = 0;

const server = createServer((socket) => {
  let isContent = false;
  let recipient = '';
  let rest: Buffer = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.setNoDelay(true);
  reply(socket, '220 sink ESMTP\r\n');
  socket.on('data', (chunk: Buffer) => {
    let input = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let replies = '';
    let isOver = false;
    while (!isOver) {
      const end = isContent ? input.indexOf(contentEnd) : input.indexOf(0x0a);
      if (end < 0) break;
      if (isContent) {
        isContent = false;
        taken += 1;
        lastAnswerMs = performance.now() + delayMs;
        record?.write(`${recipient}\n`);
        replies += '250 2.0.0 Ok: taken\r\n';
        input = input.subarray(end + contentEnd.length);
        continue;
      }
      const line = input.toString('latin1', 0, end);
      const verb = line.slice(0, 4).toUpperCase();
      input = input.subarray(end + 1);
      if (verb === 'EHLO') replies += capabilities;
      else if (verb === 'DATA') {
        isContent = true;
        replies += '354 go ahead\r\n';
      } else if (verb === 'QUIT') {
        replies += '221 bye\r\n';
        isOver = true;
      } else {
        if (verb === 'RCPT') recipient = /<([^>]*)>/.exec(line)?.[1] ?? '';
        else if (verb === 'MAIL') firstMailMs ??= performance.now();
        replies += '250 2.1.0 Ok\r\n';
      }
    }
    // Of a content only its end matters.
    rest = Buffer.from(isContent ? input.subarray(-4) : input);
    if (replies !== '') reply(socket, replies, isOver);
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`${address.port}\n`);
});
process.stdin.on('data', () => {
  const tell = (): void => {
    const tookMs = firstMailMs === undefined ? 0 : lastAnswerMs - firstMailMs;
    process.stdout.write(`${taken} ${Math.round(tookMs * 1000)}\n`);
    firstMailMs = undefined;
  };
  if (record) record.write('', tell);
  else tell();
});
process.stdin.on('end', () => {
  const leave = (): void => process.exit(0);
  if (record) record.end(leave);
  else leave();
});

function reply(socket: Socket, text: string, isLast = false): void {
  const say = (): void => void (isLast ? socket.end(text) : socket.write(text));
  if (delayMs > 0) setTimeout(say, delayMs);
  else say();
}
