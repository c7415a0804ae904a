import {
  cancelled,
  isOpen,
  nextState,
  totalOf,
  totalsOf,
  type DeliveryState,
  type LedgerRecord,
  type LedgerState,
  type Totals,
} from '../../core/sending/delivery.ts';

/** How many deliveries stand where while a run goes on; those being handed over are not counted as uncertain. */
export interface RunTotals extends Totals {
  readonly inFlight: number;
}

/** Counts along with a run, so that nobody has to add up the whole ledger for each look at it. */
export interface RunCount {
  take(record: LedgerRecord): void;
  totals(): RunTotals;
}

/** Begins to count where a ledger stands. */
export function runCount(state: LedgerState): RunCount {
  const deliveries = new Map(state.deliveries);
  const totals = { ...totalsOf(state) };
  const inFlight = new Set<string>();
  const change = (id: string, before: DeliveryState, after: DeliveryState): void => {
    totals[totalOf(before)] -= 1;
    totals[totalOf(after)] += 1;
    deliveries.set(id, after);
  };
  return {
    take(record) {
      if (record.type === 'cancelled') {
        for (const [id, delivery] of deliveries)
          if (isOpen(delivery)) change(id, delivery, cancelled(delivery));
      }
      if (!('id' in record)) return;
      const before = deliveries.get(record.id);
      if (before === undefined) return;
      change(record.id, before, nextState(before, record));
      if (record.type === 'attempted') inFlight.add(record.id);
      else inFlight.delete(record.id);
    },
    totals: () => ({ ...totals, uncertain: totals.uncertain - inFlight.size, inFlight: inFlight.size }),
  };
}
