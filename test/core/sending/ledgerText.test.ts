import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerRecord } from '../../../src/core/sending/delivery.ts';
import { formatRecord, readLedger } from '../../../src/core/sending/ledgerText.ts';
import { anyRecord } from './ledgerRecords.ts';
import { refusal } from '../refusal.ts';

const file = 'issues/2026-W47/ledger.jsonl';
const textOf = (records: readonly LedgerRecord[]): string => records.map(formatRecord).join('');
const records = fc.array(anyRecord, { minLength: 1, maxLength: 8 });

test('what is written is read again, one line a record', () => {
  fc.assert(
    fc.property(records, (records) => {
      const text = textOf(records);
      expect(text.split('\n')).toHaveLength(records.length + 1);
      expect(readLedger(text, file)).toEqual({ records, wholeBytes: Buffer.byteLength(text) });
    }),
    { numRuns: 500 },
  );
});

test('a ledger cut at any byte reads as the records whose lines are whole (R35)', () => {
  fc.assert(
    fc.property(records, (records) => {
      const bytes = Buffer.from(textOf(records));
      const ends = records.map((_, index) => Buffer.byteLength(textOf(records.slice(0, index + 1))));
      for (let length = 0; length <= bytes.length; length++) {
        const reading = readLedger(bytes.subarray(0, length).toString('utf8'), file);
        const whole = ends.filter((end) => end <= length).length;
        expect(reading.records).toHaveLength(whole);
        expect(reading.wholeBytes).toBe(ends[whole - 1] ?? 0);
      }
    }),
    { numRuns: 15 },
  );
});

test('a line with any byte changed stops the reading with its number (R35)', () => {
  fc.assert(
    fc.property(records, fc.nat(), fc.integer({ min: 1, max: 255 }), (records, position, flip) => {
      const bytes = Buffer.from(textOf(records));
      const at = position % bytes.length;
      const line = bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;
      bytes[at] = (bytes[at] ?? 0) ^ flip;
      const error = refusal(() => readLedger(bytes.toString('utf8'), file));
      expect(error.code).toBe('ledger.damaged');
      expect(error.text.en).toContain(`${file}, line ${line}:`);
      expect(error.text.de).toContain(`${file}, Zeile ${line}:`);
    }),
    { numRuns: 500 },
  );
});

test('a ledger torn in the middle stops with the number of the torn line (R35)', () => {
  fc.assert(
    fc.property(records, records, fc.nat(), (before, after, length) => {
      const torn = formatRecord(before[0] ?? { type: 'run', at: '', run: '' });
      const half = torn.slice(0, length % (torn.length - 1));
      const text = `${textOf(before)}${half}\n${textOf(after)}`;
      const error = refusal(() => readLedger(text, file));
      expect(error.text.en).toContain(`line ${before.length + 1}:`);
    }),
  );
});

test('a line that something else wrote is not trusted, even with its checksum right', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a record of a version to come
  const unknown = formatRecord({ type: 'opened', id: 'reader000001' } as unknown as LedgerRecord);
  expect(refusal(() => readLedger(unknown, file)).code).toBe('ledger.damaged');
});

test.each([
  ['a blank line', (text: string) => `\n${text}`],
  ['a byte order mark', (text: string) => `\uFEFF${text}`],
  ['Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
  ['plain JSON without a checksum', () => '{"type":"run","at":"2026-11-20T08:00:00Z","run":"x"}\n'],
])('%s from an editor is damage in line 1', (_, edit) => {
  const text = formatRecord({ type: 'run', at: '2026-11-20T08:00:00Z', run: 'x' });
  expect(refusal(() => readLedger(edit(text), file)).text.en).toContain('line 1:');
});

test('the refusal says that deleting the ledger would send the letter twice', () => {
  expect(refusal(() => readLedger('x\n', file)).hint?.de).toContain('zweimal');
});

test('an empty file holds nothing', () => {
  expect(readLedger('', file)).toEqual({ records: [], wholeBytes: 0 });
});
