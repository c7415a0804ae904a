import type { Check } from '../check.ts';
import { keysOf, keysOfAll } from '../composing/postKeys.ts';
import type { Config } from '../config.ts';
import type { FeaturedPost, Issue } from '../issue.ts';
import { numberOfWeek, weeksBetween } from '../week.ts';

/** Whether a post has stood in an earlier letter, or stands twice in this one; the same by what composing goes by (R60). */
export function checkFeaturedBefore(
  issue: Pick<Issue, 'week' | 'posts' | 'olderPosts'>,
  past: readonly Issue[],
  { schedule, issue: settings }: Pick<Config, 'schedule' | 'issue'>,
): readonly Check[] {
  const { timeZone } = schedule;
  const before = past
    .filter(({ week }) => week < issue.week)
    .toSorted((one, other) => (one.week < other.week ? 1 : -1));
  const earlier = (posts: (letter: Issue) => readonly FeaturedPost[], weeks: number) =>
    before
      .filter(({ week }) => weeksBetween(week, issue.week) <= weeks)
      .map((letter) => ({ week: letter.week, keys: keysOfAll(posts(letter), timeZone) }));
  const found: Check[] = [];
  const look = (
    post: FeaturedPost,
    where: 'posts' | 'olderPosts',
    letters: ReturnType<typeof earlier>,
  ): void => {
    const keys = keysOf(post, timeZone);
    const letter = letters.find((one) => keys.some((key) => one.keys.has(key)));
    if (letter) found.push(shownBefore(post, where, letter.week));
  };
  const asNew = earlier(({ posts }) => posts, Infinity);
  const asOlder = earlier(({ olderPosts }) => olderPosts, settings.restWeeks);
  for (const post of issue.posts) look(post, 'posts', asNew);
  for (const post of issue.olderPosts) look(post, 'olderPosts', asOlder);
  const newKeys = keysOfAll(issue.posts, timeZone);
  for (const post of issue.olderPosts)
    if (keysOf(post, timeZone).some((key) => newKeys.has(key))) found.push(shownTwice(post));
  if (found.length > 0) return found;
  return [
    {
      check: 'repeated',
      status: 'ok',
      found: { de: 'Kein Beitrag wiederholt sich.', en: 'No post is repeated.' },
    },
  ];
}

function shownBefore({ title }: FeaturedPost, where: 'posts' | 'olderPosts', week: Issue['week']): Check {
  return {
    check: 'repeated',
    status: 'warning',
    found: {
      de: `„${title}“ stand schon im Brief der Woche ${numberOfWeek(week)} (${week}).`,
      en: `"${title}" stood in the letter of week ${numberOfWeek(week)} (${week}) already.`,
    },
    why:
      where === 'posts'
        ? {
            de: 'Als neu gilt ein Beitrag nur einmal; treue Leserinnen und Leser merken es.',
            en: 'A post is new only once; faithful readers notice.',
          }
        : {
            de: 'Unter den älteren ruht ein Beitrag eine Weile, bevor er wiederkommt (issue.restWeeks).',
            en: 'Among the older ones a post rests for a while before it comes again (issue.restWeeks).',
          },
    hint: {
      de: 'Herausnehmen, oder dazu schreiben, warum er noch einmal kommt.',
      en: 'Take it out, or write why it comes once more.',
    },
    where,
  };
}

function shownTwice({ title }: FeaturedPost): Check {
  return {
    check: 'repeated',
    status: 'warning',
    found: {
      de: `„${title}“ steht zweimal in diesem Brief.`,
      en: `"${title}" stands in this letter twice.`,
    },
    why: { de: 'Das sieht nach einem Versehen aus.', en: 'It looks like a mistake.' },
    hint: { de: 'Einmal herausnehmen.', en: 'Take it out once.' },
    where: 'olderPosts',
  };
}
