import { NewsletterError } from '../core/errors.ts';
import type { Hygiene } from '../core/list/bounces.ts';
import { scrubReply } from '../core/sending/reply.ts';
import { heed, type Wish } from '../core/mailbox/heed.ts';
import {
  complaintShare,
  countAnswers,
  sentLetter,
  withReports,
  type ComplaintShare,
  type LetterReport,
} from '../core/mailbox/letterReports.ts';
import { follow, weeksOf, type LetterTrace, type SentLetter } from '../core/mailbox/letterTrace.ts';
import { meaningOf, type Meaning } from '../core/mailbox/meaning.ts';
import { openMail } from '../core/mailbox/openMail.ts';
import type {
  LetterReports,
  Mailbox,
  MailboxPositions,
  SendingTimes,
  SentIssues,
  StoredMail,
  Subscribers,
} from '../core/ports.ts';
import type { Secrets } from '../core/secret.ts';
import type { WeekId } from '../core/week.ts';
import { applyHygiene } from './hygiene.ts';
import { ledgerState } from './ledgerState.ts';

/** What reading a mailbox needs. */
export interface MailboxOrder {
  readonly mailbox: Pick<Mailbox, 'next'> & { readonly name: string };
  readonly positions: MailboxPositions;
  readonly reports: LetterReports;
  readonly issues: Pick<SentIssues, 'readLedger'> & Pick<SendingTimes, 'sentSince'>;
  readonly subscribers: Pick<Subscribers, 'change' | 'view'>;
  readonly secrets: Secrets;
  readonly now: Date;
  /** Once it fires, no further mails are read. */
  readonly signal?: AbortSignal;
}

/** What a mailbox held that had not been read yet. */
export interface MailboxReading {
  readonly mails: number;
  /** Whether some may be left for the next time. */
  readonly hasMore: boolean;
  /** Letters that came back, as far as we know whose they are and had not heard of it. */
  readonly bounces: number;
  /** Readers who left, and readers who complained and are not mailed any more (R31). */
  readonly goodbyes: number;
  readonly complaints: number;
  readonly autoReplies: number;
  /** Readers whose answer to a letter we had not heard of. */
  readonly answers: number;
  /** Reports that nothing proves to be about a letter of ours; nothing follows from them. */
  readonly unproven: number;
  /** Mails that ask to leave without saying for whom in a way that counts: the author has to look at them. */
  readonly toLookAt: readonly MailToLookAt[];
  /** Letters that new complaints are about, and how many of their readers complained by now (R32). */
  readonly complainedOf: readonly (ComplaintShare & { readonly week: WeekId })[];
  /** Whom the bounces suppress, together with what servers said while letters were sent (R28). */
  readonly suppressed: Hygiene;
}

/** Where to find a mail, without a word of what stands in it. */
export interface MailToLookAt {
  readonly name: string;
  readonly arrivedAt: Date;
}

/** Where nothing says how far a mailbox was read, mails older than this are left alone. */
const oldestDays = 60;
/** What comes in between has to wait for the next time: a server can have new mails without end, or pretend to. */
const mostMails = 2_000;
const mostBatches = 80;

/**
 * Reads what came to a mailbox since the last time, and does what follows from it: readers leave, reports are kept with
 * their letters, mailboxes that are gone are suppressed. To read the same mails again changes nothing, so that the
 * position is saved last. Throws `mailbox.*`, `list.*`, `ledger.damaged`.
 */
export async function readMailbox(order: MailboxOrder): Promise<MailboxReading> {
  const { mailbox, positions, now } = order;
  const notBefore = new Date(now.getTime() - oldestDays * 86_400_000);
  const letters = lettersOf(order.issues);
  const toLookAt: MailToLookAt[] = [];
  const complainedOf = new Set<WeekId>();
  const sum = { mails: 0, bounces: 0, goodbyes: 0, complaints: 0, autoReplies: 0, answers: 0, unproven: 0 };
  let position = await positions.read(mailbox.name);
  let hasMore = true;
  for (let batches = 0; batches < mostBatches && sum.mails < mostMails; batches++) {
    if (order.signal?.aborted) break;
    const batch = await mailbox.next(position, notBefore);
    if (!batch) {
      hasMore = false;
      break;
    }
    const read = await readMails(batch.mails, letters, order.secrets);
    const added = await addReports(read.reports, order);
    const heeded = await order.subscribers.change(heed(read.wishes, now.toISOString(), order.secrets));
    ({ position } = batch);
    await positions.save(mailbox.name, position);
    sum.mails += batch.mails.length;
    sum.bounces += added.bounces;
    sum.answers += added.answers;
    added.complainedOf.forEach((week) => complainedOf.add(week));
    sum.goodbyes += heeded.goodbyes;
    sum.complaints += heeded.complaints;
    sum.autoReplies += read.autoReplies;
    sum.unproven += read.unproven;
    toLookAt.push(...read.toLookAt);
  }
  return {
    ...sum,
    hasMore,
    toLookAt,
    complainedOf: await sharesOf(complainedOf, order),
    suppressed: await applyHygiene(order),
  };
}

