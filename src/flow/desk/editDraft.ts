import { decideEdits, type SeenEdit } from '../../core/desk/decideEdits.ts';
import type { IssuePart } from '../../core/desk/issueParts.ts';
import { changesContent, withFollowingWords } from '../../core/desk/ownWordsFollow.ts';
import type { TooLong } from '../../core/desk/textLimits.ts';
import { NewsletterError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import { readIssue } from '../../core/issueFile.ts';
import type { WeekId } from '../../core/week.ts';
import { countingLetters } from '../pastLetters.ts';
import type { OpenDesk } from './openDesk.ts';
import { openDraft } from './openDraft.ts';

/** What became of an edit at the desk. */
export type EditOutcome =
  | { readonly is: 'saved'; readonly issue: Issue; readonly before: Issue | null }
  | { readonly is: 'unchanged'; readonly issue: Issue }
  /** These parts were changed elsewhere meanwhile, to what the issue holds now; nothing was written. */
  | { readonly is: 'conflict'; readonly issue: Issue; readonly parts: readonly IssuePart[] }
  /** No letter has room for these; nothing was written. */
  | { readonly is: 'tooLong'; readonly texts: readonly TooLong[] }
  /** The letter leaves, or has left. */
  | { readonly is: 'frozen' }
  | { readonly is: 'missing' }
  /** Nothing was written for a reason that passes or can be mended: issue.md is broken, can only be changed by hand, or somebody holds it. */
  | { readonly is: 'refused'; readonly why: NewsletterError };

/** Another window, or the clock, has the draft for a few milliseconds; a send has it for as long as it takes. */
const mostTries = 30;
const pauseMs = 30;
const never = new AbortController().signal;

/** What an edit needs of the desk. */
export type EditingDesk = Pick<OpenDesk, 'issues' | 'clock' | 'config' | 'diaries'>;

/**
 * Makes edits of a week's draft, each only where its part still is as the author saw it. What the draft still says in its own
 * words follows them in the same save.
 */
export async function editDraft(
  desk: EditingDesk,
  week: WeekId,
  edits: readonly SeenEdit[],
): Promise<EditOutcome> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await tryEdits(desk, week, edits).catch(asOutcome);
    if (outcome.is !== 'refused' || !passing.has(outcome.why.code) || tries === mostTries) return outcome;
    await desk.clock.sleep(pauseMs, never);
  }
}

async function tryEdits(desk: EditingDesk, week: WeekId, edits: readonly SeenEdit[]): Promise<EditOutcome> {
  const { issues } = desk;
  const draft = await openDraft({ issues }, week);
  if (draft === undefined) return { is: 'missing' };
  if (draft.isFrozen) return { is: 'frozen' };
  const decision = decideEdits(draft.text, draft.name, week, edits);
  if (decision.is !== 'edited') return decision;
  const { name } = draft;
  const text = await followed(desk, decision, { ...draft, before: draft.issue });
  await issues.write(week, text, draft.text);
  return { is: 'saved', issue: readIssue(text, name, week), before: draft.issue };
}

async function followed(
  { issues, diaries, config }: EditingDesk,
  { text, issue: after }: { readonly text: string; readonly issue: Issue },
  { name, week, before }: { readonly name: string; readonly week: WeekId; readonly before: Issue | null },
): Promise<string> {
  if (before === null || !changesContent(before, after)) return text;
  try {
    const past = (await countingLetters({ issues, diaries })).filter((issue) => issue.week !== week);
    return withFollowingWords(text, name, { before, after }, { config, past });
  } catch (error) {
    // Another week's broken file keeps nobody from an edit; the check tells which words do not fit.
    if (error instanceof NewsletterError) return text;
    throw error;
  }
}

const passing: ReadonlySet<string> = new Set(['issue.changed', 'lock.held']);
const mendable: ReadonlySet<string> = new Set(['issue.invalid', 'issue.byHand']);

function asOutcome(error: unknown): EditOutcome {
  if (!(error instanceof NewsletterError)) throw error;
  if (error.code === 'issue.frozen') return { is: 'frozen' };
  if (passing.has(error.code) || mendable.has(error.code)) return { is: 'refused', why: error };
  throw error;
}
