import { foldLedger, type LedgerRecord, type LedgerState } from '../core/sending/delivery.ts';
import type { Clock, Ledger } from '../core/ports.ts';

/** The ledger as one run writes it. */
export interface RunLedger {
  /** What stood in it when the run began. */
  readonly earlier: readonly LedgerRecord[];
  /** Resolves once the record is on disk; the first one is preceded by the run's own. */
  append(record: LedgerRecord): Promise<void>;
  /** What it adds up to by now. Reads every record, so not for each message. */
  state(): LedgerState;
}

/** Follows an open ledger; a run that comes to nothing leaves no trace in it. */
export function runLedger(
  ledger: Ledger,
  run: string,
  clock: Clock,
  onRecord: (record: LedgerRecord) => void,
): RunLedger {
  const own: LedgerRecord[] = [];
  let begun: Promise<void> | undefined;
  return {
    earlier: ledger.records,
    async append(record) {
      begun ??= ledger.append({ type: 'run', at: clock.now().toISOString(), run });
      // Both at once, so that they share a write.
      await Promise.all([begun, ledger.append(record)]);
      own.push(record);
      onRecord(record);
    },
    state: () => foldLedger(allOf(ledger.records, own)),
  };
}

function* allOf(...parts: readonly (readonly LedgerRecord[])[]): Iterable<LedgerRecord> {
  for (const part of parts) yield* part;
}
