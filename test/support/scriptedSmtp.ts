import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { cleanUpLater } from './cleanup.ts';
import type { TestCertificate } from './testCertificates.ts';

/** Where the script does something else than accept. */
export type ScriptStage =
  | 'handshake'
  | 'greeting'
  | 'ehlo'
  | 'starttls'
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'content'
  | 'final'
  | 'rset'
  | 'quit';

/** What it does there: a reply line, cutting the connection, nothing ever, or text without an end, byte by byte. */
export type ScriptAction =
  | { readonly reply: string }
  | { readonly unfinished: string }
  | { readonly slowly: string; readonly everyMs: number }
  | 'drop'
  | 'silence';

/** What the server offers. */
export interface ScriptOptions {
  readonly pipelining?: boolean;
  readonly smtpUtf8?: boolean;
  /** Offers AUTH with these mechanisms. */
  readonly auth?: string;
  readonly tls?: { readonly kind: 'starttls' | 'implicit'; readonly certificate: TestCertificate };
  /** The largest message, told with EHLO. */
  readonly size?: number;
}

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
  script: Partial<Record<ScriptStage, ScriptAction | undefined>>,
  options: ScriptOptions = {},
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
    if (options.tls?.kind !== 'implicit') converse(socket, false);
    else if (script.handshake === undefined) converse(secured(socket), true);
    else spoilHandshake(socket, script.handshake);
  });

  const converse = (socket: Socket, isSecure: boolean, isGreeted = false): void => {
    let buffered = '';
    let isContent = false;

    /** Answers, or does what the script says; false when no further command is read. */
    const answer = (stage: ScriptStage, ok: string): boolean => {
      const action = script[stage];
      if (action !== undefined) return act(socket, action);
      socket.write(`${ok}\r\n`);
      return true;
    };
    const command = (line: string): boolean => {
      heard.push(line);
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') return answer('ehlo', ehloReply(options, isSecure));
      if (verb === 'STAR') return startTls();
      if (verb === 'AUTH') return answer('auth', '235 2.7.0 welcome');
      if (verb === 'MAIL') return answer('mail', '250 2.1.0 sender ok');
      if (verb === 'RCPT') return answer('rcpt', '250 2.1.5 recipient ok');
      if (verb === 'DATA') {
        const isRefused = script.mail !== undefined || script.rcpt !== undefined;
        isContent = !isRefused && script.data === undefined;
        return isRefused ? socket.write('503 5.5.1 no valid recipients\r\n') : answer('data', '354 go ahead');
      }
      if (verb === 'RSET') return answer('rset', '250 ok');
      if (verb === 'QUIT') {
        if (script.quit !== undefined) return act(socket, script.quit);
        socket.end('221 bye\r\n');
        return false;
      }
      return socket.write('250 ok\r\n');
    };
    const startTls = (): boolean => {
      if (options.tls?.kind !== 'starttls' || isSecure) return socket.write('502 5.5.1 not implemented\r\n');
      if (script.starttls !== undefined) return act(socket, script.starttls);
      socket.write('220 2.0.0 go ahead\r\n');
      socket.removeAllListeners('data');
      if (script.handshake === undefined) converse(secured(socket), true, true);
      else spoilHandshake(socket, script.handshake);
      return false;
    };
    const onData = (chunk: string): void => {
      buffered += chunk;
      for (;;) {
        if (isContent) {
          if (script.content !== undefined && buffered.length > 100) {
            // What has not been read by now stays in the way, so that the content cannot end.
            socket.pause();
            act(socket, script.content);
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
    };
    // Bytes as one character each; setEncoding would survive the change to TLS.
    socket.on('data', (chunk: Buffer) => onData(chunk.toString('latin1')));
    if (!isGreeted) answer('greeting', '220 test ESMTP');
  };

  const secured = (socket: Socket): Socket => {
    const secure = new TLSSocket(socket, { isServer: true, ...options.tls?.certificate });
    secure.on('error', () => undefined);
    return secure;
  };

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

/** Does what stands in the script; false when no further command is read. */
function act(socket: Socket, action: ScriptAction): boolean {
  if (action === 'drop') {
    socket.destroy();
    return false;
  }
  if (action === 'silence') return false;
  if ('unfinished' in action) {
    socket.write(action.unfinished);
    return false;
  }
  if ('slowly' in action) {
    let sent = 0;
    const timer = setInterval(() => void socket.write(action.slowly.charAt(sent++) || 'x'), action.everyMs);
    socket.once('close', () => clearInterval(timer));
    return false;
  }
  socket.write(`${action.reply}\r\n`);
  if (action.reply.startsWith('421')) socket.end();
  return true;
}

/** Once the client has begun it: a client throws away what comes between its STARTTLS and that. */
function spoilHandshake(socket: Socket, action: ScriptAction): void {
  socket.once('data', () => act(socket.resume(), action));
}

function ehloReply(
  { pipelining = false, smtpUtf8 = false, auth, tls, size }: ScriptOptions,
  isSecure: boolean,
): string {
  const extensions = [
    'test',
    ...(pipelining ? ['PIPELINING'] : []),
    ...(smtpUtf8 ? ['SMTPUTF8'] : []),
    ...(auth === undefined ? [] : [`AUTH ${auth}`]),
    ...(tls?.kind === 'starttls' && !isSecure ? ['STARTTLS'] : []),
    ...(size === undefined ? [] : [`SIZE ${size}`]),
    '8BITMIME',
  ];
  return extensions
    .map((one, index) => `250${index === extensions.length - 1 ? ' ' : '-'}${one}`)
    .join('\r\n');
}
