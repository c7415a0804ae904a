import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newPosts, windowStart, type NewPosts } from '../../../src/core/composing/newPosts.ts';
import type { PostChoice } from '../../../src/core/composing/postChoice.ts';
import { mergePosts } from '../../../src/core/composing/postKeys.ts';
import { seriesOf } from '../../../src/core/composing/series.ts';
import { sampleConfig } from '../../support/sampleIssue.ts';
import { pastIssue, post } from '../blog.ts';

const until = new Date('2026-11-20T19:00:00Z');
const idsOf = (posts: readonly { readonly id: string }[]): readonly string[] =>
  posts.map(({ id }) => id.replace(/^posts\/(.*)\.md$/, '$1'));
const chosen = (choice: Partial<PostChoice>, settings: Record<string, unknown> = {}): NewPosts =>
  newPosts({ posts: [], past: [], until, ...choice }, sampleConfig(settings));
const newOf = (choice: Partial<PostChoice>, issue: Record<string, unknown> = {}): readonly string[] =>
  idsOf(chosen(choice, { issue }).chosen);
const reasonsOf = ({ verdicts }: NewPosts): Readonly<Record<string, string>> =>
  Object.fromEntries(verdicts.map(({ post: { title }, is, reason }) => [title, `${is}: ${reason.de}`]));

