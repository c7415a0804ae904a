import type { Post } from '../posts/post.ts';

/** How many posts there were lately, and how many of them speak of a theme. */
export interface ThemeCounts {
  readonly posts: number;
  readonly withTheme: (stem: string) => number;
}

/** What a blog always speaks of shows in so many posts; all of ten years would only cost time. */
const mostCounted = 200;
/** Of a theme that every post has something is left, more where a title names it: that is said of this post alone. */
const [leastRarity, leastRarityInTitle] = [0.25, 0.6];
/** A handful of posts proves no habit yet. */
const benefitOfDoubt = 9;

/** How common the themes of a blog are; the latest posts are to come first. */
export function themeCounts(posts: Iterable<Pick<Post, 'themes'>>): ThemeCounts {
  const tally: Tally = { counts: new Map(), posts: new Set() };
  return countsOf(new Set(firstOf(posts)), tally);
}

const tallies = new WeakMap<readonly Post[], Tally>();

/** The same of the latest posts of a blog, which week after week mostly are the same ones. */
export function themeCountsOf(blog: readonly Post[], latest: Iterable<Post>): ThemeCounts {
  const tally: Tally = tallies.get(blog) ?? { counts: new Map(), posts: new Set() };
  tallies.set(blog, tally);
  return countsOf(new Set(firstOf(latest)), tally);
}

type Themed = Pick<Post, 'themes'>;

/** How many of some posts speak of each theme. */
interface Tally {
  readonly counts: Map<string, number>;
  posts: ReadonlySet<Themed>;
}

function countsOf(posts: ReadonlySet<Themed>, tally: Tally): ThemeCounts {
  return {
    posts: posts.size,
    withTheme: (stem) => {
      if (tally.posts !== posts) moveTo(posts, tally);
      return tally.counts.get(stem) ?? 0;
    },
  };
}

function moveTo(posts: ReadonlySet<Themed>, tally: Tally): void {
  const count = ({ themes }: Themed, change: number): void => {
    for (const { stem } of themes) tally.counts.set(stem, (tally.counts.get(stem) ?? 0) + change);
  };
  for (const post of tally.posts) if (!posts.has(post)) count(post, -1);
  for (const post of posts) if (!tally.posts.has(post)) count(post, 1);
  tally.posts = posts;
}

function firstOf(posts: Iterable<Themed>): readonly Themed[] {
  const first: Themed[] = [];
  for (const post of posts) {
    if (first.length === mostCounted) break;
    first.push(post);
  }
  return first;
}

/** How much a theme says about one week: 1 where the blog has never had it. Compound or not, it is as common as the more common of the two. */
export function rarityOf(
  stem: string,
  theme: { readonly stem: string; readonly isTitled: boolean },
  { posts, withTheme }: ThemeCounts,
): number {
  const common = Math.max(withTheme(stem), withTheme(theme.stem));
  const many = posts + benefitOfDoubt;
  const least = theme.isTitled ? leastRarityInTitle : leastRarity;
  return least + (1 - least) * (Math.log(many / (common + 1)) / Math.log(many));
}
