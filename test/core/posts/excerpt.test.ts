import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptOf, postExcerpt, stripTeaserMarks } from '../../../src/core/posts/excerpt.ts';
import { startOwnTime } from '../../support/ownTime.ts';

describe('excerptOf', () => {
  test('a short text stays as it is', () => {
    expect(excerptOf('Ein kurzer Text,\n  der passt.', 10)).toBe('Ein kurzer Text, der passt.');
  });

  test('is cut by words, with a no-break space before the ellipsis', () => {
    expect(excerptOf('eins zwei drei vier fünf', 3)).toBe('eins zwei drei\u00A0…');
  });

  test.each([',', ';', ':', ' –', ' —', ' -', ' („', ' &'])('leaves no dangling "%s"', (mark) => {
    const text = `eins zwei drei${mark} vier fünf sechs`;
    expect(excerptOf(text, mark.startsWith(' ') ? 4 : 3)).toBe('eins zwei drei\u00A0…');
  });

  test('ends with a sentence where one ends in the last third', () => {
    expect(excerptOf('Heute war es still. Der Ofen blieb an. Dann kam Besuch aus der Stadt.', 10)).toBe(
      'Heute war es still. Der Ofen blieb an.',
    );
    expect(excerptOf('Er fragte: „Kommst du?“ Niemand sagte etwas dazu, auch später.', 5)).toBe(
      'Er fragte: „Kommst du?“',
    );
  });

  test('a sentence that ends earlier would waste too much', () => {
    expect(excerptOf('Ja. Wir sind dann doch noch alle zusammen losgegangen', 6)).toBe(
      'Ja. Wir sind dann doch noch\u00A0…',
    );
  });

  test.each([
    'Wir lesen heute z. B. Gedichte und später noch',
    'Wir gingen am Abend des 3. November noch einmal',
    'Das hat uns gestern Abend Dr. Berg noch gezeigt',
    'Am Rand lagen Äpfel, Birnen usw. Alles war reif geworden',
    'Wir zählten bis drei und dann … Niemand war mehr da',
  ])('no sentence ends at the dot in "%s"', (text) => {
    expect(excerptOf(text, 6)).toMatch(/\u00A0…$/);
  });

  const sentences = fc
    .array(fc.constantFrom('Brot', 'und', 'Zeit.', 'heute,', 'nie!', '–', 'z.', 'B.', '„Ja?“', 'ab\u00A0c'), {
      maxLength: 60,
    })
    .map((words) => words.join(' '));

  test('never holds more words than allowed, and only words of the text in their order', () => {
    fc.assert(
      fc.property(sentences, fc.integer({ min: 1, max: 30 }), (text, max) => {
        const excerpt = excerptOf(text, max);
        const bare = excerpt.replace(/\u00A0…$/, '');
        expect(text.startsWith(bare)).toBe(true);
        expect(bare.split(/\s+/u).length).toBeLessThanOrEqual(max);
        expect(excerpt).not.toMatch(/[,;:–]\u00A0…$/);
      }),
    );
  });

  test('cutting again changes nothing', () => {
    fc.assert(
      fc.property(sentences, fc.integer({ min: 1, max: 30 }), (text, max) => {
        const once = excerptOf(text, max);
        expect(excerptOf(once, max)).toBe(once);
      }),
    );
  });
});

