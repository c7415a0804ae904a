import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isStopWord } from '../../../src/core/language/stopWords.ts';
import { stemOf, stemsOf } from '../../../src/core/language/stems.ts';
import { themesOf } from '../../../src/core/language/themes.ts';
import { wordsOf } from '../../../src/core/language/words.ts';
import { startOwnTime } from '../../support/ownTime.ts';

const themes = (text: string, title = '', tags: readonly string[] = []): Readonly<Record<string, number>> =>
  Object.fromEntries(themesOf({ title, tags, text }, 'de').map(({ word, weight }) => [word, weight]));

describe('the words of a text', () => {
  test('are its letters in any script, compounds with hyphens also in their parts', () => {
    expect(wordsOf('Work-Life-Balance, „Café“ und мир', 'de')).toEqual([
      'Work-Life-Balance',
      'Work',
      'Life',
      'Balance',
      'Café',
      'und',
      'мир',
    ]);
  });

  test('are no addresses, and know nothing of where a line may break', () => {
    expect(wordsOf('Siehe https://example.org/a-b?c=d und max@example.org', 'de')).toEqual(['Siehe', 'und']);
    expect(wordsOf('Ver\u00ADtrauen', 'de')).toEqual(['Vertrauen']);
  });

  test('are read in time that grows with the text, whatever it holds', () => {
    const elapsed = startOwnTime();
    for (const part of ['@', 'a-', 'a:', '://', 'www.', 'a@', 'ä\u0308', '*in', '/-']) {
      wordsOf(part.repeat(50_000), 'de');
    }
    expect(elapsed()).toBeLessThan(3000);
  });
});

describe('stems', () => {
  test.each([
    ['Vertrauen', 'Vertrauens'],
    ['Straße', 'Strasse'],
    ['Gespräch', 'Gespräche'],
    ['Kunde', 'Kunden'],
    ['Kunde', 'Kund:innen'],
    ['Kunde', 'Kund*innen'],
    ['Kunde', 'Kund_innen'],
    ['Kunde', 'Kund/-innen'],
    ['Kunde', 'KundInnen'],
    ['Kunde', 'Kundinnen'],
    ['Kunde', 'Kundin'],
    ['Leser', 'Leser:in'],
    ['Leser', 'Leserin'],
    ['Lehrer', 'Lehrerinnen'],
    ['Kundenvertrauen', 'Kunden-Vertrauen'],
    ['über', 'u\u0308ber'],
  ])('are one for %s and %s', (a, b) => expect(stemOf(a, 'de')).toBe(stemOf(b, 'de')));

  test.each([
    ['Mut', 'Mutter'],
    ['Trauer', 'trauen'],
    ['Fehler', 'fehlen'],
    ['Termin', 'Term'],
    ['beginnen', 'begreifen'],
    ['gewinnen', 'Gewand'],
  ])('are not the same for %s and %s', (a, b) => expect(stemOf(a, 'de')).not.toBe(stemOf(b, 'de')));

  test('of a text come once each, without what says nothing', () => {
    expect(stemsOf('Die Kunden und der Kunde, dem wir 2026 vertrauen', 'de')).toEqual(['kund', 'vertrau']);
    expect(stemsOf("Don't trust the customer’s trust; it isn't easy", 'en')).toEqual(['trust', 'custom']);
  });
});

