import { totalsOf, type LedgerRecord, type LedgerState, type Totals } from '../../core/sending/delivery.ts';

/** How many deliveries stand where while a run goes on; those being handed over are not counted as uncertain. */
export interface RunTotals extends Totals {
  readonly inFlight: number;
}

/** Follows a run and tells whom it is handing the letter to from whom an earlier one has left uncertain. */
export interface RunCount {
  /** Takes in the latest record of the run, and where the ledger stands after it. */
  take(state: LedgerState, record: LedgerRecord | undefined): RunTotals;
}

/** Begins to count with a run. */
export function runCount(): RunCount {
  const inFlight = new Set<string>();
  return {
    take(state, record) {
      if (record && 'id' in record) {
        if (record.type === 'attempted' && state.deliveries.has(record.id)) inFlight.add(record.id);
        else inFlight.delete(record.id);
      }
      const totals = totalsOf(state);
      return { ...totals, uncertain: totals.uncertain - inFlight.size, inFlight: inFlight.size };
    },
  };
}
