import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/** One message as the server took it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly bytes: Buffer;
}

/** A real SMTP server on a free loopback port, for trying things out without mailing anybody. */
export interface LocalServer {
  /** For SMTP_URL. */
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  stop(): Promise<void>;
}

/** How a local server behaves. */
export interface LocalServerOptions {
  /** Whether an address gets "550 5.1.1 no such mailbox". */
  readonly rejects?: (address: string) => boolean;
  /** Awaited before a message is accepted. */
  readonly onMail?: (mail: ReceivedMail) => Promise<void>;
}

/** Starts the server; it takes every message it is not told to refuse. */
export async function startLocalServer(options: LocalServerOptions = {}): Promise<LocalServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, callback) {
      callback(options.rejects?.(address) ? smtpError(550, '5.1.1 no such mailbox here') : null);
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const mail = { from, to, bytes: Buffer.concat(chunks) };
        received.push(mail);
        Promise.resolve(options.onMail?.(mail)).then(
          () => callback(null),
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
        );
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  // From now on errors concern single connections: a client that went away is its own business.
  server.on('error', () => undefined);
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
