import { replayTotals, replayWeeks, type ReplayedWeek, type ReplayTotals } from '../core/composing/replay.ts';
import type { PromptFile } from '../core/composing/promptFile.ts';
import { timeOf } from '../core/composing/postKeys.ts';
import type { Config } from '../core/config.ts';
import { NewsletterError } from '../core/errors.ts';
import type { PostSource } from '../core/ports.ts';
import type { Post } from '../core/posts/post.ts';
import { planOf } from '../core/clock/schedule.ts';
import { weekOf, weeksBefore, type WeekId } from '../core/week.ts';
import { gatherPosts, type GatheredPosts } from './gatherPosts.ts';

/** What is replayed, and where its drafts go. */
export interface ReplayOrder {
  /** The week of the first post when left out. */
  readonly from?: WeekId;
  /** The last week whose hour to compose has come when left out. */
  readonly to?: WeekId;
  readonly now: Date;
  readonly config: Config;
  readonly prompts: PromptFile;
  readonly sources: readonly PostSource[];
  readonly writeDraft: (week: WeekId, text: string) => Promise<void>;
  readonly onWeek: (week: ReplayedWeek) => void;
}

/** What a replay came to. */
export interface Replayed {
  readonly weeks: readonly ReplayedWeek[];
  readonly totals: ReplayTotals;
  /** What the sources have, faults included; faulty posts are left out, whatever the settings say. */
  readonly gathered: GatheredPosts;
}

/** Composes every week of a blog's past. Throws `feed.*`, `folder.*`, `usage.wrong` for weeks that do not follow each other. */
export async function replay(order: ReplayOrder): Promise<Replayed> {
  const { config, prompts, now } = order;
  const gathered = await gatherPosts({
    ...order,
    isReplay: true,
    faultyPosts: 'skip',
    timeZone: config.schedule.timeZone,
  });
  const { posts } = gathered;
  const last = lastComposed(config, now);
  const from = order.from ?? firstWeek(posts, config) ?? last;
  const to = order.to ?? last;
  if (to > last || from > to) throw wrongWeeks(from, to, last);
  const weeks: ReplayedWeek[] = [];
  for (const week of replayWeeks({ from, to, posts, prompts, config })) {
    if (week.draft !== null) await order.writeDraft(week.week, week.draft);
    order.onWeek(week);
    weeks.push(week);
  }
  return { weeks, totals: replayTotals(weeks, { posts, config }), gathered };
}

/** The last week whose hour to compose has come. */
function lastComposed({ schedule }: Config, now: Date): WeekId {
  const week = weekOf(now, schedule.timeZone);
  return planOf(week, schedule).composeAt <= now ? week : weeksBefore(week, 1);
}

/** The week whose letter the first post can be in; what appears after its hour is for the next one. */
function firstWeek(posts: readonly Post[], { schedule }: Config): WeekId | undefined {
  const earliest = Math.min(...posts.map(timeOf));
  return earliest === Infinity ? undefined : weekOf(new Date(earliest), schedule.timeZone);
}

function wrongWeeks(from: WeekId, to: WeekId, last: WeekId): NewsletterError {
  return new NewsletterError(
    'usage.wrong',
    {
      de: `Von ${from} bis ${to} lässt sich nichts nachspielen.`,
      en: `There is nothing to replay from ${from} to ${to}.`,
    },
    {
      hint: {
        de: `--from nennt die frühere Woche, --to höchstens ${last}, die letzte, deren Entwurf schon fällig war.`,
        en: `--from names the earlier week, --to at most ${last}, the last one whose draft was due.`,
      },
    },
  );
}
