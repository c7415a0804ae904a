import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldedTitle } from '../../../src/core/composing/postKeys.ts';
import { cutLine } from '../../../src/core/composing/quoting.ts';
import { preheadersFor, subjectsFor } from '../../../src/core/composing/subjects.ts';

const de = { title: 'Wochenbrief', locale: 'de' } as const;
const en = { title: 'Weekly Letter', locale: 'en' } as const;
const question = { text: 'Was trägt?' };
const shown = (...titles: readonly string[]): { title: string; excerpt: string }[] =>
  titles.map((title) => ({ title, excerpt: '' }));
const longQuestion = {
  text: 'Wem hast du in dieser langen Woche wirklich zugehört, ohne schon an die eigene Antwort zu denken?',
};

describe('subjects', () => {
  test('are the question, the post that leads, and both', () => {
    expect(subjectsFor(question, shown('Der Hobel'), [], [], de)).toEqual([
      'Was trägt?',
      'Der Hobel',
      '„Der Hobel“ und eine Frage',
      'Wochenbrief',
    ]);
    expect(subjectsFor(null, shown('Bread', 'Time'), [], [], en)).toEqual([
      'Bread',
      '“Bread” and “Time”',
      'Time',
      'Weekly Letter',
    ]);
  });

  test('of a quiet week name the older post', () => {
    expect(subjectsFor(question, [], shown('Das „Ja“'), [], de)).toEqual([
      'Was trägt?',
      'Wiedergelesen: „Das ‚Ja‘“',
      'Eine Frage und „Das ‚Ja‘“',
      'Wochenbrief',
    ]);
    expect(subjectsFor(null, [], [], [], de)).toEqual(['Wochenbrief', 'Ein Gedanke für die Woche']);
  });

  test('prefer what phones show whole, and cut between words', () => {
    const [first, second] = subjectsFor(longQuestion, shown('Der Hobel'), [], [], de);
    expect(first).toBe('Der Hobel');
    expect(second).toBe('„Der Hobel“ und eine Frage');
    expect(subjectsFor(longQuestion, [], [], [], de)[0]).toBe('Wem hast du in dieser langen Woche wirklich…');
  });

  test('do not come again for 26 letters', () => {
    const past = Array.from({ length: 26 }, (_, index) => ({
      subject: index === 25 ? 'Was trägt ?' : `S${index}`,
    }));
    expect(subjectsFor(question, shown('Brot'), [], past, de)[0]).toBe('Brot');
    expect(subjectsFor(question, shown('Brot'), [], [{ subject: 'S' }, ...past], de)[0]).toBe('Was trägt?');
  });

  test('come again the longest unused first where nothing else is left', () => {
    const past: { subject: string }[] = [];
    for (let week = 0; week < 12; week += 1)
      past.unshift({ subject: subjectsFor(null, [], [], past, de)[0] ?? '' });
    expect(new Set(past.slice(0, 4).map(({ subject }) => subject)).size).toBe(4);
    expect(past[0]).toEqual(past[4]);
  });

  test('do not shout, even where a title does', () => {
    expect(subjectsFor(null, shown('NEU: DER GARTEN!!'), [], [], de)[0]).toBe('Wochenbrief');
    expect(subjectsFor(null, shown('Jetzt aber!!!', 'Brot'), [], [], de)[0]).toBe('Brot');
  });

  test('have the quotation marks and dashes of the language, and ordinary spaces', () => {
    expect(subjectsFor(null, shown('Mut - z.B. "heute"'), [], [], de)[0]).toBe('Mut – z. B. „heute“');
  });
});

