import type { LedgerRecord, Outcome } from './delivery.ts';
import { NewsletterError } from '../errors.ts';

/** What the answers so far say about the whole letter (R25); a fold of the ledger. */
export interface Breaker {
  /** The latest answer of each of the first readers who got one from a server. */
  readonly first: ReadonlyMap<string, Outcome>;
  readonly hasAccepted: boolean;
  readonly rejectionsInARow: number;
  readonly lastReply: Readonly<Record<'rejected' | 'deferred', string>>;
}

/** Why the letter should not go on. */
export interface Trip {
  readonly because: 'allRejected' | 'tooManyRejected' | 'tooManyDeferred';
  readonly count: number;
  /** Of how many readers. */
  readonly of: number;
  readonly reply: string;
}

/** Nothing is known yet. */
const untripped: Breaker = {
  first: new Map(),
  hasAccepted: false,
  rejectionsInARow: 0,
  lastReply: { rejected: '', deferred: '' },
};

/** The readers whose answers are watched. */
const watched = 50;
/** More than 5 and more than 20 of a hundred. */
const tolerated = { rejected: watched * 0.05, deferred: watched * 0.2 };
/** So many rejections without one acceptance do not concern the readers, but us: a relay, a quota, a policy. */
const rejectionsAtFirst = 5;
/** The same in the middle of a letter, where a few dead addresses may stand side by side. */
const rejectionsLater = 20;

/** The breaker after one more record. */
export function watch(breaker: Breaker, record: LedgerRecord): Breaker {
  // The author has looked at this reader; what was said about her before does not count again.
  if (record.type === 'resolved') return { ...breaker, first: without(record.id, breaker.first) };
  if (record.type !== 'outcome' || record.code === null) return breaker;
  const { id, outcome, reply } = record;
  // A million acceptances change nothing after the first.
  if (outcome === 'accepted' && isCalm(breaker)) return breaker;
  return {
    first: breaker.first.size >= watched ? breaker.first : new Map(breaker.first).set(id, outcome),
    hasAccepted: breaker.hasAccepted || outcome === 'accepted',
    rejectionsInARow: rejectionsAfter(outcome, breaker),
    lastReply: { ...breaker.lastReply, [outcome]: reply },
  };
}

/** Whether one more acceptance would say nothing new. */
function isCalm({ first, hasAccepted, rejectionsInARow }: Breaker): boolean {
  return hasAccepted && rejectionsInARow === 0 && first.size >= watched;
}

/** The breaker of a run that goes on with a letter: rejections in a row are its own. */
export function breakerAtStart(records: Iterable<LedgerRecord>): Breaker {
  let breaker = untripped;
  for (const record of records) breaker = watch(breaker, record);
  return { ...breaker, rejectionsInARow: 0 };
}

/**
 * Why the letter should not go on, if it should not. Once the author has let it go on, only a server that rejects one after
 * the other stops it again.
 */
export function tripOf(breaker: Breaker, wasResumed: boolean): Trip | undefined {
  const { first, hasAccepted, rejectionsInARow, lastReply } = breaker;
  const atMost = hasAccepted ? rejectionsLater : rejectionsAtFirst;
  if (rejectionsInARow >= atMost) {
    const count = rejectionsInARow;
    return { because: 'allRejected', count, of: count, reply: lastReply.rejected };
  }
  const answers = [...first.values()];
  const of = answers.length;
  const rejected = answers.filter((outcome) => outcome === 'rejected').length;
  const deferred = answers.filter((outcome) => outcome === 'deferred').length;
  // Where all were rejected so far, the next answers tell whether everybody is meant.
  if (wasResumed || (rejected === of && rejectionsInARow > 0)) return undefined;
  if (rejected > tolerated.rejected)
    return { because: 'tooManyRejected', count: rejected, of, reply: lastReply.rejected };
  if (deferred > tolerated.deferred)
    return { because: 'tooManyDeferred', count: deferred, of, reply: lastReply.deferred };
  return undefined;
}

/** A trip as the author is told of it; its text is also the reason in the diary. */
export function tripped({ because, count, of, reply }: Trip, server: string): NewsletterError {
  if (because === 'allRejected') {
    return new NewsletterError(
      'smtp.refused',
      {
        de: `${server} hat ${count} Adressen nacheinander alle abgewiesen: ${reply}`,
        en: `${server} rejected ${count} addresses in a row: ${reply}`,
      },
      {
        hint: {
          de: 'Das liegt selten an den Adressen: Zugang, Absender und Tagesgrenze beim Anbieter prüfen. Dann: wochenbrief resolve --resend rejected, und wochenbrief resume.',
          en: 'The addresses are rarely the reason: check account, sender and daily limit with your provider. Then: wochenbrief resolve --resend rejected, and wochenbrief resume.',
        },
      },
    );
  }
  const isHard = because === 'tooManyRejected';
  return new NewsletterError(
    'smtp.breaker',
    {
      de: `${server} hat ${count} der ersten ${of} Adressen ${isHard ? 'abgewiesen' : 'aufgeschoben'}, zuletzt: ${reply}`,
      en: `${server} ${isHard ? 'rejected' : 'put off'} ${count} of the first ${of} addresses, the last with: ${reply}`,
    },
    {
      hint: isHard
        ? {
            de: 'Der Versand ist angehalten. Prüfen, ob die Liste alt ist oder von anderswo kommt und ob Absender und DNS stimmen (wochenbrief status, wochenbrief doctor). Dann weiter mit: wochenbrief resume',
            en: 'Sending is paused. Check whether the list is old or from elsewhere, and whether sender and DNS are right (wochenbrief status, wochenbrief doctor). Then go on with: wochenbrief resume',
          }
        : {
            de: 'Der Versand ist angehalten. Meist ist es zu schnell oder der Absender noch unbekannt: delivery.perMinute und die Grenzen des Anbieters prüfen (wochenbrief status, wochenbrief doctor). Dann weiter mit: wochenbrief resume',
            en: 'Sending is paused. Mostly it is too fast, or the sender is not known yet: check delivery.perMinute and the limits of your provider (wochenbrief status, wochenbrief doctor). Then go on with: wochenbrief resume',
          },
    },
  );
}

function rejectionsAfter(outcome: Outcome, { rejectionsInARow }: Breaker): number {
  if (outcome === 'accepted') return 0;
  return outcome === 'rejected' ? rejectionsInARow + 1 : rejectionsInARow;
}

function without(id: string, first: Breaker['first']): Breaker['first'] {
  return new Map([...first].filter(([other]) => other !== id));
}
