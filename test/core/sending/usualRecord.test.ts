import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AttemptedRecord, LedgerRecord, OutcomeRecord } from '../../../src/core/sending/delivery.ts';
import { attemptedText, outcomeText, usualRecord } from '../../../src/core/sending/usualRecord.ts';
import { anyRecord } from './ledgerRecords.ts';

/** Texts with all that JSON escapes, and with what looks like the next key. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ maxLength: 20 }),
  fc.constantFrom('\uD800', '"', '\\', '\\"', '","run":"', '\u2028', '\u007f', 'ü🎉', '","account":"x', ''),
);
const attempt = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 99_999 }));
const attempted: fc.Arbitrary<AttemptedRecord> = fc
  .record({ at: text, run: text, id: text, attempt, messageId: text, account: fc.option(text) })
  .map(({ at, run, id, attempt, messageId, account }) => ({
    type: 'attempted',
    at,
    run,
    id,
    attempt,
    messageId,
    ...(account === null ? {} : { account }),
  }));
const outcome: fc.Arbitrary<OutcomeRecord> = fc.record({
  type: fc.constant('outcome' as const),
  at: text,
  run: text,
  id: text,
  attempt,
  outcome: fc.constantFrom('accepted' as const, 'deferred', 'rejected', 'uncertain'),
  stage: fc.constantFrom('mail' as const, 'rcpt', 'data', 'content', 'final'),
  code: fc.option(fc.integer({ min: 0, max: 9999 })),
  enhanced: fc.option(text),
  reply: text,
});

test('an attempt and an outcome are written byte for byte as JSON.stringify writes them', () => {
  fc.assert(
    fc.property(attempted, (record) => {
      expect(`${attemptedText(record)}}`).toBe(JSON.stringify(record));
    }),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(outcome, (record) => {
      expect(`${outcomeText(record)}}`).toBe(JSON.stringify(record));
    }),
    { numRuns: 1000 },
  );
});

/** As JSON.parse reads it, and control characters that stand bare, too: JSON forbids them, and no line of ours has any. */
function readSlowly(text: string): unknown {
  // oxlint-disable-next-line no-control-regex -- these are meant
  return JSON.parse(`${text.replaceAll(/[\u0000-\u001f]/g, (bare) => JSON.stringify(bare).slice(1, -1))}}`);
}

test('a text is read as JSON.parse reads it, or not at all', () => {
  fc.assert(
    fc.property(fc.oneof(attempted, outcome, anyRecord), (record: LedgerRecord) => {
      const read = usualRecord(JSON.stringify(record).slice(0, -1));
      if (read) expect(read).toEqual(record);
    }),
    { numRuns: 2000 },
  );
});

test('whatever a text is cut to or has in its middle, it is read as JSON.parse reads it, or not at all', () => {
  const other = fc.oneof(text, fc.constantFrom(',"code":250', '"id":"', '0', ' ', '{', '","attempt":1,'));
  fc.assert(
    fc.property(fc.oneof(attempted, outcome), fc.nat(), fc.nat(30), other, (record, from, length, put) => {
      const whole = JSON.stringify(record).slice(0, -1);
      const start = from % whole.length;
      const changed = whole.slice(0, start) + put + whole.slice(start + length);
      const read = usualRecord(changed);
      if (read) expect(read).toEqual(readSlowly(changed));
    }),
    { numRuns: 2000 },
  );
});

test('a control character that stands bare is read as what it is', () => {
  const record = { type: 'attempted', at: '', run: ' ', id: ' ', attempt: 1, messageId: '  ', account: '' };
  const text = JSON.stringify(record).slice(0, -1).replace('"at":""', '"at":"\u0000"');
  expect(usualRecord(text)).toEqual({ ...record, at: '\u0000' });
});

test('those that come for each reader are read the fast way', () => {
  const common = { at: '2026-11-20T19:00:00.000Z', run: 'a1b2', id: 'reader000001', attempt: 1 } as const;
  const usual: readonly (AttemptedRecord | OutcomeRecord)[] = [
    { type: 'attempted', ...common, messageId: '<a@example.org>', account: 'mail.example.org:465' },
    {
      type: 'outcome',
      ...common,
      outcome: 'accepted',
      stage: 'final',
      code: 250,
      enhanced: '2.0.0',
      reply: '250 2.0.0 Ok: queued as 4F2A1',
    },
  ];
  for (const record of usual) expect(usualRecord(JSON.stringify(record).slice(0, -1))).toEqual(record);
});
