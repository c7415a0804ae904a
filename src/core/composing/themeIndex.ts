import type { Config } from '../config.ts';
import { kinship, sameFamily } from '../language/kinship.ts';
import { vocabularyOf, type Vocabulary } from '../language/vocabulary.ts';
import { familiesOf } from '../language/wordFamilies.ts';
import type { Post } from '../posts/post.ts';
import type { Theme } from '../posts/theme.ts';
import { timeOf } from './postKeys.ts';

/**
 * Which posts speak of what. Our own and not MiniSearch: side by side, for 10,000 posts of 60 themes, that took 1.0 s to
 * index and 65 ms to answer, this 0.07 s and 2 ms; and it would count words of posts that a past week does not know yet.
 */
export interface ThemeIndex {
  readonly language: Config['locale'];
  /** The oldest first, so that all up to an instant stand at the beginning. */
  readonly posts: readonly Post[];
  readonly times: readonly number[];
  /** How much each post speaks at all. */
  readonly lengths: readonly number[];
  /** The sum of the lengths up to each post. */
  readonly lengthsUpTo: readonly number[];
  readonly mentions: Mentions;
  readonly slate: Slate;
  readonly vocabulary: () => Vocabulary;
}

/** Which post speaks of which stem: three long lists, because thousands of short ones take twice as long to make. */
interface Mentions {
  /** The number of each stem; its mentions stand from `starts[number]` up to `starts[number + 1]`. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly starts: Uint32Array;
  /** Places in `posts`, rising for each stem. */
  readonly at: Uint32Array;
  readonly strength: Float64Array;
}

/** A post that speaks of the same. */
export interface RelatedPost {
  readonly post: Post;
  /** 0 to 1: how much of what was asked for it has. */
  readonly score: number;
  /** What of it comes from which theme, the strongest first. */
  readonly shared: readonly Shared[];
}

interface Shared {
  readonly stem: string;
  readonly word: string;
  readonly part: number;
}

const askedThemes = 25;
const relatedAtMost = 100;
/** Posts with less than this of what was asked for have a word in common by chance. */
const foreignScore = 0.03;
/** BM25: how soon a further mention adds nothing, and how much long posts are held against. */
const saturation = 1.2;
const lengthShare = 0.5;
/** A word that a text says once, as the town where it happens, is not what it is about. */
const passingShare = 0.3;
/** Words of the title have three; a word repeated twenty times does not say twenty times as much. */
const strongestMention = 5;

const made = new WeakMap<readonly Post[], ThemeIndex>();

/** The posts by their themes. Kept, because a replay asks the same list in hundreds of weeks. */
export function themeIndex(posts: readonly Post[], language: Config['locale']): ThemeIndex {
  const kept = made.get(posts);
  if (kept?.language === language) return kept;
  const index = indexPosts(posts, language);
  made.set(posts, index);
  return index;
}

function indexPosts(posts: readonly Post[], language: Config['locale']): ThemeIndex {
  const ordered = posts
    .map((post) => ({ post, time: timeOf(post) }))
    .toSorted((a, b) => a.time - b.time || (a.post.id < b.post.id ? -1 : 1));
  const lengths: number[] = [];
  const lengthsUpTo: number[] = [];
  for (const { post } of ordered) {
    const length = post.themes.reduce((sum, theme) => sum + mention(theme), 0);
    lengths.push(length);
    lengthsUpTo.push(length + (lengthsUpTo.at(-1) ?? 0));
  }
  const inOrder = ordered.map(({ post }) => post);
  const mentions = mentionsIn(inOrder);
  let vocabulary: Vocabulary | undefined;
  return {
    language,
    posts: inOrder,
    times: ordered.map(({ time }) => time),
    lengths,
    lengthsUpTo,
    mentions,
    slate: slateFor(ordered.length),
    vocabulary: () => (vocabulary ??= vocabularyOf(new Set(mentions.numbers.keys()), language)),
  };
}

