import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { olderPosts, type OlderPost } from '../../../src/core/composing/olderPosts.ts';
import type { PostChoice } from '../../../src/core/composing/postChoice.ts';
import { themesOf } from '../../../src/core/language/themes.ts';
import type { Issue } from '../../../src/core/issue.ts';
import type { Post } from '../../../src/core/posts/post.ts';
import { parseWeek } from '../../../src/core/week.ts';
import { sampleConfig } from '../../support/sampleIssue.ts';
import { pastIssue, post } from '../blog.ts';

const until = new Date('2026-11-20T19:00:00Z');

interface Case extends Partial<PostChoice> {
  readonly theme?: readonly Post[];
  readonly waiting?: readonly Post[];
  readonly settings?: Record<string, unknown>;
  readonly week?: string;
  readonly question?: string;
}

const choose = (one: Case): readonly OlderPost[] => {
  const {
    theme = [about('new', '2026-11-19', 'Geduld')],
    waiting = [],
    settings = {},
    week = '2026-W47',
    question,
    ...choice
  } = one;
  return olderPosts({ posts: [], past: [], until, ...choice }, theme, waiting, {
    week: parseWeek(week),
    config: sampleConfig(settings),
    question,
  });
};
const namesOf = (one: Case): readonly string[] => choose(one).map(({ post }) => post.title);
const reasonsOf = (one: Case): readonly string[] => choose(one).map(({ reason }) => reason);

/** A post of a day that speaks of these words. */
function about(name: string, day: string, words: string, changes: Partial<Post> = {}): Post {
  return post(name, `${day}T08:00:00Z`, {
    themes: themesOf({ title: '', tags: [], text: words }, 'de'),
    ...changes,
  });
}
/** Posts of an old blog that have nothing to do with anything. */
const archive = ['Regenschirm', 'Suppenkelle', 'Fahrradkette', 'Schneeschuh', 'Kellerlampe'].map(
  (word, place) => about(word, `2024-0${place + 1}-03`, word),
);
const emptyLetters = (count: number): readonly Issue[] =>
  Array.from({ length: count }, (_, index) => pastIssue(`2026-W${46 - index}`, []));

