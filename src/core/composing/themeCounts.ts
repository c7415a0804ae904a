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
  const counts = new Map<string, { posts: number }>();
  let counted = 0;
  for (const { themes } of posts) {
    if (counted === mostCounted) break;
    counted += 1;
    for (const { stem } of themes) {
      const count = counts.get(stem);
      if (count) count.posts += 1;
      else counts.set(stem, { posts: 1 });
    }
  }
  return { posts: counted, withTheme: (stem) => counts.get(stem)?.posts ?? 0 };
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
