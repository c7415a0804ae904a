import {
  dueDeliveries,
  foldLedger,
  hasBegun,
  totalsOf,
  type LedgerRecord,
  type LedgerState,
} from '../core/delivery.ts';
import { NewsletterError } from '../core/errors.ts';
import type { Audience } from '../core/list/audience.ts';
import { requireReadable } from '../core/list/suppression.ts';
import type { Clock, SentIssues, Transport } from '../core/ports.ts';
import { requireFinishedDraft } from '../core/readiness.ts';
import type { WeekId } from '../core/week.ts';
import { deliver } from './deliver.ts';
import { freeze, readFrozen } from './freeze.ts';
import { makeReadersLetter, requireDraft, type LetterOrder } from './letter.ts';

/** What `send` is given. */
export interface SendOrder extends LetterOrder {
  /** Names this run in the ledger. */
  readonly run: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told once before anything is handed over, then after each record. */
  readonly onProgress: (state: LedgerState, record: LedgerRecord | undefined) => void;
}

/** What a run of `send` came to. */
export interface SendReport {
  readonly subject: string;
  readonly state: LedgerState;
  /** How many were due when this run began. */
  readonly due: number;
  /** What stopped the run before everybody had an outcome. */
  readonly stopped: NewsletterError | undefined;
}

/** Sends the week's issue, or goes on with it: nobody gets it twice, nobody is forgotten. */
export async function send(order: SendOrder): Promise<SendReport> {
  const { week, issues } = order;
  await requireDraft(order);
  const lock = await issues.lock(week);
  try {
    const draft = await requireDraft(order);
    // Also when a begun send goes on: who was suppressed meanwhile must be recognised.
    requireReadable((await order.subscribers.read()).suppressions, order.secrets);
    // Frozen but untouched, as after a failed login, the letter is made anew: nobody has the old one.
    if (!hasBegun(await ledgerState(order))) {
      requireFinishedDraft(draft, issues.nameOf(week));
      const now = order.clock.now();
      const made = await makeReadersLetter(order, draft, now);
      if (made.audience.members.length === 0) throw nobodyToMail(made.audience);
      await freeze(week, { ...made, draft, now }, issues);
    }
    return await deliverFrozen(order, draft);
  } finally {
    await lock.release();
  }
}

async function deliverFrozen(order: SendOrder, draft: string): Promise<SendReport> {
  const { week, issues } = order;
  const { letter, state } = await readFrozen(week, draft, issues);
  const due = dueDeliveries(state).length;
  order.onProgress(state, undefined);
  if (due === 0) return { subject: letter.subject, state, due, stopped: undefined };
  const ledger = await issues.openLedger(week);
  const records = [...ledger.records];
  const onRecord = (record: LedgerRecord): void => {
    records.push(record);
    order.onProgress(state, record);
  };
  try {
    await ledger.append({ type: 'run', at: order.clock.now().toISOString(), run: order.run });
    const limits = order.config.delivery;
    const stopped = await deliver({ ...order, letter, state, ledger, limits, onRecord });
    return { subject: letter.subject, state: foldLedger(records), due, stopped };
  } finally {
    await ledger.close();
  }
}

/** What the ledger of the week's issue adds up to. */
export async function ledgerState({
  week,
  issues,
}: {
  readonly week: WeekId;
  readonly issues: Pick<SentIssues, 'readFrozen'>;
}): Promise<LedgerState> {
  return foldLedger((await issues.readFrozen(week)).records);
}

/** Freezing an issue for nobody would keep it from those who confirm tomorrow. */
function nobodyToMail({ skipped }: Audience): NewsletterError {
  if (skipped.has('paused') || skipped.has('monthly')) {
    return new NewsletterError('list.empty', {
      de: 'Diese Woche ist niemand an der Reihe: Alle Bestätigten pausieren oder bekommen den Monatsbrief. Nichts wurde gesendet.',
      en: 'Nobody is due this week: all who confirmed pause or get the monthly letter. Nothing was sent.',
    });
  }
  return new NewsletterError(
    'list.empty',
    {
      de: 'Auf der Liste steht niemand, der bestätigt hat. Nichts wurde gesendet.',
      en: 'Nobody on the list has confirmed. Nothing was sent.',
    },
    {
      hint: {
        de: 'An sich selbst senden: wochenbrief test ADRESSE. Wie man sich einträgt, steht im README.',
        en: 'Send it to yourself: wochenbrief test ADDRESS. The README tells how to enter yourself.',
      },
    },
  );
}

/** Whether every reader of the frozen audience has a final outcome (R10). */
export function isSettled(state: LedgerState): boolean {
  const totals = totalsOf(state);
  return totals.waiting === 0 && totals.deferred === 0 && totals.uncertain === 0;
}
