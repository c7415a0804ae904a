import type { AnswerReport, BounceReport, ComplaintReport, LetterReport } from '../mailbox/letterReports.ts';
import { isUncertain, type DeliveryState, type LedgerRecord } from '../sending/delivery.ts';
import { foldLedger } from '../sending/ledgerFold.ts';
import type { WeekId } from '../week.ts';

/** What became of one letter for one person. */
export interface PersonDelivery {
  readonly week: WeekId;
  /** `skipped` means that she was not in the audience; the others are the states of a delivery. */
  readonly state:
    | 'accepted'
    | 'deferred'
    | 'rejected'
    | 'expired'
    | 'uncertain'
    | 'left'
    | 'withdrawn'
    | 'cancelled'
    | 'waiting'
    | 'skipped';
  /** When the last thing about it happened, in UTC. */
  readonly at: string | null;
  readonly attempts: number;
  readonly messageId: string | null;
  /** The server's words, or why it was not sent. */
  readonly detail: string | null;
}

/** What a record says about one person, without the others it names; undefined where it says nothing. */
export function recordAbout(id: string, record: LedgerRecord): LedgerRecord | undefined {
  if ('ids' in record) return record.ids.includes(id) ? { ...record, ids: [id] } : undefined;
  return !('id' in record) || record.id === id ? record : undefined;
}

/** What the ledger of a week holds about one person, or undefined where it does not know her. */
export function deliveryTo(
  id: string,
  week: WeekId,
  records: readonly LedgerRecord[],
): PersonDelivery | undefined {
  const about = records.flatMap((record) => recordAbout(id, record) ?? []);
  const state = foldLedger(about, { keepsReplies: true });
  const wasCancelled = state.deliveries.get(id)?.state === 'cancelled';
  const last = about.findLast(
    (record) => 'at' in record && record.type !== 'run' && (record.type !== 'cancelled' || wasCancelled),
  );
  const at = last !== undefined && 'at' in last ? last.at : null;
  const messageId = about.findLast((record) => record.type === 'attempted')?.messageId ?? null;
  const delivery = state.deliveries.get(id);
  if (delivery !== undefined) {
    const { attempts } = delivery;
    return { week, state: nameOf(delivery), at, attempts, messageId, detail: detailOf(delivery) };
  }
  const [reason] = state.skipped.keys();
  return reason === undefined
    ? undefined
    : { week, state: 'skipped', at, attempts: 0, messageId: null, detail: reason };
}

/** What came back to the mailbox about one letter to one person: the letter itself, a complaint, or that she answered. */
export type PersonReport = { readonly week: WeekId } & (
  | Omit<BounceReport, 'id'>
  | Omit<ComplaintReport, 'id'>
  | Omit<AnswerReport, 'id'>
);

/** What the reports of a week hold about one person. */
export function reportsAbout(
  id: string,
  week: WeekId,
  reports: readonly LetterReport[],
): readonly PersonReport[] {
  return reports.flatMap(({ id: whose, ...report }) => (whose === id ? [{ week, ...report }] : []));
}

function nameOf(delivery: DeliveryState): PersonDelivery['state'] {
  if (isUncertain(delivery) || delivery.state === 'inDoubt') return 'uncertain';
  return delivery.state === 'answered' ? delivery.answer.outcome : delivery.state;
}

function detailOf(delivery: DeliveryState): string | null {
  if (delivery.state === 'answered' || delivery.state === 'expired') return delivery.answer.reply;
  return delivery.state === 'withdrawn' ? delivery.reason : null;
}