describe('older posts', () => {
  test('are none that the blog has taken down again', () => {
    const [first, ...others] = archive;
    const posts = archive.map((one) => (one === first ? { ...one, expiresAt: '2026-11-20T19:00:00Z' } : one));
    expect(namesOf({ posts, settings: { issue: { olderPosts: 5 } } }).toSorted()).toEqual(
      others.map(({ title }) => title).toSorted(),
    );
  });

  test('that speak of what the new ones speak of come first, with the words they share', () => {
    const posts = [
      ...archive,
      about('fitting', '2023-03-01', 'geduldig Garten'),
      about('near', '2022-02-01', 'Engelsgeduld'),
    ];
    const theme = [about('new', '2026-11-19', 'Geduld Geduld Garten')];
    expect(namesOf({ posts: [...posts, ...theme], theme }).slice(0, 2)).toEqual(['fitting', 'near']);
    expect(reasonsOf({ posts: [...posts, ...theme], theme })).toEqual([
      'verwandt: „Geduld“, „Garten“',
      'verwandt: „Geduld“',
      'aus dem Archiv',
    ]);
  });

  test('give their reasons in the newsletter’s language', () => {
    const posts = [
      ...archive,
      about('fitting', '2023-03-01', 'patience'),
      about('year', '2025-11-19', 'snow'),
    ];
    const theme = [about('new', '2026-11-19', 'patience snow')];
    expect(reasonsOf({ posts, theme, settings: { locale: 'en' } })).toEqual([
      'related: “patience”',
      'published a year ago, on 19 November 2025; related: “snow”',
      'from the archive',
    ]);
  });

  test('are at most as many as the settings say', () => {
    expect(namesOf({ posts: archive })).toHaveLength(3);
    expect(namesOf({ posts: archive, settings: { issue: { olderPosts: 0 } } })).toEqual([]);
  });

  test('are never new in the same letter, nor waiting for the next one', () => {
    const theme = [about('new', '2025-01-01', 'Geduld')];
    const waiting = [about('waiting', '2025-01-01', 'Geduld')];
    expect(
      namesOf({ posts: [...theme, ...waiting, about('old', '2024-01-01', 'Geduld')], theme, waiting }),
    ).toEqual(['old']);
  });

  test('were not new in one of the last four letters', () => {
    const fresh = about('fresh', '2026-10-22', 'Geduld');
    const letters = (count: number): readonly Issue[] => [
      ...emptyLetters(count),
      pastIssue('2026-W30', [fresh]),
    ];
    expect(namesOf({ posts: [fresh], past: letters(3) })).toEqual([]);
    expect(namesOf({ posts: [fresh], past: letters(4) })).toEqual(['fresh']);
  });

  test('rest for 26 weeks after they were shown again, however many letters there were', () => {
    const shown = about('shown', '2024-01-01', 'Geduld');
    const inWeek = (week: string): readonly Issue[] => [pastIssue(week, [], { older: [shown] })];
    expect(namesOf({ posts: [shown], past: inWeek('2026-W22') })).toEqual([]);
    expect(namesOf({ posts: [shown], past: inWeek('2026-W21') })).toEqual(['shown']);
    expect(
      namesOf({ posts: [shown], past: inWeek('2026-W46'), settings: { issue: { restWeeks: 1 } } }),
    ).toEqual(['shown']);
    expect(
      namesOf({ posts: [shown], past: inWeek('2026-W46'), settings: { issue: { restWeeks: 0 } } }),
    ).toEqual(['shown']);
  });

  test('of a past week that is composed again are none that a later letter has', () => {
    const posts = [about('later new', '2025-01-01', 'Geduld'), about('later again', '2024-01-01', 'Geduld')];
    const past = [
      pastIssue('2026-W50', posts.slice(0, 1)),
      pastIssue('2026-W49', [], { older: posts.slice(1) }),
    ];
    expect(namesOf({ posts, past })).toEqual([]);
  });

  test('in another language, from the future, or left out by the author are not shown', () => {
    const posts = [
      about('english', '2024-01-01', 'Geduld', { language: 'en' }),
      about('future', '2026-12-01', 'Geduld'),
      about('unwanted', '2024-01-01', 'Geduld', { wish: 'exclude' }),
      about('named', '2024-01-01', 'Geduld'),
    ];
    const settings = { issue: { excluded: ['https://blog.example.org/named'] } };
    expect(namesOf({ posts, settings })).toEqual([]);
    expect(namesOf({ posts, settings: { ...settings, locale: 'en' } })).toEqual(['english']);
  });

  test('are four weeks old at least, except on a young blog that has nothing else', () => {
    const recent = about('recent', '2026-11-01', 'Geduld');
    expect(namesOf({ posts: [recent, ...archive] })).not.toContain('recent');
    expect(namesOf({ posts: [recent, about('first', '2026-09-01', 'Regen')] })).toEqual(['first', 'recent']);
  });

  test('are never two of one series', () => {
    const posts = [1, 2, 3].map((part) => about(`Vom Warten ${part} von 3`, `2024-01-0${part}`, 'Geduld'));
    expect(namesOf({ posts })).toHaveLength(1);
    expect(namesOf({ posts: [...posts, about('other', '2024-02-01', 'Geduld')] })).toHaveLength(2);
  });

  test('are no second printing of one another or of a new post', () => {
    const posts = ['Die Kunst des Wartens', 'Die Kunst des Wartens!', 'Vom Gärtnern'].map((title, place) =>
      about(`p${place}`, `2024-01-0${place + 1}`, 'Geduld', { title }),
    );
    expect(namesOf({ posts })).toHaveLength(2);
    expect(
      namesOf({ posts, theme: [about('new', '2026-11-19', 'Geduld', { title: 'Kunst des Wartens' })] }),
    ).toEqual(['Vom Gärtnern']);
  });

  test('do not all repeat the same part of the theme', () => {
    const theme = [about('new', '2026-11-19', 'Geduld Geduld Geduld Garten Garten')];
    const posts = [
      ...archive,
      about('first', '2024-03-01', 'Geduld Geduld Geduld Geduld'),
      about('same again', '2024-04-01', 'Geduld Geduld Geduld Wolle'),
      about('other side', '2024-05-01', 'Garten Garten Garten Tee'),
    ];
    expect(namesOf({ posts, theme, settings: { issue: { olderPosts: 2 } } })).toEqual([
      'first',
      'other side',
    ]);
  });

  test('are the same for the same choice, never twice the same, and all from the blog', () => {
    const words = ['Geduld', 'Mut', 'Garten', 'Kundenvertrauen', 'Vertrauen', 'Regen'];
    const some = fc.array(fc.tuple(fc.constantFrom(...words), fc.integer({ min: 0, max: 1500 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 10 }), (list, wanted) => {
        const posts = list.map(([word, daysAgo], place) => {
          const day = new Date(until.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
          return about(`${word} ${place}`, day, word);
        });
        const order = { posts, settings: { issue: { olderPosts: wanted } } };
        const names = namesOf(order);
        expect(namesOf({ ...order, posts: posts.toReversed() })).toEqual(names);
        expect(names.length).toBeLessThanOrEqual(wanted);
        expect(new Set(names).size).toBe(names.length);
        expect(posts.map(({ title }) => title)).toEqual(expect.arrayContaining([...names]));
      }),
    );
  });
});

describe('a post of the same week years ago', () => {
  const year = about('year', '2025-11-19', 'Geduld Schnee');

  test('has one place, with its day, where it is not wholly foreign', () => {
    const theme = [about('new', '2026-11-19', 'Geduld Mut Mut')];
    const posts = [
      ...archive,
      year,
      about('twice', '2024-11-20', 'Geduld Regen'),
      about('brave', '2024-05-01', 'Mut'),
    ];
    expect(reasonsOf({ posts, theme }).filter((reason) => reason.includes('erschienen'))).toEqual([
      'vor einem Jahr, am 19. November 2025, erschienen; verwandt: „Geduld“',
    ]);
    const foreign = about('foreign', '2025-11-19', 'Badewanne');
    expect(reasonsOf({ posts: [...archive, foreign], theme }).join()).not.toContain('erschienen');
  });

  test.each([
    ['2024-11-17', 'vor zwei Jahren, am 17. November 2024, erschienen'],
    ['2021-11-22', 'vor fünf Jahren, am 22. November 2021, erschienen'],
    ['2016-11-16', 'vor zehn Jahren, am 16. November 2016, erschienen'],
  ])('is one of %s as well', (day, reason) => {
    expect(reasonsOf({ posts: [about('then', day, 'Tee')], theme: [] })).toEqual([reason]);
  });

  test('is not one of the week before or after, nor of three years ago', () => {
    const posts = ['2025-11-15', '2025-11-23', '2023-11-19'].map((day) => about(day, day, 'Tee'));
    expect(reasonsOf({ posts, theme: [] })).toEqual(['aus dem Archiv', 'aus dem Archiv', 'aus dem Archiv']);
  });

  test('is always welcome in a quiet week', () => {
    expect(
      reasonsOf({ posts: [...archive, about('foreign', '2025-11-19', 'Badewanne')], theme: [] })[0],
    ).toBe('vor einem Jahr, am 19. November 2025, erschienen');
  });

  test('gives way to a related one where there is only one place', () => {
    const posts = [
      ...archive,
      about('year', '2025-11-19', 'Geduld Schnee Eis Wind'),
      about('best', '2024-05-01', 'Geduld'),
    ];
    expect(namesOf({ posts, settings: { issue: { olderPosts: 1 } } })).toEqual(['best']);
  });
});

describe('a quiet week', () => {
  test('has posts that fit its question', () => {
    const posts = [...archive, about('thanks', '2024-05-01', 'Dank Dankbarkeit')];
    const [first] = choose({ posts, theme: [], question: 'Wem bist du heute dankbar?' });
    expect(first?.post.title).toBe('thanks');
    expect(first?.reason).toBe('passt zur Frage: „dankbar“');
  });

  test('turns over the archive, instead of showing the newest each time', () => {
    const posts = Array.from({ length: 60 }, (_, place) => about(`p${place}`, '2024-01-01', `Wort${place}`));
    const weeks = ['2026-W45', '2026-W46', '2026-W47'].map((week) =>
      namesOf({ posts, theme: [], week }).join(),
    );
    expect(new Set(weeks).size).toBe(3);
  });

  test('shows everything in the archive before anything comes back', () => {
    const posts = Array.from({ length: 12 }, (_, place) => about(`p${place}`, '2024-01-02', `Wort${place}`));
    const past: Issue[] = [];
    for (const week of ['2026-W40', '2026-W41', '2026-W42', '2026-W43']) {
      const older = choose({ posts, past, theme: [], week, settings: { issue: { restWeeks: 0 } } });
      past.unshift(pastIssue(week, [], { older: older.map(({ post }) => post) }));
    }
    const shown = past.flatMap((issue) => issue.olderPosts.map(({ id }) => id));
    expect(new Set(shown).size).toBe(12);
  });
});
