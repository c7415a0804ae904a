import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';
import { cleanUpLater } from './cleanup.ts';

/** A mail as the server keeps it. */
export interface ServedMail {
  readonly raw: string;
  readonly uid?: number;
  readonly internaldate?: string;
  readonly flags?: readonly string[];
}

/** An IMAP server that runs, with what tests may do behind its back. */
export interface ImapTestServer {
  readonly port: number;
  readonly url: string;
  /** What clients said, command by command. */
  readonly commands: readonly string[];
  add(raw: string, internaldate: string): void;
  /** As the server keeps them. */
  mails(): readonly ServedMail[];
  /** The server numbers its mails anew. */
  renumber(): void;
  /** Ends every connection. */
  cut(): void;
}

/** Starts hoodiecrow, an IMAP4rev1 server written in JavaScript by others, with one folder besides INBOX. */
export async function imapServer(
  mails: readonly ServedMail[],
  options: { readonly credentials?: { readonly key: string; readonly cert: string } } = {},
): Promise<ImapTestServer> {
  const { credentials } = options;
  const server = hoodiecrow({
    plugins: ['ID', 'UNSELECT', 'NAMESPACE', 'SASL-IR'],
    storage: {
      INBOX: { messages: [...mails] },
      '': { separator: '/', folders: { Bounces: { messages: [] } } },
    },
    ...(credentials ? { secureConnection: true, credentials } : {}),
  });
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  server.server.on(credentials ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    // It writes in pieces, and each would wait for the one before to be acknowledged.
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) =>
      commands.push(...data.toString('latin1').split('\r\n').filter(Boolean)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  cleanUpLater(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `${credentials ? 'imaps' : 'imap'}://testuser:testpass@${credentials ? 'localhost' : '127.0.0.1'}:${port}`,
    commands,
    add: (raw, internaldate) => void server.appendMessage('INBOX', [], internaldate, raw),
    mails: () => server.getMailbox('INBOX').messages,
    renumber() {
      server.getMailbox('INBOX').uidvalidity += 1;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
