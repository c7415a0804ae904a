import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { ImapFlow, type FetchMessageObject, type FetchQueryObject } from 'imapflow';
import * as z from 'zod';
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
  /** Ends the reading at once, also in the middle of an answer. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Up to which mail a folder was read. Numbers count only for one account, and as long as the server keeps them
 * (RFC 9051 §2.3.1.1).
 */
const positionSchema = z.object({ account: z.string(), validity: z.string(), uid: z.number().int().min(0) });

/** So many mails are held in memory at once, of a megabyte at most each. */
const step = 25;
/** A server that sends more bytes than these answers something else than it was asked. */
const mostOfNumbers = 8 * mostBytes;
const mostOfMails = 6 * step * mostBytes;
/** Servers tell of marks that change meanwhile in between, though not without end. */
const mostOtherReplies = 1_000;
const goodbyeMs = 5_000;

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
  const opened = await connect(client, name, options);
  const account = createHash('sha256').update(server.login.user).digest('hex').slice(0, 16);
  const validity = String(opened.uidValidity);
  return {
    name,
    async next(position, notBefore) {
      const known = positionIn(position, positionSchema);
      const since = known?.account === account && known.validity === validity ? known.uid : undefined;
      try {
        const { signal } = options;
        const uids = await bounded(client, { signal }, () => newUids(client, since, notBefore));
        const batch = await bounded(client, { signal, most: mostOfMails }, () =>
          readBatch(client, uids.slice(0, step)),
        );
        return (
          batch && { mails: batch.mails, position: JSON.stringify({ account, validity, uid: batch.last }) }
        );
      } catch (error) {
        client.close();
        throw unreachable(name, error);
      }
    },
    close: () => leave(client),
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
    // The numbers of all mails stand in one line.
    maxLineLength: 8 * mostBytes,
    maxResponseSize: 8 * mostBytes,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
}

async function connect(
  client: ImapFlow,
  name: string,
  { folder, signal }: ImapOptions,
): Promise<{ readonly uidValidity: bigint }> {
  try {
    await bounded(client, { signal }, () => client.connect());
  } catch (error) {
    client.close();
    throw isRefused(error) ? refused(name) : unreachable(name, error);
  }
  try {
    return await bounded(client, { signal }, () => client.mailboxOpen(folder, { readOnly: true }));
  } catch (error) {
    const isOpen = client.usable;
    await leave(client);
    throw isOpen ? noFolder(name) : unreachable(name, error);
  }
}

/**
 * Some commands, until the signal fires or the server has sent more than any answer to them could be: it may talk
 * without end, and would never be taken for silent.
 */
async function bounded<T>(
  client: ImapFlow,
  { signal, most = mostOfNumbers }: { readonly signal: AbortSignal | undefined; readonly most?: number },
  work: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const { received } = client.stats();
  let end = (): void => undefined;
  const ended = new Promise<never>((_, reject) => {
    const giveUp = (error: unknown): void => {
      reject(error);
      client.close();
    };
    const stop = (): void => giveUp(signal?.reason);
    const look = setInterval(() => {
      if (client.stats().received - received > most)
        giveUp(new Error('the server sends more than was asked for'));
    }, 100);
    end = (): void => {
      clearInterval(look);
      signal?.removeEventListener('abort', stop);
    };
    signal?.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([ended, work()]);
  } finally {
    end();
  }
}

/** Says goodbye, and does not wait for long when the server does not answer it. */
async function leave(client: ImapFlow): Promise<void> {
  if (client.usable) {
    const answered = client.logout().catch(() => undefined);
    await Promise.race([answered, once(client, 'close', { signal: AbortSignal.timeout(goodbyeMs) })]).catch(
      () => undefined,
    );
  }
  client.close();
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

/** Asks for all at once: each question would cost the way to the server and back. Nothing else is kept. */
async function fetched(
  client: ImapFlow,
  uids: readonly number[],
  query: FetchQueryObject,
): Promise<readonly FetchMessageObject[]> {
  if (uids.length === 0) return [];
  const asked = new Set(uids);
  const found: FetchMessageObject[] = [];
  let others = 0;
  for await (const message of client.fetch(uids.join(','), query, { uid: true })) {
    const isAnswer = query.source ? message.source !== undefined : message.size !== undefined;
    if (isAnswer && asked.delete(message.uid)) found.push(message);
    else if (++others > mostOtherReplies) {
      // Else the server would be listened to until it is done.
      client.close();
      throw new Error('the server sends more than was asked for');
    }
  }
  return found;
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
