import type { LedgerRecord, LedgerState } from '../core/sending/delivery.ts';
import { earlierRuns, type EarlierRuns } from '../core/sending/earlierRuns.ts';
import { ledgerFold, type LedgerFold } from '../core/sending/ledgerFold.ts';
import { attemptsToRemember, type PaceLimits } from '../core/sending/pace.ts';
import type { Clock, Ledger } from '../core/ports.ts';

/** What a run knows of a ledger before it goes on with it; gathered in one reading. */
export interface LedgerBefore {
  readonly see: (record: LedgerRecord) => void;
  readonly fold: LedgerFold;
  readonly runs: EarlierRuns;
}

/** Knows nothing yet. */
export function ledgerBefore(limits: PaceLimits): LedgerBefore {
  const fold = ledgerFold();
  const runs = earlierRuns(attemptsToRemember(limits));
  return {
    fold,
    runs,
    see(record) {
      fold.see(record);
      runs.see(record);
    },
  };
}

/** The ledger as one run writes it. */
export interface RunLedger {
  readonly earlier: Pick<EarlierRuns, 'breaker' | 'attemptsMs'>;
  /** What it adds up to by now: it goes on with each record. */
  readonly state: LedgerState;
  /** Resolves once the record is on disk; the first one is preceded by the run's own. */
  readonly append: (record: LedgerRecord) => Promise<void>;
  /** The same for a record that nobody waits for: what became of it shows at the next `append`, or when the ledger is closed. */
  note(record: LedgerRecord): void;
  /** Resolves once all that was noted is on disk, and part of the state. */
  settle(): Promise<void>;
}

/** Follows an open ledger; a run that comes to nothing leaves no trace in it. */
export function runLedger(
  ledger: Ledger,
  { fold, runs }: LedgerBefore,
  run: string,
  clock: Clock,
  onRecord: (record: LedgerRecord) => void,
): RunLedger {
  const seen = (record: LedgerRecord): void => {
    fold.see(record);
    onRecord(record);
  };
  let isBegun = false;
  /** Stands before the run's first record, and shares its write. */
  const begin = (): void => {
    if (!isBegun) ledger.note({ type: 'run', at: clock.now().toISOString(), run });
    isBegun = true;
  };
  return {
    earlier: runs,
    state: fold.state,
    append(record) {
      begin();
      return ledger.append(record).then(() => seen(record));
    },
    note(record) {
      begin();
      ledger.note(record, () => seen(record));
    },
    settle: () => ledger.settle(),
  };
}
