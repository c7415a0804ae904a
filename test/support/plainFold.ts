import type { SkipReason } from '../../src/core/list/audience.ts';
import {
  cancelled,
  isOpen,
  nextState,
  noTotals,
  totalOf,
  type DeliveryState,
  type FrozenRecord,
  type LedgerRecord,
} from '../../src/core/sending/delivery.ts';

/** What a ledger adds up to, as plainly as it can be said: an object for each reader. */
export interface PlainState {
  readonly frozen: FrozenRecord | null;
  readonly skipped: ReadonlyMap<SkipReason, number>;
  readonly deliveries: ReadonlyMap<string, DeliveryState>;
  readonly counts: typeof noTotals;
  readonly hasBegun: boolean;
}

/** Adds a ledger up with a Map, for the flat one to be held against. */
export function plainFold(records: Iterable<LedgerRecord>): PlainState {
  let frozen: FrozenRecord | null = null;
  const skipped = new Map<SkipReason, number>();
  const deliveries = new Map<string, DeliveryState>();
  for (const record of records) {
    switch (record.type) {
      case 'skipped':
        skipped.set(record.reason, (skipped.get(record.reason) ?? 0) + record.ids.length);
        break;
      case 'audience':
        for (const id of record.ids) if (!deliveries.has(id)) deliveries.set(id, untried);
        break;
      case 'frozen':
        frozen = record;
        break;
      case 'run':
        break;
      case 'cancelled':
        for (const [id, delivery] of deliveries)
          if (isOpen(delivery)) deliveries.set(id, cancelled(delivery));
        break;
      default: {
        const before = deliveries.get(record.id);
        if (before) deliveries.set(record.id, nextState(before, record));
      }
    }
  }
  const counts = { ...noTotals };
  for (const delivery of deliveries.values()) counts[totalOf(delivery)] += 1;
  const hasBegun = [...deliveries.values()].some(
    ({ state, attempts }) => state !== 'waiting' || attempts > 0,
  );
  return { frozen, skipped, deliveries, counts, hasBegun };
}

const untried: DeliveryState = { state: 'waiting', attempts: 0, account: null, deferrals: 0, since: null };
