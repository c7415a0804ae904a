import { handedOver } from '../core/sending/handedOver.ts';
import { ledgerFold } from '../core/sending/ledgerFold.ts';
import type { SentIssues } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';

/**
 * The readers whose letter is being handed over at this moment; undefined where nobody sends. What an earlier run left
 * without an answer is not among them: that is uncertain.
 */
export async function deliveriesInFlight({
  week,
  issues,
}: {
  readonly week: WeekId;
  readonly issues: Pick<SentIssues, 'isClaimed' | 'readLedger'>;
}): Promise<ReadonlySet<string> | undefined> {
  if (!(await issues.isClaimed(week))) return undefined;
  const fold = ledgerFold();
  const atWork = handedOver();
  await issues.readLedger(week, (record) => {
    fold.see(record);
    atWork.see(record);
  });
  return atWork.idsIn(fold.state);
}
