import { mergePosts } from '../core/choosePosts.ts';
import { additionsTo, composeIssue, type Ingredients } from '../core/composeIssue.ts';
import type { Config } from '../core/config.ts';
import { NewsletterError } from '../core/errors.ts';
import { errorOfFaults } from '../core/fault.ts';
import { draftFaults, futureFaults } from '../core/postFaults.ts';
import type { FeaturedPost, Issue } from '../core/issue.ts';
import { addPosts, formatIssue, readIssue } from '../core/issueFile.ts';
import type { Drafts, PostSource } from '../core/ports.ts';
import type { Post, PostFault } from '../core/post.ts';
import type { PromptFile } from '../core/promptFile.ts';
import { boundsOfWeek, type WeekId } from '../core/week.ts';
import { draftComment } from '../core/wording.ts';

/** What `compose` is given. */
export interface ComposeOrder {
  readonly week: WeekId;
  readonly now: Date;
  /** Whether `now` was set for this run; the blog is then seen as it was at that time. */
  readonly isReplay: boolean;
  readonly config: Config;
  readonly prompts: PromptFile;
  readonly sources: readonly PostSource[];
  readonly drafts: Drafts;
}

/** What became of the week's draft. */
export interface Composed {
  readonly outcome: 'written' | 'extended' | 'unchanged' | 'skipped';
  readonly issue: Issue;
  /** Posts that a second run added. */
  readonly added: readonly FeaturedPost[];
  /** New posts that found no room and wait for the next week. */
  readonly waiting: readonly Post[];
  /** Faulty posts that the settings let be left out. */
  readonly leftOut: readonly PostFault[];
  /** Sources that answered well and have no posts at all; mostly the wrong address. */
  readonly emptySources: readonly string[];
}

/** What composing itself tells; the rest concerns the sources. */
type Drafted = Omit<Composed, 'leftOut' | 'emptySources'>;

/** Writes the week's draft, or adds to it what is new since. Throws before anything is written, or not at all. */
export async function compose(order: ComposeOrder): Promise<Composed> {
  const { week, config, drafts } = order;
  const past = (await drafts.readAll()).filter((issue) => issue.week !== week);
  const { posts, leftOut, emptySources } = await gatherPosts(order);
  const end = boundsOfWeek(week, config.schedule.timeZone).end;
  const until = new Date(Math.min(order.now.getTime(), end.getTime() - 1));
  const ingredients: Ingredients = { week, prompts: order.prompts, config, past, posts, until };
  const text = await drafts.read(week);
  const drafted =
    text === undefined ? await write(ingredients, drafts) : await extend(text, ingredients, order);
  return { ...drafted, leftOut, emptySources };
}

async function write(ingredients: Ingredients, drafts: Drafts): Promise<Drafted> {
  const { issue, waiting } = composeIssue(ingredients);
  const { quietWeek } = ingredients.config.issue;
  if (issue.posts.length === 0 && quietWeek === 'ask') throw quiet(issue.week);
  if (issue.posts.length === 0 && quietWeek === 'skip')
    return { outcome: 'skipped', issue, added: [], waiting };
  await drafts.write(issue.week, formatIssue(issue, draftComment(ingredients.config.locale)), undefined);
  return { outcome: 'written', issue, added: [], waiting };
}

async function extend(
  text: string,
  ingredients: Ingredients,
  { week, drafts, sources }: ComposeOrder,
): Promise<Drafted> {
  const name = drafts.nameOf(week);
  const draft = readIssue(text, name, week);
  const gone = draftFaults(draft, text, name, ingredients.posts, sources);
  if (gone.length > 0) {
    const headline = {
      de: 'Der Entwurf nennt Beiträge, die es nicht mehr gibt:',
      en: 'The draft names posts that no longer exist:',
    };
    throw errorOfFaults('issue.invalid', headline, gone);
  }
  const { issue, waiting } = additionsTo(draft, ingredients);
  const added = issue.posts.slice(draft.posts.length);
  if (added.length > 0) await drafts.write(week, addPosts(text, name, added), text);
  return { outcome: added.length > 0 ? 'extended' : 'unchanged', issue, added, waiting };
}

async function gatherPosts(
  order: ComposeOrder,
): Promise<Pick<Composed, 'leftOut' | 'emptySources'> & { readonly posts: readonly Post[] }> {
  const lists = await Promise.all(order.sources.map((source) => source.list()));
  const posts = mergePosts(lists.map((list) => list.posts));
  const faults = [
    ...lists.flatMap((list) => list.faults),
    ...(order.isReplay ? [] : futureFaults(posts, order.now)),
  ];
  if (faults.length > 0 && order.config.issue.faultyPosts === 'refuse') throw faultyPosts(faults);
  const emptySources = order.sources
    .filter((_, index) => lists[index]?.posts.length === 0 && lists[index].faults.length === 0)
    .map((source) => source.name);
  return { posts, leftOut: faults, emptySources };
}

function faultyPosts(faults: readonly PostFault[]): NewsletterError {
  return errorOfFaults(
    'post.faulty',
    {
      de: 'Kein Entwurf geschrieben, denn an diesen Beiträgen stimmt etwas nicht (mit issue.faultyPosts: skip bleiben solche Beiträge einfach weg):',
      en: 'No draft written, because something is wrong with these posts (issue.faultyPosts: skip leaves such posts out instead):',
    },
    faults,
  );
}

function quiet(week: WeekId): NewsletterError {
  return new NewsletterError(
    'issue.quiet',
    { de: `Für ${week} gibt es keine neuen Beiträge.`, en: `There are no new posts for ${week}.` },
    {
      hint: {
        de: 'In newsletter.yaml entscheidet issue.quietWeek: letter (Brief mit Frage und Älterem), skip (kein Brief) oder ask (so wie jetzt).',
        en: 'In newsletter.yaml issue.quietWeek decides: letter (a letter with question and older posts), skip (no letter) or ask (as now).',
      },
    },
  );
}
