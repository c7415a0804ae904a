import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relaxedFields } from '../../../src/core/mime/relaxedFields.ts';
import { relaxedField } from '../../support/dkimVerdict.ts';

const wanted = new Set(['from', 'to', 'subject', 'list-id']);

/** Words, folds and blanks of all kinds, and what only looks like a blank. */
const value = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ' ',
        '  ',
        '\t',
        '\r\n ',
        '\r\n\t',
        ' \r\n  ',
        ':',
        'To: x',
        '\u00A0',
        '\u2003',
        'à',
        'Jörg',
        '🧡',
      ),
      fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
    ),
    { maxLength: 10 },
  )
  .map((pieces) => pieces.join(''));
const name = fc.constantFrom('From', 'TO', 'to', 'Subject', 'List-ID', 'X-Other', 'Tone');

describe('the header fields that are signed (P9)', () => {
  test('are relaxed as RFC 6376 §3.4.2 has it, the last of each name', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 8 }), (fields) => {
        const head = fields.map(([key, text]) => `${key}:${text}\r\n`).join('');
        const last = new Map<string, string>();
        for (const [key, text] of fields)
          if (wanted.has(key.toLowerCase()))
            last.set(key.toLowerCase(), `${relaxedField(`${key}:${text}`)}\r\n`);
        expect(relaxedFields(head, wanted)).toEqual({
          names: [...last.keys()],
          text: [...last.values()].join(''),
        });
      }),
      { numRuns: 2000 },
    );
  });

  test('are none where there are none, and lines that are no fields are passed over', () => {
    expect(relaxedFields('', wanted)).toEqual({ names: [], text: '' });
    expect(relaxedFields('nothing\r\nFrom: a\r\nelse', wanted)).toEqual({
      names: ['from'],
      text: 'from:a\r\n',
    });
  });
});