function mentionsIn(posts: readonly Post[]): Mentions {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  // The number of every theme, noted so that each stem is looked up once.
  const noted = new Uint32Array(posts.reduce((sum, { themes }) => sum + themes.length, 0));
  let note = 0;
  for (const { themes } of posts)
    for (const { stem } of themes) {
      let number = numbers.get(stem);
      if (number === undefined) numbers.set(stem, (number = counts.push(0) - 1));
      counts[number] = (counts[number] ?? 0) + 1;
      noted[note++] = number;
    }
  const starts = new Uint32Array(counts.length + 1);
  for (const [number, count] of counts.entries()) starts[number + 1] = (starts[number] ?? 0) + count;
  const at = new Uint32Array(noted.length);
  const strength = new Float64Array(noted.length);
  const next = starts.slice();
  note = 0;
  for (const [place, { themes }] of posts.entries())
    for (const theme of themes) {
      const number = noted[note++] ?? 0;
      const free = next[number] ?? 0;
      next[number] = free + 1;
      at[free] = place;
      strength[free] = mention(theme);
    }
  return { numbers, starts, at, strength };
}

/** The posts that appeared up to an instant and speak of these themes, by how much they do; the best hundred. */
export function related(
  index: ThemeIndex,
  asked: readonly Theme[],
  until: Date,
  isCandidate: (post: Post, time: number) => boolean = () => true,
): readonly RelatedPost[] {
  const count = countUntil(index.times, until.getTime());
  const mean = (index.lengthsUpTo[count - 1] ?? 0) / Math.max(1, count) || 1;
  const slate = wiped(index.slate, count);
  const { scores, speaking, damping } = slate;
  for (let at = 0; at < count; at++)
    damping[at] = saturation * (1 - lengthShare + (lengthShare * (index.lengths[at] ?? 0)) / mean);
  const answers: { readonly theme: Theme; readonly parts: Float64Array }[] = [];
  let most = 0;
  for (const theme of withoutKin(asked, index.language).slice(0, askedThemes)) {
    const parts = partsOn(slate, answers.length, count);
    const found = findSpeaking(index, theme.stem, speaking, parts);
    if (found === 0) continue;
    const rarity = theme.weight * Math.log(1 + (count - found + 0.5) / (found + 0.5));
    most += rarity;
    for (let one = 0; one < found; one++) {
      const at = speaking[one] ?? 0;
      const strength = parts[at] ?? 0;
      const part = (rarity * strength) / (strength + (damping[at] ?? 0));
      // From here on what counts is the part of the score, no longer the mention.
      parts[at] = part;
      scores[at] = (scores[at] ?? 0) + part;
    }
    answers.push({ theme, parts });
  }
  const found = bestOf(scores, most * foreignScore, (at) => {
    const post = index.posts[at];
    return post !== undefined && isCandidate(post, index.times[at] ?? 0);
  });
  return found.flatMap((at) => {
    const post = index.posts[at];
    const shared: Shared[] = [];
    for (const { theme, parts } of answers) {
      const part = (parts[at] ?? 0) / most;
      if (part > 0) shared.push({ stem: theme.stem, word: theme.word, part });
    }
    shared.sort((a, b) => b.part - a.part || (a.stem < b.stem ? -1 : 1));
    return post ? [{ post, score: (scores[at] ?? 0) / most, shared }] : [];
  });
}

/** Long lists of numbers to reckon with, one for each post: to make them anew in every week costs more than reckoning. */
interface Slate {
  readonly scores: Float64Array;
  readonly damping: Float64Array;
  readonly speaking: Uint32Array;
  /** For each theme that is asked for, as many as were needed so far. */
  readonly parts: Float64Array[];
}

function slateFor(posts: number): Slate {
  return {
    scores: new Float64Array(posts),
    damping: new Float64Array(posts),
    speaking: new Uint32Array(posts),
    parts: [],
  };
}

/** The beginning of a slate, without what was reckoned on it before. */
function wiped(slate: Slate, count: number): Slate {
  return { ...slate, scores: slate.scores.subarray(0, count).fill(0) };
}

function partsOn({ damping, parts }: Slate, place: number, count: number): Float64Array {
  const found = (parts[place] ??= new Float64Array(damping.length));
  return found.subarray(0, count).fill(0);
}

