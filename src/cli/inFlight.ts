import { foldLedger } from '../core/sending/delivery.ts';
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
  readonly issues: Pick<SentIssues, 'isClaimed' | 'readFrozen'>;
}): Promise<ReadonlySet<string> | undefined> {
  if (!(await issues.isClaimed(week))) return undefined;
  const { records } = await issues.readFrozen(week);
  const run = records.findLast((record) => record.type === 'run')?.run;
  const begun = records.filter((record) => record.type === 'attempted' && record.run === run);
  const { deliveries } = foldLedger(records);
  const ids = begun.flatMap((record) => (record.type === 'attempted' ? [record.id] : []));
  return new Set(ids.filter((id) => deliveries.get(id)?.state === 'inDoubt'));
}
