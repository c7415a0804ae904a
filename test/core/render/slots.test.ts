import { array, assert, constantFrom, oneof, property, string, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bodyMark,
  fillSlots,
  mailSlotMarks,
  slotMarks,
  splitSlots,
  stripSlotMarks,
  type SlottedText,
  type SlotValues,
} from '../../../src/core/render/slots.ts';

const anyText = string({ unit: 'binary', maxLength: 60 });
const nasty = constantFrom('{{x}}', '<b>', '"', "'", '&amp;', ...Object.values(slotMarks));
const anyValue = oneof(
  anyText,
  nasty,
  tuple(anyText, nasty, anyText).map((parts) => parts.join('')),
);
const noValues: SlotValues = {
  salutation: '',
  unsubscribeUrl: '',
  preferencesUrl: '',
  confirmedOn: '',
};

function letter(before: string, after: string): SlottedText {
  return splitSlots(`${stripSlotMarks(before)}${slotMarks.salutation}${stripSlotMarks(after)}`);
}

describe('slots', () => {
  test('a text without marks comes out as it went in', () => {
    assert(
      property(anyText.map(stripSlotMarks), (text) => {
        const slotted = splitSlots(text);
        expect(slotted).toEqual({ chunks: [text], slots: [] });
        expect(fillSlots(slotted, noValues, 'html')).toBe(text);
      }),
    );
  });

  test('a value is inserted as exactly that text, whatever it contains', () => {
    assert(
      property(anyText, anyText, anyValue, (before, after, value) => {
        const filled = fillSlots(letter(before, after), { ...noValues, salutation: value }, 'text');
        expect(filled).toBe(stripSlotMarks(before) + value + stripSlotMarks(after));
      }),
    );
  });

  test('in HTML a value is text: no element, no attribute, no entity of its own', () => {
    const filled = fillSlots(letter('<p title="', '">'), { ...noValues, salutation: `<b>&amp;"'` }, 'html');
    expect(filled).toBe('<p title="&lt;b&gt;&amp;amp;&quot;&#39;">');
  });

  test('there is always one chunk more than slots', () => {
    assert(
      property(array(oneof(anyText, constantFrom(...Object.values(slotMarks)))), (parts) => {
        const slotted = splitSlots(parts.join(''));
        expect(slotted.chunks).toHaveLength(slotted.slots.length + 1);
        expect(fillSlots(slotted, slotMarks, 'text')).toBe(parts.join(''));
      }),
    );
  });

  test('marks of other kinds of mail are text in a letter, and do not come between its slots', () => {
    for (const stranger of [...Object.values(mailSlotMarks), bodyMark]) {
      const rendered = `a${stranger}b${slotMarks.salutation}c`;
      const slotted = splitSlots(rendered);
      expect(slotted).toEqual({ chunks: [`a${stranger}b`, 'c'], slots: ['salutation'] });
      expect(fillSlots(slotted, { ...noValues, salutation: 'x' }, 'text')).toBe(`a${stranger}bxc`);
    }
  });

  test('freezing to JSON changes nothing', () => {
    const slotted = letter('„Hallo“ ', ' – bis bald');
    expect(JSON.parse(JSON.stringify(slotted))).toEqual(slotted);
  });
});
