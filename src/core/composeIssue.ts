import { featured, newPosts, olderPosts, windowStart, type PostChoice } from './choosePosts.ts';
import type { Config } from './config.ts';
import { excerptOf } from './excerpt.ts';
import type { Issue } from './issue.ts';
import type { Post } from './post.ts';
import { pickPrompt } from './prompt.ts';
import type { PromptFile } from './promptFile.ts';
import { draftLetter, preheaderFor, reasonWords, subjectFor } from './wording.ts';
import { daysOfWeek, type WeekId } from './week.ts';

/** An older post is a hint beside the new ones, and says less of itself. */
const olderExcerptWords = 24;

/** What a week's issue is composed from. */
export interface Ingredients extends PostChoice {
  readonly week: WeekId;
  readonly prompts: PromptFile;
  readonly config: Config;
}

/** A fresh draft, and the new posts that wait because it is full. */
export interface Composition {
  readonly issue: Issue;
  readonly waiting: readonly Post[];
}

/** The week's draft. Same ingredients, same issue. */
export function composeIssue(ingredients: Ingredients): Composition {
  const { week, config, past } = ingredients;
  const fresh = newPosts(ingredients, config.locale);
  const chosen = fresh.slice(0, config.issue.maxPosts).toReversed();
  const waiting = fresh.slice(config.issue.maxPosts);
  const reasons = reasonWords(config.locale);
  const posts = chosen.map((post) => featured(post, reasons.neverFeatured));
  const older = olderPosts(ingredients, chosen, waiting, config).map(({ post, sharedTags }) =>
    featured(
      { ...post, excerpt: excerptOf(post.excerpt, olderExcerptWords) },
      sharedTags.length > 0 ? reasons.sharedTheme(sharedTags) : reasons.archive,
    ),
  );
  const question = pickPrompt(
    {
      prompts: ingredients.prompts[config.locale],
      week,
      themes: chosen.flatMap((post) => [post.title, ...post.tags, post.excerpt]),
      titles: chosen.map((post) => post.title),
      asked: past.flatMap((issue) => (issue.question ? [issue.question.text] : [])),
      day: daysOfWeek(week).sunday,
    },
    config,
  );
  return {
    issue: {
      week,
      subject: subjectFor(question, posts, config),
      preheader: preheaderFor(posts, older, config.locale),
      question,
      posts,
      olderPosts: older,
      letter: draftLetter(posts, question, config),
      since: windowStart(ingredients),
      offered: posts.map((post) => post.id),
    },
    waiting,
  };
}

/** What a second run would add to a draft: new posts that it has not offered yet, as far as there is room. */
export function additionsTo(draft: Issue, ingredients: Ingredients): Composition {
  const { config } = ingredients;
  const known = new Set([...draft.offered, ...draft.posts.map((post) => post.id)]);
  // The very first draft set the start of the window; a later run must not move it.
  const since = windowStart({ ...ingredients, past: [...ingredients.past, draft] });
  const fresh = newPosts(ingredients, config.locale, since).filter((post) => !known.has(post.id));
  const room = Math.max(0, config.issue.maxPosts - draft.posts.length);
  const added = fresh.slice(0, room).map((post) => featured(post, reasonWords(config.locale).neverFeatured));
  return {
    issue: {
      ...draft,
      posts: [...draft.posts, ...added],
      offered: [...draft.offered, ...added.map((post) => post.id)],
    },
    waiting: fresh.slice(room),
  };
}
