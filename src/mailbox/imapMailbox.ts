import { createHash } from 'node:crypto';
import { ImapFlow, type FetchMessageObject, type FetchQueryObject } from 'imapflow';
import { z } from 'zod';
import { NewsletterError, reasonOf } from '../core/errors.ts';
import { mostBytes } from '../core/mailbox/openMail.ts';
import type { Mailbox, StoredMail } from '../core/ports.ts';
import { positionIn } from './batch.ts';
import type { ImapServer } from './imapUrl.ts';

/** How an IMAP account is read. */
export interface ImapOptions {
  readonly folder: string;
  /** Certificates to trust, if not only the known ones. */
  readonly authorities?: readonly string[] | undefined;
  /** How long the server may be silent. */
  readonly patienceMs?: number;
}

/**
 * Up to which mail a folder was read. Numbers count only for one account, and as long as the server keeps them
 * (RFC 9051 §2.3.1.1).
 */
const positionSchema = z.object({ account: z.string(), validity: z.string(), uid: z.number().int().min(0) });

/** So many mails are held in memory at once, of a megabyte at most each. */
const step = 25;

/**
 * A folder of an IMAP account as a mailbox. It is opened with EXAMINE and read with BODY.PEEK, so that the server itself
 * keeps everything as it is (R29). Throws `mailbox.*`.
 */
export async function imapMailbox(server: ImapServer, options: ImapOptions): Promise<Mailbox> {
  const { folder } = options;
  const name = `${server.host}:${server.port}/${folder}`;
  const client = clientFor(server, options);
  // Whatever breaks is told by the command that waits for it.
  client.on('error', () => undefined);
  const opened = await connect(client, name, folder);
  const account = createHash('sha256').update(server.login.user).digest('hex').slice(0, 16);
  const validity = String(opened.uidValidity);
  return {
    name,
    async next(position, notBefore) {
      const known = positionIn(position, positionSchema);
      const since = known?.account === account && known.validity === validity ? known.uid : undefined;
      try {
        const uids = await newUids(client, since, notBefore);
        const batch = await readBatch(client, uids.slice(0, step));
        return (
          batch && { mails: batch.mails, position: JSON.stringify({ account, validity, uid: batch.last }) }
        );
      } catch (error) {
        throw unreachable(name, error);
      }
    },
    close: () => client.logout().catch(() => client.close()),
  };
}

