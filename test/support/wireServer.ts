import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cleanUpLater } from './cleanup.ts';

/** What a server says, byte for byte, and whether it hangs up after that. */
export interface Said {
  readonly text: string;
  readonly isDropped?: boolean;
}

/** How a server answers; `verb` is `.` for a content with its dot, `hello` for the greeting. */
export type Answering = (verb: string, line: string) => string | Said | undefined;

/** How a server's bytes travel, and what it makes of groups of commands. */
export interface WireOptions {
  /** What EHLO offers besides 8BITMIME. */
  readonly offers?: readonly string[];
  /** How many bytes of a reply travel at a time; all at once when left out. */
  readonly pieceBytes?: () => number;
  /** Throws away what came along with a command, against its word about PIPELINING. */
  readonly isDeafAfter?: (verb: string) => boolean;
}

/** A server that says what it is told to, and keeps the order in which things happened. */
export interface WireServer {
  readonly port: number;
  /** Commands by their first word, `.` for contents with their dot. */
  readonly heard: readonly string[];
  readonly lines: readonly string[];
  readonly contents: readonly string[];
  readonly connections: () => number;
  readonly open: () => number;
}

const usual: Readonly<Record<string, string>> = {
  hello: '220 test ESMTP\r\n',
  AUTH: '235 2.7.0 welcome\r\n',
  MAIL: '250 2.1.0 ok\r\n',
  RCPT: '250 2.1.5 ok\r\n',
  DATA: '354 go ahead\r\n',
  RSET: '250 2.0.0 ok\r\n',
  QUIT: '221 2.0.0 bye\r\n',
  '.': '250 2.0.0 queued\r\n',
};

/** Starts it on a free loopback port; it ends with the test. What `answer` leaves open is answered as usual. */
export async function wireServer(answer: Answering, options: WireOptions = {}): Promise<WireServer> {
  const { offers = ['PIPELINING'], pieceBytes, isDeafAfter } = options;
  const ehlo = ['test', ...offers].map((one) => `250-${one}\r\n`).join('');
  const heard: string[] = [];
  const lines: string[] = [];
  const contents: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  const server = createServer((socket) => {
    connections += 1;
    // Short replies one after the other would else wait for each other's acknowledgement.
    sockets.add(
      socket
        .setNoDelay(true)
        .on('error', () => undefined)
        .on('close', () => sockets.delete(socket)),
    );
    let buffered = '';
    let isContent = false;
    let isGone = false;
    let saying = Promise.resolve();

    const travel = async (text: string): Promise<void> => {
      for (let start = 0; start < text.length && !socket.destroyed;) {
        const end = start + (pieceBytes?.() ?? text.length);
        socket.write(text.slice(start, end), 'latin1');
        start = end;
        if (pieceBytes) await nextTurn();
      }
    };
    const say = (verb: string, line: string): string => {
      const given = answer(verb, line) ?? (verb === 'EHLO' ? `${ehlo}250 8BITMIME\r\n` : usual[verb]);
      const { text, isDropped = verb === 'QUIT' } =
        typeof given === 'object' ? given : { text: given ?? '500 5.5.2 unknown\r\n' };
      saying = saying.then(() => travel(text)).then(() => void (isDropped && socket.end()));
      isGone = isDropped;
      return text;
    };
    const hear = (verb: string, line: string): void => {
      heard.push(verb);
      lines.push(line);
      isContent = /(^|\n)354/.test(say(verb, line)) && verb === 'DATA';
      if (isDeafAfter?.(verb)) buffered = '';
    };
    say('hello', '');
    socket.on('data', (chunk) => {
      buffered += chunk.toString('latin1');
      while (!isGone) {
        const mark = isContent ? '\r\n.\r\n' : '\r\n';
        const isEmpty = isContent && buffered.startsWith('.\r\n');
        const end = isEmpty ? 0 : buffered.indexOf(mark);
        if (end < 0) return;
        const part = buffered.slice(0, end);
        buffered = buffered.slice(end + (isEmpty ? 3 : mark.length));
        if (isContent) contents.push(part);
        if (isContent) hear('.', '');
        else hear(part.split(' ', 1)[0]?.toUpperCase() ?? '', part);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUpLater(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    heard,
    lines,
    contents,
    connections: () => connections,
    open: () => sockets.size,
  };
}
