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

/**
 * Reads what came to the newsletter's mailbox since the last time; undefined where neither settings nor environment name
 * one. Only one process at a time does it. Throws `mailbox.*`, `lock.held`, `list.*`, `secret.missing`.
 */
export async function readMailboxOnce(
  context: MailboxContext,
  isDryRun = false,
): Promise<MailboxReading | undefined> {
  const { folder, environment, issues, subscribers } = context;
  const secrets = readSecrets(environment.secret);
  const lock = isDryRun ? undefined : await takeLock(join(folder, 'mailbox.lock'));
  try {
    const mailbox = await openMailbox(context);
    if (!mailbox) return undefined;
    try {
      const [positions, reports] = [mailboxFile(folder), reportsFolder(folder)];
      const order = { mailbox, positions, reports, issues, subscribers, secrets, now: new Date() };
      return await readMailbox(isDryRun ? withoutWriting(order) : order);
    } finally {
      await mailbox.close();
    }
  } finally {
    await lock?.release();
  }
}

async function openMailbox({ folder, config, environment }: MailboxContext): Promise<Mailbox | undefined> {
  const { maildir: path, folder: imapFolder } = config.mailbox;
  if (path !== undefined) return maildir(resolve(folder, path), path);
  if (environment.imapUrl === undefined) return undefined;
  const server = parseImapUrl(environment.imapUrl);
  const { ca } = config.smtp;
  const authorities =
    ca === undefined
      ? undefined
      : trustedAuthorities(await readText(resolve(folder, ca), 'smtp.ca', caHint), ca, new Date());
  return imapMailbox(server, { folder: imapFolder, authorities });
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
