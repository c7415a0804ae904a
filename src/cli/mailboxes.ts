import { join, resolve } from 'node:path';
import { draftOf, type ListDraft } from '../core/list/listDraft.ts';
import { newReports, type LetterReport } from '../core/mailbox/letterReports.ts';
import type { LetterReports, Mailbox, Subscribers } from '../core/ports.ts';
import { readSecrets } from '../core/secret.ts';
import { takeLock } from '../files/lock.ts';
import { mailboxFile } from '../files/mailboxFile.ts';
import { readText } from '../files/readText.ts';
import { reportsFolder } from '../files/reportsFolder.ts';
import { readMailbox, type MailboxOrder, type MailboxReading } from '../flow/readMailbox.ts';
import { imapMailbox } from '../mailbox/imapMailbox.ts';
import { parseImapUrl } from '../mailbox/imapUrl.ts';
import { maildir } from '../mailbox/maildir.ts';
import { caHint, trustedAuthorities } from '../smtp/privateCa.ts';
import type { WeekContext } from './context.ts';

/** What reading the mailbox of a newsletter needs of its folder. */
export type MailboxContext = Pick<
  WeekContext,
  'folder' | 'config' | 'environment' | 'issues' | 'subscribers'
>;

/** How a mailbox is read. */
export interface ReadingOptions {
  readonly isDryRun?: boolean;
  /** Ends the reading at once. */
  readonly signal?: AbortSignal;
  /** How long it may take altogether. */
  readonly longestMs?: number;
}

/** A server that sends a line now and then is never silent, and would be listened to for ever. */
const defaultLongestMs = 5 * 60_000;

/**
 * Reads what came to the newsletter's mailbox since the last time; undefined where neither settings nor environment name
 * one. Only one process at a time does it. Throws `mailbox.*`, `lock.held`, `list.*`, `secret.missing`.
 */
export async function readMailboxOnce(
  context: MailboxContext,
  { isDryRun = false, signal, longestMs = defaultLongestMs }: ReadingOptions = {},
): Promise<MailboxReading | undefined> {
  const { folder, environment, issues, subscribers } = context;
  const secrets = readSecrets(environment.secret);
  const lock = isDryRun ? undefined : await takeLock(join(folder, 'mailbox.lock'));
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(new Error(`reading takes longer than ${longestMs / 1_000} seconds`)),
    longestMs,
  );
  const ended = AbortSignal.any([deadline.signal, ...(signal ? [signal] : [])]);
  try {
    const mailbox = await openMailbox(context, ended);
    if (!mailbox) return undefined;
    try {
      const [positions, reports] = [mailboxFile(folder), reportsFolder(folder)];
      const now = new Date();
      const order = { mailbox, positions, reports, issues, subscribers, secrets, now, signal: ended };
      return await readMailbox(isDryRun ? withoutWriting(order) : order);
    } finally {
      await mailbox.close();
    }
  } finally {
    clearTimeout(timer);
    await lock?.release();
  }
}

async function openMailbox(
  { folder, config, environment }: MailboxContext,
  signal: AbortSignal,
): Promise<Mailbox | undefined> {
  const { maildir: path, folder: imapFolder } = config.mailbox;
  if (path !== undefined) return maildir(resolve(folder, path), path);
  if (environment.imapUrl === undefined) return undefined;
  const server = parseImapUrl(environment.imapUrl);
  const { ca } = config.smtp;
  const authorities =
    ca === undefined
      ? undefined
      : trustedAuthorities(await readText(resolve(folder, ca), 'smtp.ca', caHint), ca, new Date());
  return imapMailbox(server, { folder: imapFolder, authorities, signal });
}

/** The same mailbox and list, with everything that would be written kept in memory only. */
function withoutWriting(order: MailboxOrder): MailboxOrder {
  const { positions } = order;
  return {
    ...order,
    reports: reportsInMemory(order.reports),
    positions: { read: (mailbox) => positions.read(mailbox), save: () => Promise.resolve() },
    subscribers: listInMemory(order.subscribers),
  };
}

function reportsInMemory(reports: LetterReports): LetterReports {
  const kept = new Map<string, readonly LetterReport[]>();
  const read: LetterReports['read'] = async (week) => [
    ...(await reports.read(week)),
    ...(kept.get(week) ?? []),
  ];
  return {
    read,
    async add(week, added) {
      const fresh = newReports(await read(week), added);
      kept.set(week, [...(kept.get(week) ?? []), ...fresh]);
      return fresh;
    },
  };
}

function listInMemory(subscribers: MailboxOrder['subscribers']): Pick<Subscribers, 'change' | 'view'> {
  let opened: ListDraft | undefined;
  const draft = async (): Promise<ListDraft> => (opened ??= draftOf(await subscribers.view()));
  return {
    view: async () => (await draft()).view,
    async change(decide) {
      const list = await draft();
      const { edits, value } = decide(list.view);
      list.apply(edits);
      return value;
    },
  };
}
