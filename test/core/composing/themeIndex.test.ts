import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonThemes, postsBetween, related, themeIndex } from '../../../src/core/composing/themeIndex.ts';
import { themesOf } from '../../../src/core/language/themes.ts';
import type { Post } from '../../../src/core/posts/post.ts';
import { post } from '../blog.ts';

const late = new Date('2030-01-01T00:00:00Z');

/** A post that appeared on a day and says this. */
function speaking(name: string, text: string, day = '2025-01-01', title = name): Post {
  const publishedAt = `${day}T08:00:00Z`;
  return post(name, publishedAt, { title, themes: themesOf({ title: '', tags: [], text }, 'de') });
}

/** A blog in which no word is in every post. */
const others = [
  'Regen am Fenster',
  'Musik im Keller',
  'Suppe mit Brot',
  'Räder und Ketten',
  'Schnee im Gebirge',
].map((text, place) => speaking(`other-${place}`, text));
const relatedTo = (text: string, posts: readonly Post[], until = late): readonly string[] =>
  related(themeIndex(posts, 'de'), themesOf({ title: '', tags: [], text }, 'de'), until).map(
    ({ post }) => post.title,
  );

describe('related posts', () => {
  test('share words, their families, or parts of compounds; the nearest come first', () => {
    const posts = [
      ...others,
      speaking('question', 'Eine Vertrauensfrage'),
      speaking('same', 'Vertrauen'),
      speaking('head', 'Kundenvertrauen'),
      speaking('family', 'verlässlich'),
    ];
    expect(relatedTo('Vertrauen', posts)).toEqual(['same', 'family', 'head', 'question']);
  });

  test('are found from a compound as well', () => {
    expect(relatedTo('Kundenvertrauen', [...others, speaking('plain', 'Vertrauen')])).toEqual(['plain']);
  });

  test('are found in English by the same words and their families', () => {
    const english = (name: string, text: string): Post =>
      post(name, '2025-01-01T08:00:00Z', { themes: themesOf({ title: '', tags: [], text }, 'en') });
    const posts = ['rain', 'snow', 'grateful', 'music', 'sometimes'].map((word) => english(word, word));
    const asked = themesOf({ title: '', tags: [], text: 'snow and gratitude' }, 'en');
    const found = related(themeIndex(posts, 'en'), asked, late).map((one) => one.post.title);
    expect(found.toSorted()).toEqual(['grateful', 'snow']);
  });

  test('say which words of the week they share, the strongest first', () => {
    const posts = [...others, speaking('both', 'Geduld Geduld Mut'), speaking('mut', 'Mut')];
    const [first] = related(
      themeIndex(posts, 'de'),
      commonThemes([speaking('new', 'Geduld Mut')], 'de'),
      late,
    );
    expect(first?.post.title).toBe('both');
    expect(first?.shared.map(({ word }) => word)).toEqual(['Geduld', 'Mut']);
  });

  test('share what is rare rather than what every post says', () => {
    const posts = others.map((one, place) =>
      speaking(`p${place}`, `Vertrauen ${one.themes.map(({ word }) => word).join(' ')}`),
    );
    expect(relatedTo('Vertrauen Musik', posts)[0]).toBe('p1');
  });

  test('of the same nearness come the newest first, always in the same order', () => {
    const posts = ['2024-01-01', '2025-03-01', '2023-05-01'].map((day) => speaking(day, 'Mut', day));
    expect(relatedTo('Mut', [...others, ...posts])).toEqual(['2025-03-01', '2024-01-01', '2023-05-01']);
  });

  test('ask once for a family, not once for each of its words', () => {
    const posts = [...others, speaking('thanks', 'Dank'), speaking('garden', 'Garten')];
    const [first, second] = related(
      themeIndex(posts, 'de'),
      themesOf({ title: '', tags: [], text: 'Dank danke dankbar bedankt Garten Garten Garten Garten' }, 'de'),
      late,
    );
    expect([first, second].flatMap((one) => one?.shared ?? [])).toHaveLength(2);
  });

  test('are the same for a past week whether or not later posts are known already', () => {
    const words = [
      'Mut',
      'Geduld',
      'Vertrauen',
      'Kundenvertrauen',
      'Garten',
      'dankbar',
      'Dank',
      'Mutprobe',
      'Brot',
    ];
    const text = fc
      .array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 })
      .map((list) => list.join(' '));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, fc.integer({ min: 1, max: 28 })), { maxLength: 14 }),
        text,
        (list, asked) => {
          const posts = list.map(([words, day], place) =>
            speaking(`p${place}`, words, `2025-02-${String(day).padStart(2, '0')}`),
          );
          const until = new Date('2025-02-14T12:00:00Z');
          const known = posts.filter((one) => new Date(one.publishedAt) <= until);
          expect(relatedTo(asked, posts, until)).toEqual(relatedTo(asked, known, until));
        },
      ),
    );
  });

  test('are none where nothing is asked, and none in an empty blog', () => {
    expect(relatedTo('', others)).toEqual([]);
    expect(relatedTo('Mut', [])).toEqual([]);
  });
});

test('several posts have the same say in what a week is about, however long they are', () => {
  const long = speaking('long', 'Garten Garten Garten Garten Garten Wiese');
  const short = speaking('short', 'Mut');
  const themes = commonThemes([long, short], 'de');
  expect(themes.slice(0, 2).map(({ word, weight }) => [word, weight])).toEqual([
    ['Garten', 1],
    ['Mut', 1],
  ]);
});

test('what a text says once, as the town where it happens, hardly counts for its week', () => {
  const themes = commonThemes([speaking('one', 'Straßburg: Regal, Regal und noch ein Regal; Mut')], 'de');
  const weightOf = (word: string): number => themes.find((one) => one.word === word)?.weight ?? 0;
  expect(weightOf('Mut')).toBeCloseTo(1 / 3);
  expect(weightOf('Straßburg')).toBeCloseTo(0.1);
});

test('posts between two instants are found without looking at all of them', () => {
  const posts = ['2025-01-03', '2025-01-01', '2025-01-02'].map((day) => speaking(day, 'Mut', day));
  const index = themeIndex(posts, 'de');
  const found = postsBetween(index, Date.parse('2025-01-01T08:00:00Z'), Date.parse('2025-01-03T08:00:00Z'));
  expect(found.map(({ title }) => title)).toEqual(['2025-01-01', '2025-01-02']);
});
