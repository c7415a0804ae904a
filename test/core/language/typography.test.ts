import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  typeset,
  typesetLine,
  withHyphenationHints,
  withoutHyphenationHints,
} from '../../../src/core/language/typography.ts';
import { startOwnTime } from '../../support/ownTime.ts';

/** `_` stands for a space that holds together. */
const de = (text: string): string => typeset(text, 'de').replaceAll('\u00A0', '_');
const en = (text: string): string => typeset(text, 'en').replaceAll('\u00A0', '_');

describe('German is set as Duden and DIN 5008 want it', () => {
  test.each([
    ['Sie sagte: "Na dann."', 'Sie sagte: „Na dann.“'],
    ['"Ja" oder "Nein"?', '„Ja“ oder „Nein“?'],
    ['("Ja")', '(„Ja“)'],
    [`Er rief: "Das heißt 'später'!"`, 'Er rief: „Das heißt ‚später‘!“'],
    [`Das Wort 'Mut' fehlt`, 'Das Wort ‚Mut‘ fehlt'],
    ['„Das "Mut"-Heft“', '„Das ‚Mut‘-Heft“'],
    [`Wie geht's dir, und wie war's?`, 'Wie geht’s dir, und wie war’s?'],
    [`Hans' Werkstatt`, 'Hans’ Werkstatt'],
    [`Die '68er`, 'Die ’68er'],
    [`Rock 'n' Roll, „Rock 'n' Roll“`, 'Rock ’n’ Roll, „Rock ’n’ Roll“'],
    ['Ein 5" langer Nagel', 'Ein 5" langer Nagel'],
    ['Mut - ein Anfang', 'Mut_– ein Anfang'],
    ['Mut -- ein Anfang', 'Mut_– ein Anfang'],
    ['Kunden-Wunsch und E-Mail', 'Kunden-Wunsch und E-Mail'],
    ['3-5 Fragen, 10-15 Minuten', '3–5 Fragen, 10–15 Minuten'],
    ['Von 2019-2024 und 2024-26', 'Von 2019–2024 und 2024–26'],
    ['Am 2026-11-20 um 7', 'Am 2026-11-20 um 7'],
    ['Telefon 030-1234, 555-1234', 'Telefon 030-1234, 555-1234'],
    ['COVID-19, 3-jährig, 2-3-mal', 'COVID-19, 3-jährig, 2-3-mal'],
    ['Und dann...', 'Und dann…'],
    ['Und dann ...', 'Und dann_…'],
    ['Und dann....', 'Und dann....'],
    ['z.B. so, d. h. anders, u.a. hier', 'z._B. so, d._h. anders, u._a. hier'],
    ['Z. B. i.d.R. am Abend', 'Z._B. i._d._R. am Abend'],
    ['Nr. 5, § 5, Abs. 2, S. 12', 'Nr._5, §_5, Abs._2, S._12'],
    ['10 % und 10% von 5 Min.', '10_% und 10_% von 5_Min.'],
    ['eine 10%ige Lösung', 'eine 10%ige Lösung'],
    ['Am 12. November um 7 Uhr', 'Am 12._November um 7_Uhr'],
    ['Am 12. Maierlebnis', 'Am 12. Maierlebnis'],
    ['5 km mit 3 Hunden', '5_km mit 3 Hunden'],
    ['Dr. Muster', 'Dr._Muster'],
    ['Ich - und du', 'Ich_– und du'],
  ])('%s', (text, expected) => {
    expect(de(text)).toBe(expected);
  });
});

describe('English is set its own way', () => {
  test.each([
    ['He said "well then".', 'He said “well then”.'],
    [`"It's 'late'," she said`, '“It’s ‘late’,” she said'],
    [`Don't - or do`, 'Don’t_– or do'],
    ['10% in 5 min on 12 November', '10% in 5_min on 12_November'],
    ['No. 5, pp. 3-5', 'No._5, pp._3–5'],
    ['Wait...', 'Wait…'],
    ['z.B. stays', 'z.B. stays'],
  ])('%s', (text, expected) => {
    expect(en(text)).toBe(expected);
  });
});

