import {
  additionsTo,
  composeIssue,
  type Composition,
  type Ingredients,
} from '../core/composing/composeIssue.ts';
import type { DraftFindings } from '../core/composing/draftNotes.ts';
import { lostPromises } from '../core/composing/promised.ts';
import { draftText } from '../core/composing/draftText.ts';
import type { PromptFile } from '../core/composing/promptFile.ts';
import type { Config } from '../core/config.ts';
import { NewsletterError } from '../core/errors.ts';
import { errorOfFaults } from '../core/fault.ts';
import type { FeaturedPost, Issue } from '../core/issue.ts';
import { addPosts, readIssue } from '../core/issueFile.ts';
import type { Drafts, LetterReports, PostSource } from '../core/ports.ts';
import { draftFaults } from '../core/posts/postFaults.ts';
import { weekOf, weeksBefore, type WeekId } from '../core/week.ts';
import { boundsOfWeek } from '../core/weekBounds.ts';
import { answersByWeek } from './answersByWeek.ts';
import { gatherPosts, notQuietButDown, type GatheredPosts } from './gatherPosts.ts';
import { pastLetters, type Sendings } from './pastLetters.ts';

const mostWeeksAhead = 53;

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
  /** What was reported of earlier letters; a question that readers answered has it easier. */
  readonly reports?: Pick<LetterReports, 'read'>;
  /** What became of earlier letters; without it all of them count as sent. */
  readonly sendings?: Sendings;
}

/** What became of the week's draft. */
export interface Composed extends Omit<DraftFindings, 'waiting'>, Composition {
  readonly outcome: 'written' | 'extended' | 'unchanged' | 'skipped';
  readonly issue: Issue;
  /** Posts that a second run added. */
  readonly added: readonly FeaturedPost[];
}

/** Writes the week's draft, or adds to it what is new since. Throws before anything is written, or not at all. */
export async function compose(order: ComposeOrder): Promise<Composed> {
  const { week, drafts } = order;
  const { ingredients, gathered } = await gatherIngredients(order);
  const text = await drafts.read(week);
  return text === undefined
    ? write(ingredients, gathered, drafts)
    : extend(text, ingredients, gathered, order);
}

/** The posts of all sources, and what became of earlier letters. */
type Gathered = GatheredPosts & Pick<DraftFindings, 'neverSent'>;

/** What a week's draft is made from: the posts of all sources, the questions, and the letters of other weeks. Writes nothing. */
export async function gatherIngredients(
  order: ComposeOrder,
): Promise<{ readonly ingredients: Ingredients; readonly gathered: Gathered }> {
  const { week, config, now } = order;
  requireNear(week, now, config.schedule.timeZone);
  const { past, cancelled, neverSent } = await pastLetters(week, order);
  const gathered = await gatherPosts({
    ...order,
    faultyPosts: config.issue.faultyPosts,
    timeZone: config.schedule.timeZone,
  });
  const end = boundsOfWeek(week, config.schedule.timeZone).end;
  const ingredients: Ingredients = {
    week,
    prompts: order.prompts,
    config,
    past,
    cancelled,
    posts: gathered.posts,
    until: new Date(Math.min(now.getTime(), end.getTime() - 1)),
    answers: await answersByWeek(
      past.map((issue) => issue.week),
      order.reports,
    ),
  };
  return { ingredients, gathered: { ...gathered, neverSent } };
}

async function write(ingredients: Ingredients, gathered: Gathered, drafts: Drafts): Promise<Composed> {
  const { config, week } = ingredients;
  const composition = composeIssue(ingredients);
  const before = [...ingredients.past, ...(ingredients.cancelled ?? [])].toSorted(latestFirst);
  const composed = {
    ...findingsOf(gathered, composition),
    neverSent: gathered.neverSent ?? [],
    lostPromises: lostPromises(week, before, ingredients.posts),
    ...composition,
    added: [],
  };
  if (composition.issue.posts.length === 0) {
    if (gathered.staleSources.length > 0) throw notQuietButDown(gathered.staleSources);
    if (config.issue.quietWeek === 'ask') throw quiet(week);
    if (config.issue.quietWeek === 'skip') return { ...composed, outcome: 'skipped' };
  }
  await drafts.write(week, draftText(composition, composed, config), undefined);
  return { ...composed, outcome: 'written' };
}

async function extend(
  text: string,
  ingredients: Ingredients,
  gathered: GatheredPosts,
  { week, drafts, sources }: ComposeOrder,
): Promise<Composed> {
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
  const composition = additionsTo(draft, ingredients);
  const added = composition.issue.posts.slice(draft.posts.length);
  const { waiting = [] } = composition.issue;
  if (added.length > 0) await drafts.write(week, addPosts(text, name, added, waiting), text);
  const outcome = added.length > 0 ? 'extended' : 'unchanged';
  return { ...findingsOf(gathered, composition), ...composition, added, outcome };
}

function findingsOf(
  { leftOut, emptySources, sourceNotes }: GatheredPosts,
  { waiting }: Pick<Composition, 'waiting'>,
): DraftFindings {
  return { leftOut, emptySources, sourceNotes, waiting };
}

function latestFirst(a: Issue, b: Issue): number {
  return a.week < b.week ? 1 : -1;
}

/** No draft is written for a year that nobody meant. */
function requireNear(week: WeekId, now: Date, timeZone: string): void {
  const last = weeksBefore(weekOf(now, timeZone), -mostWeeksAhead);
  if (week <= last) return;
  throw new NewsletterError(
    'usage.wrong',
    {
      de: `${week} liegt mehr als ein Jahr in der Zukunft; dafür wird noch kein Entwurf geschrieben.`,
      en: `${week} is more than a year ahead; no draft is written for it yet.`,
    },
    {
      hint: {
        de: `Stimmt die Woche? Die letzte, die jetzt geht, ist ${last}. Sonst stimmt die Uhr dieses Rechners nicht.`,
        en: `Is the week right? The last one possible now is ${last}. Otherwise the clock of this machine is wrong.`,
      },
    },
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
