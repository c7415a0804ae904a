import type { Picture } from './posts/post.ts';
import type { WeekId } from './week.ts';

/** The reflection question as it stands in an issue. */
export interface Question {
  readonly text: string;
  /** Why this one was chosen, in the newsletter's language. */
  readonly reason: string;
}

/** A post as it stands in an issue: what the reader sees, and why it is there. */
export interface FeaturedPost {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  /** Instant in UTC, ISO 8601. */
  readonly date: string;
  readonly excerpt: string;
  readonly picture: Picture | null;
  /** How long reading it takes; null where only a teaser is known. */
  readonly minutes: number | null;
  readonly reason: string;
}

/** One week's newsletter, the same for all readers: what issue.md holds. */
export interface Issue {
  readonly week: WeekId;
  readonly subject: string;
  readonly preheader: string;
  /** Null when the author took the question out. */
  readonly question: Question | null;
  readonly posts: readonly FeaturedPost[];
  readonly olderPosts: readonly FeaturedPost[];
  /** The author's letter in Markdown. */
  readonly letter: string;
  /** Start of the window of the very first run (ISO instant); posts before it belong to the back catalogue. */
  readonly since: string;
  /** Ids and addresses of all posts offered so far, so that a post the author took out stays out of this week. */
  readonly offered: readonly string[];
  /** Addresses of posts that found no room in it and were promised for a later one; left out where there are none. */
  readonly waiting?: readonly string[];
}