test('addresses, code and the targets of links stay as they are', () => {
  for (const text of [
    'https://example.org/a...b?x=1-3&y="z"',
    'www.example.org/1-3...',
    'brief-1-3...x@example.org',
    '`a - b "c" 1-3...`',
    '[Brot](https://example.org/1-3...)',
    '<a title="1-3">x</a>',
  ])
    expect(typeset(text, 'de')).toBe(text);
  expect(de('"Siehe https://example.org/1-3 - dort"')).toBe('„Siehe https://example.org/1-3_– dort“');
});

test('a line that people search for has ordinary spaces', () => {
  expect(typesetLine('Mut - z.B. "heute"', 'de')).toBe('Mut – z. B. „heute“');
});

const pieces = fc.constantFrom(
  '"',
  "'",
  ' ',
  ' ',
  '-',
  '--',
  '...',
  '.',
  ',',
  '1',
  '23',
  '2026',
  'z.B.',
  'd. h.',
  'Nr.',
  '%',
  'Mai',
  '12.',
  'Uhr',
  '„',
  '“',
  '‚',
  '‘',
  '”',
  '’',
  '–',
  '…',
  '\u00A0',
  'Mut',
  'wie',
  's',
  '(',
  ')',
  '!',
  '?',
  '`',
  'https://example.org/1-3',
  '§',
  'S.',
  '\uE5AF',
  '<b>',
  '@',
  'é',
);
const anyText = fc.array(pieces, { maxLength: 24 }).map((list) => list.join(''));

test('a second time changes nothing more', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom('de' as const, 'en' as const), (text, language) => {
      const once = typeset(text, language);
      expect(typeset(once, language)).toBe(once);
    }),
    { numRuns: 3000 },
  );
});

test('dashes that stand one behind the other are set at once', () => {
  expect(de('" -- - "')).toBe('"_–_– "');
});

test('words and figures stay as they are', () => {
  const words = (text: string): string => text.replaceAll(/[^\p{L}\p{N}%§@\uE5AF]+/gu, '');
  fc.assert(
    fc.property(anyText, fc.constantFrom('de' as const, 'en' as const), (text, language) => {
      expect(words(typeset(text, language))).toBe(words(text));
    }),
    { numRuns: 1000 },
  );
});

test('a text made to keep somebody busy is set in time (R59)', () => {
  const elapsed = startOwnTime();
  for (const piece of ['"', "'", "a'", '" ', ' -', '.', '1-', 'z.', '`', '<a', '](', 'a@', '1 '])
    for (const length of [3_900, 400_000]) typeset(piece.repeat(length / piece.length), 'de');
  expect(elapsed()).toBeLessThan(2_000);
});

describe('the longest words say where they may be parted', () => {
  test.each([
    ['Vertrauensbildungsmaßnahmen', 'Vertrauensbildungs|maßnahmen'],
    ['Wertschätzungskultur heute', 'Wertschätzungs|kultur heute'],
    ['Aufmerksamkeitsübungen', 'Aufmerksamkeits|übungen'],
    ['Gemeinschaftsgartenfest', 'Gemeinschafts|gartenfest'],
    ['Kommunikationsregeln', 'Kommunikations|regeln'],
    ['Weitsprungschanzenbau', 'Weitsprungschanzenbau'],
    ['Jungscharwochenenden', 'Jungscharwochenenden'],
    ['Donaudampfschifffahrtskai', 'Donaudampfschifffahrtskai'],
    ['Bildungsreise', 'Bildungsreise'],
  ])('%s', (word, expected) => {
    const hinted = withHyphenationHints(word, 'de');
    expect(hinted.replaceAll('\u00AD', '|')).toBe(expected);
    expect(withoutHyphenationHints(hinted)).toBe(word);
  });
});
