import type { SkipReason } from '../list/audience.ts';
import { cancelled, nextState, type FrozenRecord, type LedgerRecord, type LedgerState } from './delivery.ts';
import { deliveryTable } from './deliveryTable.ts';

/** Adds a ledger up, record by record. */
export interface LedgerFold {
  readonly see: (record: LedgerRecord) => void;
  /** What all records so far add up to: it changes with each. */
  readonly state: LedgerState;
}

/** How a ledger is added up. */
export interface FoldOptions {
  /** Keeps what servers said when they accepted; only where the readers are few. */
  readonly keepsReplies?: boolean;
}

/** Begins with an empty ledger. */
export function ledgerFold({ keepsReplies = false }: FoldOptions = {}): LedgerFold {
  const skipped = new Map<SkipReason, number>();
  const deliveries = deliveryTable(keepsReplies);
  let frozen: FrozenRecord | null = null;
  return {
    see(record) {
      switch (record.type) {
        case 'skipped':
          skipped.set(record.reason, (skipped.get(record.reason) ?? 0) + record.ids.length);
          break;
        case 'audience':
          // A reader named twice is still one reader, and what is known of her stays known.
          for (const id of record.ids) deliveries.add(id);
          break;
        case 'frozen':
          frozen = record;
          break;
        case 'run':
          break;
        case 'cancelled':
          for (let number = 0; number < deliveries.size; number++)
            if (deliveries.isOpenAt(number)) deliveries.put(number, cancelled(deliveries.at(number)));
          break;
        default: {
          const number = deliveries.roll.numberOf(record.id);
          if (number !== -1) deliveries.put(number, nextState(deliveries.at(number), record));
        }
      }
    },
    state: {
      get frozen() {
        return frozen;
      },
      skipped,
      deliveries,
    },
  };
}

/** The state of an issue's deliveries, from its ledger alone. */
export function foldLedger(records: Iterable<LedgerRecord>, options?: FoldOptions): LedgerState {
  const fold = ledgerFold(options);
  for (const record of records) fold.see(record);
  return fold.state;
}
