import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDiaryRecord, readDiary } from '../../../src/core/clock/diaryText.ts';
import { formatRecord } from '../../../src/core/sending/ledgerText.ts';
import { anyDiaryRecord } from './diaryRecords.ts';
import { refusal } from '../refusal.ts';

const file = 'issues/2026-W47/diary.jsonl';
const records = fc.array(anyDiaryRecord, { minLength: 1, maxLength: 6 });

test('what is written is read again, one line a record', () => {
  fc.assert(
    fc.property(records, (records) => {
      const text = records.map(formatDiaryRecord).join('');
      expect(text.split('\n')).toHaveLength(records.length + 1);
      expect(readDiary(text, file)).toEqual({ records, wholeBytes: Buffer.byteLength(text) });
    }),
    { numRuns: 300 },
  );
});

test('a line with any byte changed, its end too, stops the reading with its number (R35)', () => {
  fc.assert(
    fc.property(records, fc.nat(), fc.integer({ min: 1, max: 255 }), (records, position, flip) => {
      const bytes = Buffer.from(records.map(formatDiaryRecord).join(''));
      const at = position % bytes.length;
      const line = bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;
      bytes[at] = (bytes[at] ?? 0) ^ flip;
      const error = refusal(() => readDiary(bytes.toString('utf8'), file));
      expect(error.code).toBe('ledger.damaged');
      expect(error.text.en).toContain(`${file}, line ${line}:`);
    }),
    { numRuns: 500 },
  );
});

test('records of a ledger do not belong into a diary', () => {
  const text = formatRecord({ type: 'run', at: '2026-11-20T08:00:00Z', run: 'x' });
  expect(refusal(() => readDiary(text, file)).hint?.en).toContain('hold');
});