describe('stop words', () => {
  test.each(['und', 'einfach', 'wirklich', 'konntest', 'unseren', '2026', 'B2B', 'im', 'weg', 'liebe'])(
    'leave out %s',
    (word) => expect(isStopWord(word, 'de')).toBe(true),
  );
  test.each(['Dank', 'Zeit', 'ehrlich', 'Ordnung', 'Weg', 'Mut', 'Rat', 'Liebe', 'Wissen', 'Stille'])(
    'keep %s, which a letter may be about',
    (word) => expect(isStopWord(word, 'de')).toBe(false),
  );
  test.each(['bevor', 'Bevor', 'weder', 'Nachtrag', 'She', 'that', 'wasn', 'Februar'])(
    'leave out %s, whatever its case',
    (word) => expect(isStopWord(word, 'de')).toBe(true),
  );
  test.each(['Not', 'Most', 'Kind', 'Wille'])('take %s for no English', (word) =>
    expect(isStopWord(word, 'de')).toBe(false),
  );
  test.each(['That', 'aren', 'She', 'nicht', 'Leaving'])('leave out %s in English', (word) =>
    expect(isStopWord(word, 'en')).toBe(true),
  );
  test('know English ones with and without their apostrophes', () => {
    expect(['don’t', "it's", 'through', 'everything'].every((word) => isStopWord(word, 'en'))).toBe(true);
    expect(['trust', 'work', 'help', 'patience'].some((word) => isStopWord(word, 'en'))).toBe(false);
  });
});

describe('persons', () => {
  const text = 'Herr Özdemir grüßte. Frau Dr. Mahlke sah eine Frau Mitte dreißig am Zaun.';

  test('that a text names once, with their titles, are not what it is about', () => {
    expect(themes(text)).toEqual({ Frau: 1, Mitte: 1, Zaun: 1, grüßte: 1 });
  });

  test('count in the title, in the tags, and where a text comes back to them', () => {
    const named = themes('Herr Özdemir kam. Frau Behrens sang, und Behrens lachte.', 'Für Herrn Özdemir');
    expect(named).toMatchObject({ Özdemir: 4, Behrens: 2 });
    expect(named).not.toHaveProperty('Herr');
    expect(named).not.toHaveProperty('Frau');
  });

  test('are found in time that grows with the text', () => {
    const elapsed = startOwnTime();
    for (const part of ['Herr ', 'Frau Dr. ', 'Herr\t', 'Frau A'])
      themesOf({ title: '', tags: [], text: part.repeat(50_000) }, 'de');
    expect(elapsed()).toBeLessThan(3000);
  });
});

describe('themes', () => {
  test('are counted, and weigh three times in the title and the tags', () => {
    expect(themes('Geduld, Geduld und Mut.', 'Mut', ['Stille'])).toEqual({ Mut: 4, Stille: 3, Geduld: 2 });
  });

  test('show the form that is most frequent, nouns with their capital and nothing in capitals', () => {
    expect(themes('Die Kunden. Viele Kunden, ein Kunde.')).toEqual({ Kunden: 3 });
    expect(themes('Vertrauen', '', ['vertrauen'])).toEqual({ Vertrauen: 4 });
    expect(themes('Geduld', 'GEDULD')).toEqual({ Geduld: 4 });
  });

  test('come the heaviest first, then by stem, and sixty at most', () => {
    const words = Array.from(
      { length: 80 },
      (_, place) => `Wort${'abcdefghij'[place % 10]}${'klmnopqr'[Math.floor(place / 10)]}x`,
    );
    const found = themesOf({ title: '', tags: [], text: `${words.join(' ')} Mut Mut` }, 'de');
    expect(found).toHaveLength(60);
    expect(found[0]).toEqual({ stem: 'mut', word: 'Mut', weight: 2 });
    const rest = found.slice(1).map(({ stem }) => stem);
    expect(rest).toEqual(rest.toSorted());
  });

  test('are the same for the same text, and count what the text holds, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.constantFrom('de' as const, 'en' as const),
        (text, language) => {
          const found = themesOf({ title: '', tags: [], text }, language);
          expect(themesOf({ title: '', tags: [], text }, language)).toEqual(found);
          expect(
            found.every(
              ({ stem, word, weight }) =>
                stem !== '' &&
                weight > 0 &&
                text
                  .normalize('NFC')
                  .replaceAll(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, '')
                  .includes(word),
            ),
          ).toBe(true);
          expect(new Set(found.map(({ stem }) => stem)).size).toBe(found.length);
        },
      ),
    );
  });
});