describe('stripTeaserMarks', () => {
  test.each([
    'Der Teig ruht. [&#8230;]',
    'Der Teig ruht. […]',
    'Der Teig ruht. [...]',
    'Der Teig ruht. [ … ]',
    'Der Teig ruht. (…)',
    'Der Teig ruht. …',
    'Der Teig ruht. ...',
    'Der Teig ruht. Weiterlesen',
    'Der Teig ruht. Weiterlesen →',
    'Der Teig ruht. … Weiterlesen „Brot, warum nicht?“ →',
    'Der Teig ruht. Continue reading Brot und Zeit →',
    'Der Teig ruht. … Continue reading “Brot?”',
    'Der Teig ruht. Read more',
    'Der Teig ruht. Mehr lesen »',
    'Der Teig ruht. [&#8230;] Der Beitrag Brot und Zeit erschien zuerst auf Backblog.',
    'Der Teig ruht. Der Beitrag „Brot. Warum?“ erschien zuerst auf Mein Blog – Notizen.',
    'Der Teig ruht. […] The post Bread appeared first on My Blog.',
    'Der Teig ruht. The post The post office appeared first on My Blog.',
    'Der Teig ruht. The post Bread first appeared on My Blog.',
    'Der Teig ruht. Weiterlesen [...] The post Bread appeared first on My Blog.',
  ])('%s', (text) => {
    expect(stripTeaserMarks(text)).toBe('Der Teig ruht.');
  });

  test.each([
    'Ich wollte noch weiterlesen.',
    'Ich bat ihn: Weiterlesen ist erlaubt.',
    'The post office was closed. We waited.',
    'Der Beitrag war bezahlt.',
    'Er sagte […] nichts dazu.',
    'You can read more. I never do.',
  ])('"%s" is an ordinary text', (text) => {
    expect(stripTeaserMarks(text)).toBe(text);
  });

  test('a text of marks alone is empty', () => {
    expect(stripTeaserMarks('[&#8230;]')).toBe('');
    expect(stripTeaserMarks('Weiterlesen →')).toBe('');
  });

  test('hostile repetition ends soon', () => {
    const elapsed = startOwnTime();
    for (const piece of [
      'Der Beitrag ',
      'The post x appeared first on ',
      '[…] ',
      '. Weiterlesen ',
      'Read more',
      '( ',
      '… ',
    ]) {
      stripTeaserMarks(piece.repeat(100_000 / piece.length));
    }
    expect(elapsed()).toBeLessThan(4000);
  });
});

describe('postExcerpt', () => {
  const post = { title: 'Brot', summary: '', content: '' };

  test('is the summary where it says something', () => {
    expect(postExcerpt({ ...post, summary: 'Warum Teig Zeit braucht.', content: 'Gestern buk ich.' })).toBe(
      'Warum Teig Zeit braucht.',
    );
  });

  test.each(['', '[…]', 'Weiterlesen', 'Brot', 'BROT!', '…', '12'])(
    'is the beginning of the content where the summary is "%s"',
    (summary) => {
      expect(postExcerpt({ ...post, summary, content: 'Gestern buk ich.' })).toBe('Gestern buk ich.');
    },
  );

  test('a teaser that breaks off in a sentence says so', () => {
    expect(postExcerpt({ ...post, summary: 'Gestern buk ich, und […]' })).toBe('Gestern buk ich, und\u00A0…');
    expect(postExcerpt({ ...post, summary: 'Gestern buk ich. […]' })).toBe('Gestern buk ich.');
    expect(postExcerpt({ ...post, summary: 'Gestern buk ich, [...]' })).toBe('Gestern buk ich\u00A0…');
  });

  test('a protected post has none', () => {
    const summary = 'Es gibt keinen Textauszug, da dies ein geschützter Beitrag ist.';
    expect(postExcerpt({ ...post, summary })).toBe('');
  });

  test('has about 45 words at most', () => {
    expect(postExcerpt({ ...post, content: 'wort '.repeat(300) }).split(' ')).toHaveLength(45);
  });
});

test('a text that begins by saying its title once more goes on after it', () => {
  const rest = 'Die Frage ließ mich den ganzen Tag nicht mehr los.';
  const excerpt = (summary: string, title: string): string => postExcerpt({ title, summary, content: '' });
  expect(excerpt(`Was trägt dich? ${rest}`, 'Was trägt dich?')).toBe(rest);
  expect(excerpt(`Stille: ${rest}`, 'Stille')).toBe(rest);
  expect(excerpt('Stille Tage sind selten, und doch sehnen sich alle danach.', 'Stille')).toMatch(
    /^Stille Tage/,
  );
  expect(excerpt('Was trägt dich? Viel.', 'Was trägt dich?')).toBe('Was trägt dich? Viel.');
});