/** What some mails come to, before anything is done. */
interface ReadMails {
  readonly wishes: readonly Wish[];
  readonly reports: ReadonlyMap<WeekId, readonly LetterReport[]>;
  readonly toLookAt: readonly MailToLookAt[];
  readonly autoReplies: number;
  readonly unproven: number;
}

type Letters = (weeks: Iterable<WeekId>) => Promise<ReadonlyMap<WeekId, SentLetter>>;

async function readMails(
  mails: readonly StoredMail[],
  letters: Letters,
  secrets: Secrets,
): Promise<ReadMails> {
  const wishes: Wish[] = [];
  const reports = new Map<WeekId, LetterReport[]>();
  const toLookAt: MailToLookAt[] = [];
  let autoReplies = 0;
  let unproven = 0;
  for (const { name, arrivedAt, bytes } of mails) {
    const mail = await openMail(bytes);
    const meaning: Meaning = mail ? meaningOf(mail, secrets) : { is: 'other' };
    if (meaning.is === 'goodbye') wishes.push({ is: 'goodbye', id: meaning.id, at: arrivedAt.toISOString() });
    else if (meaning.is === 'goodbyeOfSomebody') toLookAt.push({ name, arrivedAt });
    else if (meaning.is === 'autoReply') autoReplies += 1;
    else if ('trace' in meaning) {
      const found = await reported(meaning, arrivedAt, letters);
      if (!found && meaning.is !== 'answer') unproven += 1;
      if (found?.wish) wishes.push(found.wish);
      if (found?.report) {
        const { week, report } = found.report;
        reports.set(week, [...(reports.get(week) ?? []), report]);
      }
    }
  }
  return { wishes, reports, toLookAt, autoReplies, unproven };
}

interface Reported {
  readonly wish?: Wish;
  readonly report?: { readonly week: WeekId; readonly report: LetterReport };
}

/** What a report comes to; undefined where nothing proves which letter it is about. */
async function reported(
  meaning: Extract<Meaning, { readonly trace: LetterTrace }>,
  arrivedAt: Date,
  letters: Letters,
): Promise<Reported | undefined> {
  const traced = follow(meaning.trace, await letters(weeksOf(meaning.trace)));
  if (!traced) return undefined;
  const { id, week, triedAt, isSigned } = traced;
  const at = arrivedAt.toISOString();
  if (meaning.is === 'bounce')
    return (
      week && {
        report: {
          week,
          report: { type: 'bounce', at, id, ...meaning.bounce, ...(isSigned ? {} : { isUnsigned: true }) },
        },
      }
    );
  if (meaning.is === 'answer') return week && { report: { week, report: { type: 'answered', at, id } } };
  const isComplaint = meaning.is === 'complaint';
  const wish: Wish = { is: isComplaint ? 'complaint' : 'goodbye', id, at: triedAt ?? at };
  return week && isComplaint ? { wish, report: { week, report: { type: 'complaint', at, id } } } : { wish };
}

/** Keeps reports with their letters, in words without the reader's address; answers what is new. */
async function addReports(
  found: ReadMails['reports'],
  { reports, subscribers }: MailboxOrder,
): Promise<{
  readonly bounces: number;
  readonly answers: number;
  readonly complainedOf: readonly WeekId[];
}> {
  const list = await subscribers.view();
  const complainedOf: WeekId[] = [];
  let [bounces, answers] = [0, 0];
  for (const [week, all] of found) {
    const known = all.flatMap((report) => {
      const subscriber = list.byId(report.id);
      // Of somebody who was forgotten nothing is kept.
      if (!subscriber) return [];
      const { address, name } = subscriber;
      return [
        report.type === 'bounce' ? { ...report, reply: scrubReply(report.reply, address, name) } : report,
      ];
    });
    const fresh = await reports.add(week, known);
    bounces += fresh.filter(({ type }) => type === 'bounce').length;
    answers += countAnswers(fresh);
    if (fresh.some(({ type }) => type === 'complaint')) complainedOf.push(week);
  }
  return { bounces, answers, complainedOf };
}

async function sharesOf(
  weeks: Iterable<WeekId>,
  { issues, reports }: MailboxOrder,
): Promise<MailboxReading['complainedOf']> {
  const shares: (ComplaintShare & { week: WeekId })[] = [];
  for (const week of weeks) {
    const known = await reports.read(week);
    const state = withReports(await ledgerState({ week, issues }), known);
    shares.push({ week, ...complaintShare(state, known) });
  }
  return shares;
}

/** The letters of weeks as their ledgers tell, each read once. */
function lettersOf(issues: Pick<SentIssues, 'readLedger'>): Letters {
  const read = new Map<WeekId, SentLetter>();
  return async (weeks) => {
    for (const week of weeks) if (!read.has(week)) read.set(week, await letterOf(week, issues));
    return read;
  };
}

async function letterOf(week: WeekId, issues: Pick<SentIssues, 'readLedger'>): Promise<SentLetter> {
  const letter = sentLetter();
  try {
    await issues.readLedger(week, letter.see);
    return letter;
  } catch (error) {
    // Without its ledger nothing can be proved of a letter; the others are not kept waiting for it.
    if (error instanceof NewsletterError && error.code === 'ledger.damaged') return sentLetter();
    throw error;
  }
}
