import { figuresWhile, type SentFigures } from '../../core/desk/sentFigures.ts';
import { NewsletterError } from '../../core/errors.ts';
import { readIssue } from '../../core/issueFile.ts';
import type { WeekId } from '../../core/week.ts';
import type { OpenDesk } from './openDesk.ts';

/** A letter of the past. */
export interface SentLetter {
  /** Null where its draft cannot be read. */
  readonly subject: string | null;
  /** Undefined where its ledger cannot be read. */
  readonly figures: SentFigures | undefined;
  /** Why it cannot be read. */
  readonly fault: NewsletterError | null;
  /** Whether what readers got is still there. */
  readonly isFrozen: boolean;
}

/** Opens a letter that was sent, or whose sending has begun; undefined for any other. */
export async function openSentLetter(
  { issues, shelf }: Pick<OpenDesk, 'issues' | 'shelf'>,
  week: WeekId,
): Promise<SentLetter | undefined> {
  const counted = await countedOf(week, { issues, shelf });
  if (!counted.figures && !counted.fault) return undefined;
  const draft = await issues.sentDraft(week);
  return {
    ...counted,
    subject: draft === undefined ? null : subjectIfReadable(draft, issues.nameOf(week), week),
    isFrozen: (await shelf.frozen(week)) !== undefined,
  };
}

async function countedOf(
  week: WeekId,
  { issues, shelf }: Pick<OpenDesk, 'issues' | 'shelf'>,
): Promise<Pick<SentLetter, 'figures' | 'fault'>> {
  try {
    const figures = await shelf.figures(week);
    return { figures: figures && figuresWhile(await issues.isClaimed(week), figures), fault: null };
  } catch (error) {
    if (error instanceof NewsletterError) return { figures: undefined, fault: error };
    throw error;
  }
}

function subjectIfReadable(text: string, name: string, week: WeekId): string | null {
  try {
    return readIssue(text, name, week).subject;
  } catch (error) {
    if (error instanceof NewsletterError) return null;
    throw error;
  }
}
