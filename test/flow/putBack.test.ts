import { expect, test } from 'vitest';
import { passingInMemory } from '../../src/core/list/passingInMemory.ts';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import { NewsletterError } from '../../src/core/errors.ts';
import { deliver } from '../../src/flow/deliver.ts';
import {
  answers,
  deliveryOrder,
  diariesInMemory,
  ledgerInMemory,
  readerIds,
  transportInMemory,
} from '../support/deliveryInMemory.ts';
import { confirmedReader } from '../support/newsletter.ts';
import { sleepyClock } from '../support/sending.ts';

const readers = 12;
const subscribers = Array.from({ length: readers }, (_, index) => confirmedReader(index));
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

test('a diary that cannot be read after an answer gives nobody back to the line: another connection would mail her again (R1)', async () => {
  const clock = sleepyClock();
  const aSecondLater = (): void => clock.set(new Date(clock.now().getTime() + 1000));
  const [first, second] = readerIds(readers);
  let isUnreadable = false;
  const diaries = diariesInMemory();
  let hasFailed = (): void => undefined;
  const failing = new Promise<void>((resolve) => (hasFailed = resolve));
  const transport = transportInMemory(async (id) => {
    await turns(2);
    if (id === second) await failing.then(aSecondLater);
    return answers.accepted;
  });
  const passing = passingInMemory(() => Promise.resolve({ revision: 1, subscribers, suppressions: [] }));
  const records: LedgerRecord[] = [{ type: 'audience', ids: readerIds(readers) }];
  const ledger = ledgerInMemory(records, (record) => {
    if (record.type !== 'attempted' || record.id !== first) return;
    aSecondLater();
    isUnreadable = true;
  });
  const order = deliveryOrder(
    { readers, transport, records },
    {
      clock,
      ledger,
      limits: { connections: 2, perSecond: 0, perMinute: 0, perHour: 0, perDay: 0 },
      diaries: {
        ...diaries,
        async read(week) {
          if (!isUnreadable) return diaries.read(week);
          isUnreadable = false;
          hasFailed();
          const text = 'the disk does not answer';
          throw new NewsletterError('file.unwritable', { de: text, en: text });
        },
      },
      subscribers: {
        passing: {
          ...passing,
          finder(roll) {
            const finder = passing.finder(roll);
            return {
              ...finder,
              async find(number) {
                // The letter after the first one is still being made when that is answered, and long after.
                if (number === 2) await failing.then(async () => turns(100));
                return finder.find(number);
              },
            };
          },
        },
      },
    },
  );
  expect((await deliver(order)).stopped?.code).toBe('file.unwritable');
  const mailed = transport.handed.map(({ id }) => id);
  expect(mailed.length).toBeGreaterThan(2);
  expect(new Set(mailed).size).toBe(mailed.length);
});