describe('new posts', () => {
  test('of the very first letter are those of the last seven days', () => {
    const posts = [
      post('week-old', '2026-11-13T19:00:00Z'),
      post('too-old', '2026-11-13T18:59:59Z'),
      post('just-now', '2026-11-20T19:00:00Z'),
      post('too-late', '2026-11-20T19:00:01Z'),
    ];
    expect(newOf({ posts })).toEqual(['just-now', 'week-old']);
  });

  test('are those no other letter has featured, however old, back to the first letter', () => {
    const known = post('known', '2026-11-10T08:00:00Z');
    const late = post('came-late', '2026-11-03T08:00:00Z');
    const backCatalogue = post('before-all', '2026-10-31T23:59:59Z');
    expect(newOf({ posts: [known, late, backCatalogue], past: [pastIssue('2026-W46', [known])] })).toEqual([
      'came-late',
    ]);
  });

  test('do not come back under a changed id, at a changed address, or with a changed title (R60)', () => {
    const known = post('known', '2026-11-18T08:00:00Z', { title: 'Die Kunst zu schweigen' });
    const past = [pastIssue('2026-W46', [known])];
    const moved = { ...known, id: 'urn:changed', url: 'https://neu.example.com/kunst/' };
    expect(newOf({ posts: [{ ...known, id: 'urn:changed' }], past })).toEqual([]);
    expect(newOf({ posts: [{ ...known, url: 'https://blog.example.org/moved/' }], past })).toEqual([]);
    expect(
      newOf({ posts: [{ ...known, title: 'Anders', publishedAt: '2026-11-19T08:00:00Z' }], past }),
    ).toEqual([]);
    expect(newOf({ posts: [moved], past })).toEqual([]);
    expect(newOf({ posts: [{ ...moved, title: 'Die  Kunst, zu „Schweigen“' }], past })).toEqual([]);
  });

  test('are not those that the blog has taken down again (expiryDate), and --explain says when', () => {
    const posts = [
      post('gone', '2026-11-18T08:00:00Z', { expiresAt: '2026-11-20T19:00:00Z' }),
      post('there', '2026-11-18T08:00:00Z', { expiresAt: '2026-11-20T19:00:01Z' }),
    ];
    expect(newOf({ posts })).toEqual(['there']);
    expect(newOf({ posts }, { pinned: ['posts/gone.md'] })).toEqual(['there']);
    expect(reasonsOf(chosen({ posts }))['gone']).toBe('out: abgelaufen am 20. November 2026 (expiryDate)');
  });

  test('do not come back from a blog that moved and was told so (R60)', () => {
    const known = post('known', '2026-11-18T08:00:00Z');
    const moved = post('neu', '2026-11-19T08:00:00Z', { formerAddresses: ['blog.example.org/known'] });
    expect(newOf({ posts: [moved], past: [pastIssue('2026-W46', [known])] })).toEqual([]);
  });

  const text =
    'Ein Tischler in unserer Straße verleiht seinen Hobel, und niemand fragt ihn, warum er das tut.';

  test('do not come back when two of title, day and text are as they were, and the old ones are gone (R60)', () => {
    const known = post('known', '2026-11-18T08:00:00Z', {
      id: 'https://blog.example.org/known/',
      excerpt: text,
    });
    const past = [pastIssue('2026-W46', [known])];
    const elsewhere = { id: 'https://neu.example.com/x/', url: 'https://neu.example.com/x/' };
    const retitled = { ...known, ...elsewhere, title: 'Anders' };
    const redated = { ...known, ...elsewhere, publishedAt: '2026-11-19T08:00:00Z' };
    expect(newOf({ posts: [retitled], past })).toEqual([]);
    expect(newOf({ posts: [redated], past })).toEqual([]);
    expect(newOf({ posts: [{ ...redated, title: 'Anders' }], past })).toHaveLength(1);
    expect(newOf({ posts: [{ ...retitled, excerpt: 'Kurz.' }], past })).toHaveLength(1);
    // Both are there: two posts.
    expect(newOf({ posts: [known, redated], past })).toHaveLength(1);
  });

  test('are new at an address that led to another post before, where ids of their own tell them apart', () => {
    const [one, two] = [1, 2].map((number) =>
      post(`Folge ${number}`, `2026-11-1${number + 3}T08:00:00Z`, {
        id: `urn:folge:${number}`,
        url: 'https://pod.example.org/',
      }),
    );
    const past = one ? [pastIssue('2026-W46', [one], { offered: [one.id, one.url] })] : [];
    expect(newOf({ posts: two ? [two] : [], past })).toEqual(['urn:folge:2']);
    const overwritten = { id: 'posts/aktuell.md', url: 'https://pod.example.org/' };
    const posts = two ? [{ ...two, ...overwritten }] : [];
    const before = one ? [pastIssue('2026-W46', [{ ...one, ...overwritten }])] : [];
    expect(newOf({ posts, past: before })).toEqual([]);
  });

  test('are free again when their letter was cancelled, what was struck from it is not', () => {
    const [shown, struck] = ['a', 'b'].map((name) => post(name, '2026-11-10T08:00:00Z'));
    const posts = [shown, struck].filter((one) => one !== undefined);
    const cancelled = [
      pastIssue('2026-W46', posts.slice(0, 1), { offered: posts.flatMap(({ id, url }) => [id, url]) }),
    ];
    expect(newOf({ posts, cancelled })).toEqual(['a']);
    expect(newOf({ posts, past: cancelled })).toEqual([]);
  });

  test('are also those that a letter promised and that were given an older date since', () => {
    const waiting = post('wartet', '2026-10-01T08:00:00Z');
    const before = pastIssue('2026-W46', [], { waiting: ['http://www.blog.example.org/wartet'] });
    expect(newOf({ posts: [waiting], past: [before] })).toEqual(['wartet']);
    expect(newOf({ posts: [waiting], past: [pastIssue('2026-W46', [])] })).toEqual([]);
    expect(newOf({ posts: [waiting], past: [before, pastIssue('2026-W45', [waiting])] })).toEqual([]);
  });

  test('do not come back when the author changed title and excerpt in the letter', () => {
    const known = post('known', '2026-11-18T08:00:00Z');
    const past = [pastIssue('2026-W46', [{ ...known, title: 'Von Hand', excerpt: 'Ganz anders.' }])];
    expect(newOf({ posts: [known], past })).toEqual([]);
  });

  test('with a recurring title are new each time, and so is a second note of one day', () => {
    const first = post('note-1', '2026-11-18T08:00:00Z', { title: 'Notiz' });
    const second = post('note-2', '2026-11-18T20:00:00Z', { title: 'Notiz' });
    const nextDay = post('note-3', '2026-11-19T08:00:00Z', { title: 'Notiz' });
    const past = [pastIssue('2026-W46', [first])];
    expect(newOf({ posts: [first, second, nextDay], past })).toEqual(['note-3', 'note-2']);
  });

  test('say so where they were shown as older ones before their date was changed', () => {
    const dated = post('wieder', '2026-11-18T08:00:00Z');
    const past = [pastIssue('2026-W46', [], { older: [{ ...dated, publishedAt: '2020-01-01T08:00:00Z' }] })];
    const { verdicts } = newPosts({ posts: [dated], past, until }, sampleConfig());
    expect(verdicts.map(({ is, reason }) => `${is}: ${reason.de}`)).toEqual([
      'new: neu datiert; stand in 2026-W46 schon zum Wiederlesen',
    ]);
  });

  test('in another language are for other readers', () => {
    const posts = [
      post('deutsch', '2026-11-18T08:00:00Z', { language: 'de' }),
      post('english', '2026-11-18T09:00:00Z', { language: 'en' }),
      post('either', '2026-11-18T10:00:00Z'),
    ];
    expect(newOf({ posts })).toEqual(['either', 'deutsch']);
  });
});

