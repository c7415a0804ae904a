import type { Answers } from '../core/composing/promptHistory.ts';
import { NewsletterError } from '../core/errors.ts';
import { countAnswers } from '../core/mailbox/letterReports.ts';
import type { LetterReports } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';

/** How many readers answered the letters of these weeks; what cannot be read is not worth failing for. */
export async function answersByWeek(
  weeks: Iterable<WeekId>,
  reports: Pick<LetterReports, 'read'> | undefined,
): Promise<Answers> {
  const answers = new Map<WeekId, number>();
  if (!reports) return answers;
  for (const week of weeks) {
    const count = await reports.read(week).then(countAnswers, noneIfDamaged);
    if (count > 0) answers.set(week, count);
  }
  return answers;
}

function noneIfDamaged(error: unknown): number {
  if (error instanceof NewsletterError && error.code === 'ledger.damaged') return 0;
  throw error;
}
