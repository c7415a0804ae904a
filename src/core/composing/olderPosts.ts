import type { Config } from '../config.ts';
import { kinship } from '../language/kinship.ts';
import { stemsOf } from '../language/stems.ts';
import { themesOf } from '../language/themes.ts';
import type { Post } from '../posts/post.ts';
import type { Theme } from '../posts/theme.ts';
import { weeksBefore, type WeekId } from '../week.ts';
import { anniversaries, type Anniversary } from './anniversary.ts';
import { inArchiveTurn } from './archiveTurn.ts';
import { isExcluded } from './pinned.ts';
import { hasExpired, speaks, type PostChoice } from './postChoice.ts';
import { addressKeys, dayKeys, keysOfAll, timeOf } from './postKeys.ts';
import { seriesOf } from './series.ts';
import {
  commonThemes,
  postsBetween,
  related,
  themeIndex,
  type RelatedPost,
  type ThemeIndex,
} from './themeIndex.ts';

const dayMs = 24 * 3_600_000;
/** What appeared this month is no rediscovery. */
const recentMs = 28 * dayMs;
/** A blog that began less than half a year ago has little else. */
const youngMs = 182 * dayMs;
/** Readers have just seen these; nobody wants to read again what came a month ago. */
const freshIssues = 4;

/** How much of the week's themes a post must have to be called related, tried on real blogs. */
const nearScore = 0.06;
const nearPart = 0.02;
/** How much a post that repeats what another chosen one has already falls behind. */
const repetition = 0.5;
const namedWords = 3;
/** A word with less than this share of the strongest one's part is no reason. */
const worthNaming = 0.4;
/** Titles with more than this of their words in common are one text written twice. */
const sameTitle = 0.7;

/** An older post worth returning to. */
export interface OlderPost {
  readonly post: Post;
  /** Why this one, in the newsletter's language. */
  readonly reason: string;
}

/** What older posts are chosen for. */
export interface OlderContext {
  readonly week: WeekId;
  readonly config: Pick<Config, 'locale' | 'issue' | 'schedule'>;
  /** The week's question, whose words are the theme of a week without new posts. */
  readonly question?: string | undefined;
}

/**
 * Older posts worth returning to, each with its reason: first those that speak of what the week's posts speak of, one that
 * appeared this week years ago, then the archive in its turn. Never two of one series, never one that was shown lately.
 */
export function olderPosts(
  choice: PostChoice,
  theme: readonly Post[],
  waiting: readonly Post[],
  context: OlderContext,
): readonly OlderPost[] {
  const { config, week } = context;
  const wanted = config.issue.olderPosts;
  if (wanted === 0) return [];
  const until = choice.until.getTime();
  const index = themeIndex(choice.posts, config.locale);
  const isQuiet = theme.length === 0;
  const asked = isQuiet ? questionThemes(context) : commonThemes(theme, config.locale);
  const isRested = restedFor(choice, [...theme, ...waiting], context);
  const isSettled = (post: Post, time: number): boolean => time <= until - recentMs && isRested(post);
  const relatives = new Map(related(index, asked, choice.until, isSettled).map((one) => [one.post.id, one]));
  const near = [...relatives.values()].filter(isNear).map((one): NearPost => ({ ...one, repeats: 0 }));
  const shelf = emptyShelf(wanted, theme, config);

  // The only place belongs to what is related, where there is such a post.
  if (wanted > 1 || isQuiet || near.length === 0) {
    const scoreOf = ({ post }: Anniversary): number => relatives.get(post.id)?.score ?? 0;
    const memory = anniversaries(index, week, config)
      .filter((one) => isSettled(one.post, timeOf(one.post)) && (isQuiet || scoreOf(one) > 0))
      .toSorted((a, b) => scoreOf(b) - scoreOf(a))
      .find(({ post }) => shelf.mayTake(post));
    if (memory) {
      const relative = relatives.get(memory.post.id);
      const more = relative && isNear(relative) ? `; ${relatedReason(relative, isQuiet, config.locale)}` : '';
      shelf.take({ post: memory.post, reason: memory.reason + more, rank: 1 });
    }
  }
  while (!shelf.isFull()) {
    const next = best(near, shelf);
    if (!next) break;
    shelf.take({ post: next.post, reason: relatedReason(next, isQuiet, config.locale), rank: 0 });
    if (!shelf.isFull()) noteRepeats(near, next);
  }
  if (!shelf.isFull()) fillFromArchive(shelf, index, choice, isRested, context);
  return shelf.posts();
}

/** What the archive has besides, in its turn; of a young blog also what appeared this month. */
function fillFromArchive(
  shelf: Shelf,
  index: ThemeIndex,
  { past, until }: PostChoice,
  isRested: (post: Post) => boolean,
  { week, config }: OlderContext,
): void {
  const reason = config.locale === 'de' ? 'aus dem Archiv' : 'from the archive';
  const recentSince = until.getTime() - recentMs + 1;
  const settled = postsBetween(index, -Infinity, recentSince).filter(isRested);
  const isYoung = (index.times[0] ?? 0) > until.getTime() - youngMs;
  const recent = isYoung ? postsBetween(index, recentSince, until.getTime() + 1).filter(isRested) : [];
  for (const post of [...inArchiveTurn(settled, past, week), ...recent.toReversed()]) {
    if (shelf.isFull()) return;
    if (shelf.mayTake(post)) shelf.take({ post, reason, rank: 2 });
  }
}