describe('lines beside the subject', () => {
  test('tell what is to be read, and fill up what is short', () => {
    expect(preheadersFor('Was trägt?', question, shown('Brot'), [], [], 'de')[0]).toBe(
      'Neu im Blog: „Brot“ – der Brief zur Woche',
    );
    expect(preheadersFor('Brot', question, shown('Brot'), shown('Zeit'), [], 'de')[0]).toBe(
      'Was trägt? Dazu etwas zum Wiederlesen – der Brief zur Woche',
    );
    expect(preheadersFor('Was trägt?', question, shown('A', 'B', 'C'), [], [], 'de')[0]).toBe(
      'Neu im Blog: „A“, „B“ und mehr – der Brief zur Woche',
    );
  });

  test.each([
    'Gestern war ich bei Frau Dr. Mahlke in St. Gallen, um mit ihr über die Zukunft des alten Hauses am Ufer zu sprechen.',
    'Ein langer Weg liegt hinter uns. Am 23. Mai kamen wir an, und es war Regenzeit in den Bergen, sagte der Wirt.',
  ])('end where a sentence does, not at an abbreviation or a day: %s', (excerpt) => {
    const lines = preheadersFor('S', question, [{ title: 'S', excerpt }], [], [], 'de');
    expect(lines.some((line) => /^(Gestern|Ein langer)/.test(line))).toBe(true);
    expect(lines.join('\n')).not.toMatch(/(St|Dr|23)\.($|\n)/);
  });

  test('announce the older post once', () => {
    const lines = preheadersFor('S', null, shown('Brot'), shown('Zeit'), [], 'de');
    expect(lines.some((line) => line.startsWith('Zum Wiederlesen: „Zeit“'))).toBe(true);
    for (const line of lines) expect(line.match(/Wiederlesen/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  test('were not there in the last letters as long as there is another', () => {
    const first = preheadersFor('S', null, [], [], [], 'de')[0] ?? '';
    expect(preheadersFor('S', null, [], [], [{ preheader: first }], 'de')[0]).not.toBe(first);
  });
});

const words = fc
  .array(
    fc.constantFrom(
      'Mut',
      'Vertrauensbildung',
      'und',
      '„Ja“',
      '"Nein"',
      'ohne',
      'Werkzeuge,',
      'z.B.',
      '–',
      'wie?',
      '(so)',
    ),
    {
      minLength: 1,
      maxLength: 22,
    },
  )
  .map((list) => list.join(' '));
const texts = fc.array(fc.record({ title: words, excerpt: words }), { maxLength: 4 });
const asked = fc.option(fc.record({ text: words }), { nil: null });

test('whatever there is, proposals keep their lengths, differ, cut no word and close their quotation marks', () => {
  fc.assert(
    fc.property(asked, texts, texts, fc.constantFrom(de, en), (ask, posts, older, voice) => {
      const subjects = subjectsFor(ask, posts, older, [], voice);
      expect(subjects.length).toBeGreaterThanOrEqual(2);
      expect(subjects.length).toBeLessThanOrEqual(4);
      expect(new Set(subjects.map(foldedTitle)).size).toBe(subjects.length);
      const [subject = ''] = subjects;
      const preheaders = preheadersFor(subject, ask, posts, older, [], voice.locale);
      expect(preheaders.length).toBeGreaterThanOrEqual(1);
      for (const line of preheaders) {
        expect(line.length).toBeGreaterThanOrEqual(40);
        expect(line.length).toBeLessThanOrEqual(90);
        expect(` ${foldedTitle(line)} `).not.toContain(` ${foldedTitle(subject)} `);
      }
      for (const line of [...subjects, ...preheaders]) {
        expect(line).not.toContain('\u00A0');
        expect(line).not.toMatch(/(?:Vertraue|Werkzeu|Vertrauensb)…/);
      }
      for (const line of subjects) expect(line.length).toBeLessThanOrEqual(70);
    }),
  );
});

test('a cut line closes what it opened', () => {
  expect(cutLine('Neu: „Die Kunst, rechtzeitig zu schweigen“', 30)).toBe('Neu: „Die Kunst, rechtzeitig…“');
  expect(cutLine('Er sagt „Das ‚große Glück‘ kommt“', 25)).toBe('Er sagt „Das ‚große…‘“');
  expect(cutLine('New: “The art of silence in time”', 20)).toBe('New: “The art of…”');
  expect(cutLine('Donaudampfschifffahrtsgesellschaft', 10)).toBe('Donaudamp…');
});

test('a line of 100,000 words or marks is cut at once', () => {
  expect(cutLine('Teil 1 [a '.repeat(100_000), 20)).toBe('Teil 1 [a Teil 1 [a…');
  expect(cutLine('„ '.repeat(100_000), 20)).toHaveLength(20);
  expect(cutLine('Ende, –'.repeat(100_000), 9)).toBe('Ende…');
});
