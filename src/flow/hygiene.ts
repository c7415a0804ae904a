import { NewsletterError } from '../core/errors.ts';
import { signsOf, suppressBounced, type Hygiene, type LetterSigns } from '../core/list/bounces.ts';
import { doubted, withReports } from '../core/mailbox/letterReports.ts';
import type { SentWeek } from '../core/monthly.ts';
import type { LetterReports, SendingTimes, SentIssues, Subscribers } from '../core/ports.ts';
import type { Secrets } from '../core/secret.ts';
import { weekOf, weeksBefore } from '../core/week.ts';
import { ledgerState } from './ledgerState.ts';

/** What looking after the list needs. */
export interface HygieneOrder {
  readonly issues: Pick<SentIssues, 'readLedger'> & Pick<SendingTimes, 'sentSince'>;
  /** What was reported of letters after they had left. */
  readonly reports?: Pick<LetterReports, 'read'>;
  readonly subscribers: Pick<Subscribers, 'change'>;
  readonly secrets: Secrets;
  readonly now: Date;
}

/** Mailboxes are judged by the letters of so many weeks. */
const weeksLookedAt = 8;

/**
 * Suppresses readers whose mailboxes do not exist, or took nothing for weeks (R28). For after a letter; to be run again at
 * will.
 */
export async function applyHygiene(order: HygieneOrder): Promise<Hygiene> {
  const { issues, subscribers, secrets, now } = order;
  const sent = await issues.sentSince(weeksBefore(weekOf(now, 'UTC'), weeksLookedAt));
  const latest = sent.reduce((last, { at }) => (Date.parse(at) > Date.parse(last) ? at : last), '1970-01-01');
  const letters: LetterSigns[] = [];
  // One after the other: ledgers are long, and what is kept of each is short.
  for (const letter of sent) letters.push(...(await signsOfLetter(letter, latest, order)));
  return subscribers.change(suppressBounced(letters, secrets));
}

async function signsOfLetter(
  { week, at }: SentWeek,
  latest: string,
  { issues, reports }: HygieneOrder,
): Promise<readonly LetterSigns[]> {
  try {
    const state = await ledgerState({ week, issues });
    const known = (await reports?.read(week)) ?? [];
    const signs = signsOf(withReports(state, known), at === latest, doubted(state, known));
    return [{ week, at, signs }];
  } catch (error) {
    // What an old letter might have said against somebody must not keep this from going on.
    if (error instanceof NewsletterError && error.code === 'ledger.damaged') return [];
    throw error;
  }
}
