import { additionsTo, featured, featuredAsOlder } from '../../core/composing/composeIssue.ts';
import type { Verdict } from '../../core/composing/verdict.ts';
import { verdictWords } from '../../core/composing/verdictWords.ts';
import type { SeenEdit } from '../../core/desk/decideEdits.ts';
import { hasPost } from '../../core/desk/postEdits.ts';
import type { Text } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import type { PostSource } from '../../core/ports.ts';
import type { Post, PostList } from '../../core/posts/post.ts';
import { gatherIngredients } from '../compose.ts';
import type { OpenDesk } from './openDesk.ts';

/** A post that the letter could have as well, and what became of it when the draft was composed. */
export interface PostToTakeIn {
  readonly post: Post;
  readonly verdict: Verdict;
}

/** What the sources have besides the posts of a draft, the newest first. */
export interface PostsToTakeIn {
  readonly posts: readonly PostToTakeIn[];
  /** What the sources said of themselves. */
  readonly notes: readonly Text[];
}

/** The posts of the blog within reach of the desk. */
export interface PostShelf {
  /** Throws `feed.*`, `folder.*`, `issue.invalid`. */
  look(desk: OpenDesk, issue: Issue): Promise<PostsToTakeIn>;
  /** Reads the sources anew the next time. */
  forget(): void;
}

/** Turning pages and searching does not read a blog of thousands of posts again each time; a new post is not far either. */
const keptMs = 60_000;

/** The posts of all sources, read once a minute at most. */
export function postShelf(): PostShelf {
  const kept = new Map<string, { readonly at: number; readonly list: Promise<PostList> }>();
  return {
    async look(desk, issue) {
      const now = desk.clock.now();
      const { config } = desk;
      const settings = JSON.stringify(config);
      const sources = desk.sources.map((source): PostSource => {
        const key = `${source.name}\n${settings}`;
        return {
          ...source,
          list() {
            const known = kept.get(key);
            if (known && now.getTime() - known.at < keptMs) return known.list;
            const list = source.list();
            // What was read with other settings, or long ago, is not asked for again.
            for (const [other, { at }] of kept)
              if (!other.endsWith(settings) || now.getTime() - at >= keptMs) kept.delete(other);
            kept.set(key, { at: now.getTime(), list });
            list.catch(() => kept.delete(key));
            return list;
          },
        };
      });
      const { ingredients, gathered } = await gatherIngredients({
        week: issue.week,
        now,
        isReplay: false,
        // A post with a fault keeps composing from its work, but no author from her letter.
        config: { ...config, issue: { ...config.issue, faultyPosts: 'skip' } },
        prompts: { de: [], en: [] },
        sources,
        drafts: desk.issues,
        sendings: { diaries: desk.diaries, issues: desk.issues },
      });
      const { verdicts } = additionsTo(issue, ingredients);
      const byName = new Map(gathered.posts.map((post) => [nameOf(post), post]));
      return {
        posts: verdicts.flatMap((verdict) => {
          const post = byName.get(nameOf(verdict.post));
          return post && !hasPost(issue, post) ? [{ post, verdict: asCandidate(verdict) }] : [];
        }),
        notes: gathered.sourceNotes,
      };
    },
    forget: () => kept.clear(),
  };
}

/** What composing again would add is not in the letter yet. */
function asCandidate(verdict: Verdict): Verdict {
  return verdict.is === 'new' ? { ...verdict, is: 'waiting' } : verdict;
}

/** The name under which a post is asked for. */
export function nameOf({ id, url }: Pick<Post, 'id' | 'url'>): string {
  return `${id}\n${url}`;
}

/** The edit that takes such a post into a list, with its reason. */
export function takingIn(
  { post, verdict }: PostToTakeIn,
  list: 'posts' | 'olderPosts',
  { config }: Pick<OpenDesk, 'config'>,
): SeenEdit {
  const reason = verdictWords.takenIn[config.locale];
  return {
    edit: {
      part: list,
      does: 'takeIn',
      post: list === 'posts' ? featured(post, reason) : featuredAsOlder(post, reason),
      // One that would come as new otherwise, in this letter or the next, has then been offered.
      isNews: list === 'posts' || verdict.is === 'waiting',
    },
    seen: null,
  };
}
