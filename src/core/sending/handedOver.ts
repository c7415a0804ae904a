import type { LedgerRecord, LedgerState } from './delivery.ts';

/** Follows a ledger and tells whom its latest run has handed the letter to without an answer yet. */
export interface HandedOver {
  readonly see: (record: LedgerRecord) => void;
  /** Their ids, given what the same records add up to. */
  idsIn(state: LedgerState): ReadonlySet<string>;
}

/** Begins with an empty ledger. */
export function handedOver(): HandedOver {
  const begun = new Set<string>();
  return {
    see(record) {
      if (record.type === 'run') begun.clear();
      else if (record.type === 'attempted') begun.add(record.id);
      else if (record.type === 'outcome') begun.delete(record.id);
    },
    idsIn: ({ deliveries }) => new Set([...begun].filter((id) => deliveries.get(id)?.state === 'inDoubt')),
  };
}