function clientFor(server: ImapServer, { authorities, patienceMs = 60_000 }: ImapOptions): ImapFlow {
  const { host, port, isImplicitTls, isLoopback, login } = server;
  return new ImapFlow({
    host,
    port,
    secure: isImplicitTls,
    // Nobody's password goes over a network unencrypted; a server on this machine may have no certificate (R23).
    ...(isImplicitTls ? {} : { doSTARTTLS: !isLoopback }),
    ...(authorities ? { tls: { ca: [...authorities] } } : {}),
    auth: { user: login.user, pass: login.password },
    logger: false,
    disableAutoIdle: true,
    // What is compressed can be larger than it looks.
    disableCompression: true,
    maxLiteralSize: 4 * mostBytes,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
}

async function connect(
  client: ImapFlow,
  name: string,
  folder: string,
): Promise<{ readonly uidValidity: bigint }> {
  try {
    await client.connect();
  } catch (error) {
    throw isRefused(error) ? refused(name) : unreachable(name, error);
  }
  try {
    return await client.mailboxOpen(folder, { readOnly: true });
  } catch (error) {
    const isOpen = client.usable;
    await client.logout().catch(() => client.close());
    throw isOpen ? noFolder(name) : unreachable(name, error);
  }
}

/** The numbers of mails that are still to be read, in their order. */
async function newUids(
  client: ImapFlow,
  since: number | undefined,
  notBefore: Date,
): Promise<readonly number[]> {
  const query = since === undefined ? { since: notBefore } : { uid: `${since + 1}:*` };
  const found = await client.search(query, { uid: true });
  if (!found) throw new Error('the server does not answer SEARCH');
  // "*" is the last mail, whatever its number (RFC 9051 §9).
  return found.filter((uid) => uid > (since ?? 0)).toSorted((a, b) => a - b);
}

async function readBatch(
  client: ImapFlow,
  uids: readonly number[],
): Promise<{ readonly mails: readonly StoredMail[]; readonly last: number } | undefined> {
  const last = uids.at(-1);
  if (last === undefined) return undefined;
  const sizes = await fetched(client, uids, { uid: true, size: true });
  const small = sizes.flatMap(({ uid, size = 0 }) => (size > mostBytes ? [] : [uid]));
  const large = sizes.flatMap(({ uid, size = 0 }) => (size > mostBytes ? [uid] : []));
  // Whatever somebody deleted meanwhile is simply not among them.
  const found = [
    ...(await fetched(client, small, { ...wanted, source: true })),
    ...(await fetched(client, large, { ...wanted, source: { start: 0, maxLength: mostBytes } })),
  ];
  const mails = found.toSorted((a, b) => a.uid - b.uid).flatMap(storedMail);
  return { mails, last };
}

const wanted = { uid: true, internalDate: true } as const;

/** Asks for all at once: each question would cost the way to the server and back. */
async function fetched(
  client: ImapFlow,
  uids: readonly number[],
  query: FetchQueryObject,
): Promise<readonly FetchMessageObject[]> {
  return uids.length === 0 ? [] : client.fetchAll(uids.join(','), query, { uid: true });
}

function storedMail({ uid, internalDate, source }: FetchMessageObject): readonly StoredMail[] {
  if (!source) return [];
  return [
    { name: String(uid), arrivedAt: new Date(internalDate ?? 0), bytes: source.subarray(0, mostBytes) },
  ];
}

/** imapflow marks what followed from the login; the words are the server's. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && 'authenticationFailed' in error && error.authenticationFailed === true;
}

/** What the server said, where it said anything; "Command failed" helps nobody. */
function reasonIn(error: unknown): string {
  const said = error instanceof Error && 'responseText' in error ? error.responseText : undefined;
  return typeof said === 'string' && said !== '' ? said.slice(0, 200) : reasonOf(error);
}

function refused(name: string): NewsletterError {
  return new NewsletterError(
    'mailbox.refused',
    {
      de: `${name}: Der Mailserver nimmt Benutzer oder Passwort aus IMAP_URL nicht an.`,
      en: `${name}: the mail server does not accept the user or the password of IMAP_URL.`,
    },
    {
      hint: {
        de: 'Sonderzeichen als %40, %3A … schreiben. Viele Anbieter verlangen ein eigenes Passwort für Programme (App-Passwort) und dass IMAP eingeschaltet ist.',
        en: 'Write special characters as %40, %3A … Many providers ask for a password of its own for programs (app password), and that IMAP is switched on.',
      },
    },
  );
}

function noFolder(name: string): NewsletterError {
  return new NewsletterError(
    'mailbox.missing',
    { de: `${name}: Diesen Ordner gibt es nicht.`, en: `${name}: there is no such folder.` },
    {
      hint: {
        de: '„mailbox.folder“ in newsletter.yaml nennt den Ordner, wie ihn der Server nennt: INBOX, INBOX/Bounces …',
        en: '"mailbox.folder" in newsletter.yaml names the folder as the server does: INBOX, INBOX/Bounces …',
      },
    },
  );
}

function unreachable(name: string, cause: unknown): NewsletterError {
  return new NewsletterError(
    'mailbox.unreachable',
    {
      de: `Das Postfach ${name} ist nicht erreichbar: ${reasonIn(cause)}`,
      en: `The mailbox ${name} cannot be reached: ${reasonIn(cause)}`,
    },
    {
      hint: {
        de: 'Adresse und Port in IMAP_URL prüfen. Beim nächsten Mal wird weitergelesen; versäumt ist nichts.',
        en: 'Check address and port in IMAP_URL. The next time reading goes on; nothing is missed.',
      },
      cause,
    },
  );
}
