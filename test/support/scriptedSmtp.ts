import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { cleanUpLater } from './cleanup.ts';

/** Where the script does something else than accept. */
export type ScriptStage =
  | 'greeting'
  | 'ehlo'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'content'
  | 'final'
  | 'quit'
  | 'auth';
/** What it does there: a reply line, or cutting the connection. */
export type ScriptAction = { readonly reply: string } | 'drop';

/** An SMTP server that follows a script, and tells what it heard. */
export interface ScriptedSmtp {
  readonly port: number;
  /** Commands in order, all connections together. */
  readonly heard: readonly string[];
  /** Contents that came with their final dot. */
  readonly contents: readonly string[];
  readonly connections: () => number;
  /** Connections that are still open. */
  readonly open: () => number;
}

/** Starts it on a free loopback port; it ends with the test. */
export async function scriptedSmtp(
  script: Partial<Record<ScriptStage, ScriptAction>>,
  options: { readonly pipelining?: boolean; readonly smtpUtf8?: boolean } = {},
): Promise<ScriptedSmtp> {
  const heard: string[] = [];
  const contents: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let buffered = '';
    let isContent = false;

    /** Answers, or does what the script says; false when the connection is gone. */
    const answer = (stage: ScriptStage, ok: string): boolean => {
      const action = script[stage];
      if (action === 'drop') {
        socket.destroy();
        return false;
      }
      socket.write(`${action ? action.reply : ok}\r\n`);
      if (action?.reply.startsWith('421')) socket.end();
      return true;
    };
    const command = (line: string): boolean => {
      heard.push(line);
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') return answer('ehlo', ehloReply(options));
      if (verb === 'MAIL') return answer('mail', '250 2.1.0 sender ok');
      if (verb === 'RCPT') return answer('rcpt', '250 2.1.5 recipient ok');
      if (verb === 'DATA') {
        const isRefused = script.mail !== undefined || script.rcpt !== undefined;
        const action = script.data;
        isContent = !isRefused && action === undefined;
        return isRefused ? socket.write('503 5.5.1 no valid recipients\r\n') : answer('data', '354 go ahead');
      }
      if (verb === 'AUTH') return answer('auth', '235 2.7.0 welcome');
      if (verb === 'STAR') return socket.write('502 5.5.1 not implemented\r\n');
      if (verb === 'QUIT') {
        if (script.quit) return false;
        socket.end('221 bye\r\n');
        return false;
      }
      return socket.write('250 ok\r\n');
    };

    socket.setEncoding('latin1').on('data', (chunk: string) => {
      buffered += chunk;
      for (;;) {
        if (isContent) {
          if (script.content === 'drop' && buffered.length > 100) {
            socket.destroy();
            return;
          }
          const end = buffered.indexOf('\r\n.\r\n');
          if (end < 0) return;
          contents.push(buffered.slice(0, end));
          buffered = buffered.slice(end + 5);
          isContent = false;
          if (!answer('final', '250 2.0.0 queued')) return;
          continue;
        }
        const end = buffered.indexOf('\r\n');
        if (end < 0) return;
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        if (!command(line)) return;
      }
    });
    answer('greeting', '220 test ESMTP');
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUpLater(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, heard, contents, connections: () => connections, open: () => sockets.size };
}

function ehloReply({
  pipelining = false,
  smtpUtf8 = false,
}: {
  readonly pipelining?: boolean;
  readonly smtpUtf8?: boolean;
}): string {
  const extensions = [
    'test',
    ...(pipelining ? ['PIPELINING'] : []),
    ...(smtpUtf8 ? ['SMTPUTF8'] : []),
    '8BITMIME',
  ];
  return extensions
    .map((one, index) => `250${index === extensions.length - 1 ? ' ' : '-'}${one}`)
    .join('\r\n');
}
