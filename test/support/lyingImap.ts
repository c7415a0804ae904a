import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { cleanUpLater } from './cleanup.ts';

/** What a server says to a command that is played to clients; undefined where it answers as usual. */
export type ImapLie = (command: string, tag: string, socket: Socket) => string | undefined;

/** An IMAP server with one new mail, number 7, that lies where it is told to. Answers its address with a login. */
export async function lyingImap(lie: ImapLie): Promise<string> {
  const server = createServer((socket) => {
    let rest = '';
    socket.on('error', () => undefined);
    socket.write('* OK [CAPABILITY IMAP4rev1] hello\r\n');
    socket.on('data', (data: Buffer) => {
      rest += data.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const [tag = '', ...words] = rest.slice(0, end).split(' ');
        const command = words.join(' ');
        rest = rest.slice(end + 2);
        socket.write(lie(command, tag, socket) ?? `${usually(command)}${tag} OK done\r\n`);
      }
    });
    cleanUpLater(() => void socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUpLater(() => void server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  return `imap://anna:password@127.0.0.1:${port}`;
}

function usually(command: string): string {
  if (/^LIST/i.test(command)) return '* LIST () "/" INBOX\r\n';
  if (/^(EXAMINE|SELECT)/i.test(command)) return '* 1 EXISTS\r\n* OK [UIDVALIDITY 1] valid\r\n';
  if (/^UID SEARCH/i.test(command)) return '* SEARCH 7\r\n';
  if (/^UID FETCH.*SIZE/i.test(command)) return '* 1 FETCH (UID 7 RFC822.SIZE 14)\r\n';
  if (/^UID FETCH/i.test(command)) return fetchReply(7);
  return '';
}

/** One mail as a server sends it. */
export function fetchReply(uid: number): string {
  const mail = 'Subject: x\r\n\r\n';
  return `* 1 FETCH (UID ${uid} INTERNALDATE "22-Nov-2026 12:00:00 +0000" BODY[] {${mail.length}}\r\n${mail})\r\n`;
}

/** Says the same again and again, as fast as it is taken, and never ends. */
export function endlessly(text: string): ImapLie {
  return (_command, _tag, socket) => {
    const go = (): void => {
      if (socket.destroyed) return;
      if (socket.write(text)) setImmediate(go);
      else socket.once('drain', go);
    };
    go();
    return '';
  };
}

/** Says a line now and then, so that it is never silent, and never answers. */
export const drips: ImapLie = (_command, _tag, socket) => {
  const timer = setInterval(() => socket.write('* OK still here\r\n'), 50);
  socket.on('close', () => clearInterval(timer));
  return '';
};

/** A lie told only to one command. */
export function onlyTo(pattern: RegExp, lie: ImapLie): ImapLie {
  return (command, tag, socket) => (pattern.test(command) ? lie(command, tag, socket) : undefined);
}