/** The places of the highest scores from one on; of equal ones the newest first. */
function bestOf(
  scores: Float64Array,
  least: number,
  isCandidate: (at: number) => boolean,
): readonly number[] {
  const scoreAt = (at: number): number => scores[at] ?? 0;
  const rising = scores.slice().sort();
  // Of thousands only the highest are put in order and asked for; mostly all but a few are candidates.
  for (let tried = 2 * relatedAtMost; ; tried *= 4) {
    const limit = Math.max(least, rising.at(-tried) ?? 0);
    const highest: number[] = [];
    for (let at = scores.length - 1; at >= 0; at--)
      if (scoreAt(at) >= limit && scoreAt(at) > 0) highest.push(at);
    highest.sort((a, b) => scoreAt(b) - scoreAt(a));
    const best: number[] = [];
    for (const at of highest) if (best.length < relatedAtMost && isCandidate(at)) best.push(at);
    if (best.length === relatedAtMost || limit === least) return best;
  }
}

/** The themes of several posts as one list, each post with the same say; the heaviest first. */
export function commonThemes(posts: readonly Post[], language: Config['locale']): readonly Theme[] {
  const gathered = new Map<string, Theme>();
  for (const post of posts) {
    const heaviest = Math.max(1, ...post.themes.map(mention));
    for (const theme of post.themes) {
      const known = gathered.get(theme.stem);
      const isPassing = theme.weight === 1 && heaviest > 1 && familiesOf(theme.stem, language).length === 0;
      const share = substance(theme, language) * (isPassing ? passingShare : 1);
      const weight = (share * mention(theme)) / heaviest + (known?.weight ?? 0);
      // Not in a post's order of fields: V8 would take both for one kind, and make room for fractions in every theme of every post.
      gathered.set(theme.stem, { weight, stem: theme.stem, word: known?.word ?? theme.word });
    }
  }
  return [...gathered.values()].toSorted((a, b) => b.weight - a.weight || (a.stem < b.stem ? -1 : 1));
}

/** Verbs and adjectives outside of the known families say more about how a text speaks than about what. */
function substance(theme: Theme, language: Config['locale']): number {
  const isNoun = language === 'en' || /^\p{Lu}/u.test(theme.word);
  return isNoun || familiesOf(theme.stem, language).length > 0 ? 1 : 0.4;
}

function mention(theme: Theme): number {
  return Math.min(strongestMention, theme.weight);
}

/** One theme for each family of words: a week of „Dank“ and „dankbar“ asks once for both. */
function withoutKin(themes: readonly Theme[], language: Config['locale']): readonly Theme[] {
  const kept: Theme[] = [];
  for (const theme of themes.slice(0, 2 * askedThemes)) {
    const at = kept.findIndex((one) => kinship(one.stem, theme.stem, language) >= sameFamily);
    const known = kept[at];
    if (known) kept[at] = { ...known, weight: known.weight + theme.weight };
    else kept.push(theme);
  }
  return kept.toSorted((a, b) => b.weight - a.weight || (a.stem < b.stem ? -1 : 1));
}

/**
 * Finds which of the first posts speak of a stem or its kin: notes each once in `speaking`, and for each place how strongly the
 * post there does. Returns how many were found.
 */
function findSpeaking(
  index: ThemeIndex,
  stem: string,
  speaking: Uint32Array,
  strongest: Float64Array,
): number {
  let found = 0;
  const { numbers, starts, at, strength } = index.mentions;
  for (const kin of index.vocabulary().kinOf(stem)) {
    const number = numbers.get(kin.stem);
    if (number === undefined) continue;
    const end = starts[number + 1] ?? 0;
    for (let place = starts[number] ?? 0; place < end; place++) {
      const post = at[place] ?? 0;
      if (post >= strongest.length) break;
      const known = strongest[post] ?? 0;
      if (known === 0) speaking[found++] = post;
      strongest[post] = Math.max(known, kin.strength * (strength[place] ?? 0));
    }
  }
  return found;
}

/** The posts that appeared from one instant on and before another, in epoch milliseconds; the oldest first. */
export function postsBetween(index: ThemeIndex, start: number, end: number): readonly Post[] {
  return index.posts.slice(countUntil(index.times, start - 1), countUntil(index.times, end - 1));
}

function countUntil(times: readonly number[], until: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= until) low = middle + 1;
    else high = middle;
  }
  return low;
}