describe('the author’s word', () => {
  const posts = ['17', '18', '19'].map((day) =>
    post(day, `2026-11-${day}T08:00:00Z`, { tags: [`Tag ${day}`] }),
  );
  const old = post('alt', '2019-01-01T08:00:00Z', { tags: ['Klassiker'] });
  const address = 'http://www.blog.example.org/alt?utm_source=x';

  test('brings a pinned post into the next letter whatever its date, once', () => {
    for (const pinned of [[address], ['tag:klassiker'], ['posts/alt.md']])
      expect(newOf({ posts: [...posts, old] }, { maxPosts: 2, pinned })).toEqual(['17', 'alt']);
    expect(newOf({ posts: [{ ...old, wish: 'pin' }] })).toEqual(['alt']);
    expect(newOf({ posts: [old], past: [pastIssue('2026-W46', [old])] }, { pinned: [address] })).toEqual([]);
  });

  test('keeps an excluded post out, by address, tag or its own front matter', () => {
    for (const excluded of [['https://blog.example.org/18'], ['tag:tag 18']])
      expect(newOf({ posts }, { excluded })).toEqual(['19', '17']);
    expect(newOf({ posts: [{ ...old, wish: 'exclude' }] }, { pinned: [address] })).toEqual([]);
  });

  test('keeps what she struck out of all further letters', () => {
    const struck = pastIssue('2026-W46', [], { offered: ['posts/18.md'] });
    expect(newOf({ posts, past: [struck] }, { pinned: ['tag:tag 18'] })).toEqual(['19', '17']);
  });

  test('makes the pinned post the lead, else the longest is', () => {
    const [first, second, third] = posts;
    const long = second ? { ...second, words: 900 } : old;
    const list = [first ?? old, long, third ?? old];
    expect(newOf({ posts: list }, { order: 'lead' })).toEqual(['18', '19', '17']);
    expect(newOf({ posts: list }, { order: 'lead', pinned: ['tag:tag 17'] })).toEqual(['17', '19', '18']);
    expect(newOf({ posts: list })).toEqual(['19', '18', '17']);
  });
});

describe('a series', () => {
  const part = (number: number, day: number): ReturnType<typeof post> =>
    post(`teil-${number}`, `2026-11-${day}T08:00:00Z`, { title: `Mut – Teil ${number}` });
  const brot = post('brot', '2026-11-16T08:00:00Z');

  test('stands in ascending order in the letter, all else newest first', () => {
    expect(newOf({ posts: [part(1, 14), part(2, 18), brot] })).toEqual(['teil-1', 'brot', 'teil-2']);
  });

  test('never shows a later part before an earlier one that is still to come', () => {
    const week = chosen({ posts: [part(4, 14), part(3, 18), brot] }, { issue: { maxPosts: 1 } });
    expect(idsOf(week.chosen)).toEqual(['teil-3']);
    expect(idsOf(week.waiting)).toEqual(['brot', 'teil-4']);
  });

  test('does not wait for a part that will never come', () => {
    const excluded = ['https://blog.example.org/teil-3/'];
    expect(newOf({ posts: [part(4, 14), part(3, 13)] }, { excluded })).toEqual(['teil-4']);
  });
});

