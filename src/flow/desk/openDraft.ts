import { NewsletterError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import { readIssue } from '../../core/issueFile.ts';
import { requireWebAddresses } from '../../core/letterAddresses.ts';
import type { WeekId } from '../../core/week.ts';
import type { OpenDesk } from './openDesk.ts';

/** A week's draft as its author finds it on the desk. */
export interface DeskDraft {
  readonly week: WeekId;
  /** How messages name its file. */
  readonly name: string;
  /** issue.md, byte for byte. */
  readonly text: string;
  /** Whether its letter has begun to leave; then it cannot be changed any more. */
  readonly isFrozen: boolean;
  /** Null where issue.md cannot be read. */
  readonly issue: Issue | null;
  /** Why it cannot be read, or cannot become a letter. */
  readonly fault: NewsletterError | null;
}

/** Looks at a week's draft; of a letter that has begun to leave, at the draft as it left. Undefined where there is none. */
export async function openDraft(
  { issues }: Pick<OpenDesk, 'issues'>,
  week: WeekId,
): Promise<DeskDraft | undefined> {
  const isFrozen = (await issues.sentSince(week)).some((sent) => sent.week === week);
  const text = isFrozen ? await issues.sentDraft(week) : await issues.read(week);
  if (text === undefined) return undefined;
  const name = issues.nameOf(week);
  return { week, name, text, isFrozen, ...readIfPossible(text, name, week) };
}

function readIfPossible(text: string, name: string, week: WeekId): Pick<DeskDraft, 'issue' | 'fault'> {
  let issue: Issue | null = null;
  try {
    issue = readIssue(text, name, week);
    requireWebAddresses(issue.letter, text, name);
    return { issue, fault: null };
  } catch (error) {
    if (error instanceof NewsletterError) return { issue, fault: error };
    throw error;
  }
}
