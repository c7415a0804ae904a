import type { LedgerState } from '../core/sending/delivery.ts';
import { ledgerFold } from '../core/sending/ledgerFold.ts';
import type { SentIssues } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';

/** What the ledger of the week's issue adds up to; throws `ledger.damaged`. */
export async function ledgerState({
  week,
  issues,
}: {
  readonly week: WeekId;
  readonly issues: Pick<SentIssues, 'readLedger'>;
}): Promise<LedgerState> {
  const fold = ledgerFold();
  await issues.readLedger(week, fold.see);
  return fold.state;
}