describe('every post has its reason', () => {
  test('in words its author understands', () => {
    const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T08:00:00Z`;
    const shown = post('Gezeigt', day(10));
    const posts = [
      shown,
      post('Gestrichen', day(11)),
      post('Neu', day(12)),
      post('Mut 1/3', day(13)),
      post('Zeit', day(14)),
      post('Mut 2/3', day(15)),
      post('Mut 3/3', day(16)),
      post('Alt', '2026-10-01T08:00:00Z'),
      post('Weg', day(12), { tags: ['intern'] }),
      post('Selbst', day(12), { wish: 'exclude' }),
      post('Foreign', day(12), { language: 'en' }),
      post('Morgen', '2026-11-24T08:00:00Z'),
      post('Klassiker', '2020-01-01T08:00:00Z', { wish: 'pin' }),
    ];
    const past = [pastIssue('2026-W46', [shown], { offered: [shown.id, 'posts/Gestrichen.md'] })];
    const week = chosen({ posts, past }, { issue: { maxPosts: 3, excluded: ['tag:Intern'] } });
    expect(reasonsOf(week)).toEqual({
      Gezeigt: 'out: stand schon im Brief 2026-W46',
      Gestrichen: 'out: du hast ihn in 2026-W46 gestrichen',
      Klassiker: 'new: neu, von dir nach vorn geholt (pinned)',
      Neu: 'new: neu, noch in keinem Brief',
      'Mut 1/3': 'new: neu, noch in keinem Brief',
      Zeit: 'waiting: wartet: der Brief fasst 3 (issue.maxPosts)',
      'Mut 2/3': 'waiting: wartet: der Brief fasst 3 (issue.maxPosts)',
      'Mut 3/3': 'waiting: wartet auf Teil 2',
      Alt: 'out: älter als der erste Brief',
      Weg: 'out: in newsletter.yaml ausgeschlossen (issue.excluded)',
      Selbst: 'out: im Beitrag selbst ausgeschlossen',
      Foreign: 'out: andere Sprache (en)',
      Morgen: 'out: erscheint erst am 24. November 2026',
    });
  });

  test('also on a second run, for what the draft has and for what was struck from it', () => {
    const [one, two, three] = ['17', '18', '19'].map((day) => post(day, `2026-11-${day}T08:00:00Z`));
    const posts = [one, two, three].filter((each) => each !== undefined);
    const draft = pastIssue('2026-W47', posts.slice(0, 1), { offered: ['posts/17.md', 'posts/18.md'] });
    const week = newPosts({ posts, past: [], until }, sampleConfig({ issue: { maxPosts: 1 } }), draft);
    expect(week.chosen).toEqual([]);
    expect(reasonsOf(week)).toEqual({
      17: 'new: steht im Entwurf',
      18: 'out: du hast ihn in 2026-W47 gestrichen',
      19: 'waiting: wartet: der Brief fasst 1 (issue.maxPosts)',
    });
  });
});

test('the first of all letters sets the start, in whatever time zone a hand wrote it', () => {
  // 01:00 in Berlin is midnight in UTC, so the second one is the earlier instant.
  const past = [
    pastIssue('2026-W46', [], { since: '2026-11-01T00:30:00Z' }),
    pastIssue('2026-W45', [], { since: '2026-11-01T01:00:00+01:00' }),
  ];
  expect(windowStart({ past, until })).toBe('2026-11-01T01:00:00+01:00');
});

describe('sixty weeks of any blog', () => {
  const hourMs = 3_600_000;
  const weekMs = 7 * 24 * hourMs;
  const start = Date.UTC(2026, 0, 2, 9);
  const weeks = 60;
  const quietEnd = 40;
  const text = fc.record({
    /** When it appears, and how much later the sources show it. */
    hour: fc.integer({ min: 0, max: 30 * 7 * 24 }),
    lateHours: fc.constantFrom(0, 0, 0, 5, 100, 400),
    /** Whether a second source has it too, under names of its own and at once. */
    isTwice: fc.boolean(),
    /** What becomes of it while the weeks go by. */
    change: fc.constantFrom('none', 'none', 'id', 'url', 'title', 'moved', 'redated', 'later'),
    changeWeek: fc.integer({ min: 0, max: 40 }),
    series: fc.constantFrom(null, null, 'Mut', 'Zeit'),
    wish: fc.constantFrom(null, null, null, null, 'exclude' as const),
    language: fc.constantFrom(null, 'de', 'en'),
  });

  test('feature every eligible post exactly once and lose none; parts of a series ascend (R60)', () => {
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('newest', 'lead'),
        (texts, maxPosts, order) => {
          const config = sampleConfig({ issue: { maxPosts, order } });
          const counts = new Map<string, number>();
          const blog = texts
            .toSorted((a, b) => a.hour - b.hour)
            .map((one, index) => {
              const number = (counts.get(one.series ?? '') ?? 0) + 1;
              counts.set(one.series ?? '', number);
              return {
                ...one,
                name: `p${index}`,
                title: one.series ? `${one.series} – Teil ${number}` : `p${index}`,
              };
            });
          const copies = blog.filter(({ isTwice }) => isTwice);
          const copiesSeen = (week: number): PostChoice['posts'] =>
            copies
              .filter(({ hour }) => start + hour * hourMs <= start + week * weekMs)
              .map(({ name, title, hour, wish, language }) =>
                post(name, new Date(start + hour * hourMs).toISOString(), {
                  id: `urn:copy:${name}`,
                  url: `https://m.blog.example.org/${name}/?utm_source=copy`,
                  title,
                  excerpt: textOf(name),
                  wish,
                  language,
                }),
              );
          const originalsSeen = (week: number): PostChoice['posts'] =>
            blog
              .filter(({ hour, lateHours }) => start + (hour + lateHours) * hourMs <= start + week * weekMs)
              .map(({ name, title, hour, change, changeWeek, wish, language }) => {
                const now = week >= changeWeek ? change : 'none';
                const shift = now === 'redated' ? -3 : now === 'later' ? 30 : 0;
                return post(name, new Date(start + (hour + shift) * hourMs).toISOString(), {
                  title: now === 'title' ? `Neu: ${name}` : title,
                  excerpt: textOf(name),
                  wish,
                  language,
                  ...(now === 'id' || now === 'moved' ? { id: `urn:${name}` } : {}),
                  ...(now === 'url'
                    ? { url: `http://www.blog.example.org/neu/${name}.html?utm_source=rss` }
                    : {}),
                  ...(now === 'moved' ? { url: `https://neu.example.com/${name}` } : {}),
                });
              });
          // A letter before all of them, so that nothing of the simulation is back catalogue.
          const since = new Date(start - 8 * hourMs).toISOString();
          const past = [pastIssue('2025-W52', [], { since })];
          const featured: string[] = [];
          for (let week = 0; week < weeks; week += 1) {
            const posts = mergePosts([originalsSeen(week), copiesSeen(week)], 'Europe/Berlin');
            const { chosen, waiting, verdicts } = newPosts(
              { posts, past, until: new Date(start + week * weekMs) },
              config,
            );
            expect(verdicts.map((verdict) => verdict.post.id)).toEqual(posts.map(({ id }) => id));
            expect(chosen.length).toBeLessThanOrEqual(maxPosts);
            for (const series of ['mut', 'zeit']) {
              const numbers = numbersOf(series, [...chosen, ...waiting]);
              expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
            }
            featured.push(...chosen.map(({ url }) => nameIn(url)));
            past.unshift(pastIssue(`2026-W${String((week % 52) + 1).padStart(2, '0')}`, chosen, { since }));
            if (week > quietEnd && featured.length === texts.length) break;
          }
          const eligible = blog.filter(({ wish, language }) => wish === null && language !== 'en');
          expect(featured.toSorted()).toEqual(eligible.map(({ name }) => name).toSorted());
        },
      ),
      { numRuns: 60 },
    );
  });

  const numbersOf = (series: string, posts: PostChoice['posts']): readonly number[] =>
    posts.flatMap(({ title }) => {
      const place = seriesOf(title);
      return place?.name === series ? [place.number] : [];
    });
  const textOf = (name: string): string => `Von ${name} erzählt dieser Text auf acht kurzen Zeilen.`;
  const nameIn = (url: string): string => /p\d+/.exec(url)?.[0] ?? '';
});