/** Answers whether a letter may show a post again: it is in its language, and readers have not seen it lately. */
function restedFor(
  choice: PostChoice,
  here: readonly Post[],
  { week, config }: OlderContext,
): (post: Post) => boolean {
  const { timeZone } = config.schedule;
  const weeks = config.issue.restWeeks;
  const [from, to] = [weeksBefore(week, weeks - 1), weeksBefore(week, 1 - weeks)];
  const earlier = choice.past.filter((issue) => issue.week < week);
  // When a past week is composed again, the letters after it count as well: they have their posts already.
  const later = choice.past.filter((issue) => issue.week > week);
  const shownAgain = weeks === 0 ? [] : choice.past.filter((issue) => issue.week >= from && issue.week <= to);
  const resting = keysOfAll(
    [
      ...here,
      ...[...earlier.slice(0, freshIssues), ...later].flatMap((issue) => issue.posts),
      ...shownAgain.flatMap((issue) => issue.olderPosts),
    ],
    timeZone,
  );
  return (post) => {
    if (!speaks(post, config.locale) || hasExpired(post, choice.until)) return false;
    for (const key of addressKeys(post)) if (resting.has(key)) return false;
    for (const key of dayKeys(post, timeZone)) if (resting.has(key)) return false;
    return true;
  };
}

function questionThemes({ question, config }: OlderContext): readonly Theme[] {
  return themesOf({ title: '', tags: [], text: question ?? '' }, config.locale);
}

function isNear(one: RelatedPost): boolean {
  return one.score >= nearScore && (one.shared[0]?.part ?? 0) >= nearPart;
}

interface Placed extends OlderPost {
  /** Related ones stand first, then what is remembered, then the archive. */
  readonly rank: number;
}

/** The places for older posts in one letter. */
interface Shelf {
  readonly mayTake: (post: Post) => boolean;
  readonly take: (placed: Placed) => void;
  readonly isFull: () => boolean;
  readonly posts: () => readonly OlderPost[];
}

function emptyShelf(places: number, theme: readonly Post[], config: OlderContext['config']): Shelf {
  const placed: Placed[] = [];
  const series = new Set<string>();
  const titles = theme.map((post) => titleStems(post, config.locale));
  return {
    mayTake: (post) => {
      if (placed.some((one) => one.post.id === post.id) || isExcluded(post, config)) return false;
      if (series.has(seriesOf(post.title)?.name ?? '')) return false;
      const stems = titleStems(post, config.locale);
      return !titles.some((other) => overlap(stems, other) > sameTitle);
    },
    take: (one) => {
      placed.push(one);
      const name = seriesOf(one.post.title)?.name;
      if (name !== undefined) series.add(name);
      titles.push(titleStems(one.post, config.locale));
    },
    isFull: () => placed.length >= places,
    posts: () => placed.toSorted((a, b) => a.rank - b.rank).map(({ post, reason }) => ({ post, reason })),
  };
}

const titleStemsOf = new WeakMap<Post, readonly [locale: Config['locale'], stems: ReadonlySet<string>]>();

/** Kept, because each of a hundred related posts is asked for every place, week after week. */
function titleStems(post: Post, locale: Config['locale']): ReadonlySet<string> {
  const kept = titleStemsOf.get(post);
  if (kept?.[0] === locale) return kept[1];
  const stems = new Set(stemsOf(post.title, locale));
  titleStemsOf.set(post, [locale, stems]);
  return stems;
}

/** How much two sets have in common: 0 to 1. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const one of a) if (b.has(one)) common += 1;
  return common === 0 ? 0 : common / (a.size + b.size - common);
}

/** A related post, and how much of it was taken already with another: 0 to 1. */
interface NearPost extends RelatedPost {
  repeats: number;
}

/** The one the shelf may take that has most of the theme and least of what was taken already. */
function best(near: readonly NearPost[], { mayTake }: Shelf): NearPost | undefined {
  let found: NearPost | undefined;
  let most = -1;
  for (const one of near) {
    // What it shares with others can only cost it, and the higher scores come first.
    if (one.score <= most) break;
    const score = one.score * (1 - repetition * one.repeats);
    if (score > most && mayTake(one.post)) [found, most] = [one, score];
  }
  return found;
}

/** Notes how much posts share the words of the theme with one that was taken, by the cosine between their parts. */
function noteRepeats(near: readonly NearPost[], taken: RelatedPost): void {
  const parts = new Map(taken.shared.map(({ word, part }) => [word, part]));
  for (const one of near) {
    let product = 0;
    for (const { word, part } of one.shared) product += part * (parts.get(word) ?? 0);
    if (product > 0) one.repeats = Math.max(one.repeats, product / (length(one) * length(taken)));
  }
}

function length({ shared }: RelatedPost): number {
  let squares = 0;
  for (const { part } of shared) squares += part * part;
  return Math.sqrt(squares);
}

/** `verwandt: „Vertrauen“, „Kunden“`: the words of the week that weigh most in it, each matter once. */
function relatedReason({ shared }: RelatedPost, isQuiet: boolean, locale: Config['locale']): string {
  const strongest = shared[0]?.part ?? 0;
  const named: RelatedPost['shared'][number][] = [];
  for (const one of shared) {
    const isNew = !named.some(({ stem }) => kinship(stem, one.stem, locale) > 0);
    if (isNew && one.part >= strongest * worthNaming && named.length < namedWords) named.push(one);
  }
  const words = named.map(({ word }) => (locale === 'de' ? `„${word}“` : `“${word}”`)).join(', ');
  if (locale === 'de') return `${isQuiet ? 'passt zur Frage' : 'verwandt'}: ${words}`;
  return `${isQuiet ? 'fits the question' : 'related'}: ${words}`;
}
