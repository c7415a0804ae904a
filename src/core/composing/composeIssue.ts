import { newPosts, windowStart } from './newPosts.ts';
import { namesWithout, promiseOf } from './promised.ts';
import { offeredKeys } from './settled.ts';
import { olderPosts } from './olderPosts.ts';
import type { PostChoice } from './postChoice.ts';
import { appearedBy } from './timeline.ts';
import { leavingDay } from '../clock/schedule.ts';
import type { Config } from '../config.ts';
import { excerptOf } from '../posts/excerpt.ts';
import type { FeaturedPost, Issue } from '../issue.ts';
import { minutesFor } from '../language/readingTime.ts';
import type { Post } from '../posts/post.ts';
import { pickPrompt } from './prompt.ts';
import type { PromptFile } from './promptFile.ts';
import { questionsOf } from './promptHistory.ts';
import { themeCountsOf, type ThemeCounts } from './themeCounts.ts';
import { preheadersFor, subjectsFor } from './subjects.ts';
import { draftLetter } from './wording.ts';
import type { Proposals } from '../issueFile.ts';
import { withOlder, type Verdict } from './verdict.ts';
import type { WeekId } from '../week.ts';

/** An older post is a hint beside the new ones, and says less of itself. */
const olderExcerptWords = 24;

/** What a week's issue is composed from. */
export interface Ingredients extends PostChoice {
  readonly week: WeekId;
  readonly prompts: PromptFile;
  readonly config: Config;
  /** How many readers answered the letters of which weeks. */
  readonly answers?: ReadonlyMap<WeekId, number>;
}

/** A draft, and all that was decided about it. */
export interface Composition {
  readonly issue: Issue;
  /** New posts that found no room, in the order in which they get their turn. */
  readonly waiting: readonly Post[];
  /** What became of each post of the sources, and why; put into words only where somebody asks. */
  readonly verdicts: readonly Verdict[];
  /** Further subjects and preheaders that would fit. */
  readonly proposals: Proposals;
}

/** The week's draft. Same ingredients, same issue. */
export function composeIssue(ingredients: Ingredients): Composition {
  const { week, config, past } = ingredients;
  const choice = newPosts(ingredients, config);
  const { chosen, waiting } = choice;
  const posts = chosen.map((post) => featured(post, choice.whyNew(post)[config.locale]));
  const question = pickPrompt(
    {
      prompts: ingredients.prompts[config.locale],
      week,
      day: leavingDay(week, config.schedule),
      posts: chosen,
      asked: questionsOf(past),
      cooldown: config.issue.cooldown,
      usual: usualThemes(ingredients, chosen),
      answers: ingredients.answers,
    },
    config,
  );
  const older = olderPosts(ingredients, chosen, waiting, { week, config, question: question?.text }).map(
    ({ post, reason }) => featuredAsOlder(post, reason),
  );
  const [subject = config.title, ...subjects] = subjectsFor(question, posts, older, past, config);
  const [preheader = '', ...preheaders] = preheadersFor(subject, question, posts, older, past, config.locale);
  return {
    issue: {
      week,
      subject,
      preheader,
      question,
      posts,
      olderPosts: older,
      letter: draftLetter(posts, question, config, { week, olderPosts: older, past }),
      since: windowStart(ingredients),
      offered: posts.flatMap(offeredKeys),
      ...promiseOf(waiting),
    },
    waiting,
    get verdicts() {
      return withOlder(choice.verdicts, older);
    },
    proposals: { subjects, preheaders },
  };
}

/** What a second run would add to a draft: new posts that it has not offered yet, as far as there is room. */
export function additionsTo(draft: Issue, ingredients: Ingredients): Composition {
  const { config } = ingredients;
  const { chosen, whyNew, waiting, verdicts } = newPosts(ingredients, config, draft);
  const added = chosen.map((post) => featured(post, whyNew(post)[config.locale]));
  const { waiting: promised = [], ...rest } = draft;
  return {
    issue: {
      ...rest,
      posts: [...draft.posts, ...added],
      offered: [...draft.offered, ...added.flatMap(offeredKeys)],
      ...promiseOf(waiting, namesWithout([...ingredients.posts, ...draft.posts], promised)),
    },
    waiting,
    verdicts: withOlder(verdicts, draft.olderPosts),
    proposals: { subjects: [], preheaders: [] },
  };
}

/** What the blog spoke of before this week's posts. */
function usualThemes({ posts, until }: PostChoice, chosen: readonly Post[]): ThemeCounts {
  const isNew = new Set(chosen);
  return themeCountsOf(posts, without(appearedBy(posts, until), isNew));
}

/** One after the other, because of thousands only the first are counted. */
function* without(posts: readonly Post[], others: ReadonlySet<Post>): Generator<Post> {
  for (const post of posts) if (!others.has(post)) yield post;
}

/** An older post as it goes into an issue. */
export function featuredAsOlder(post: Post, reason: string): FeaturedPost {
  return featured({ ...post, excerpt: excerptOf(post.excerpt, olderExcerptWords) }, reason);
}

/** A post as it goes into an issue. */
export function featured(post: Post, reason: string): FeaturedPost {
  const { title, url, publishedAt, excerpt, picture, words, id } = post;
  return { title, url, date: publishedAt, excerpt, picture, minutes: minutesFor(words), reason, id };
}
