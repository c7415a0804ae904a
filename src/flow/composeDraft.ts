import { draftNotes } from '../core/composing/draftNotes.ts';
import type { Config } from '../core/config.ts';
import type { DraftOutcome } from '../core/clock/diary.ts';
import { NewsletterError, type Text } from '../core/errors.ts';
import type { WeekId } from '../core/week.ts';
import { compose } from './compose.ts';
import type { Newsroom } from './newsroom.ts';

/**
 * Composes a week's draft for the clock and notes in the diary what it came to. `isWanted`: the author wants a letter
 * although the week is quiet. Throws what keeps the draft from being written.
 */
export async function composeDraft(
  week: WeekId,
  isWanted: boolean,
  now: Date,
  newsroom: Newsroom,
): Promise<DraftOutcome> {
  const { config, diaries, issues, sources } = newsroom;
  const note = (outcome: DraftOutcome, notes: readonly Text[]): Promise<DraftOutcome> =>
    diaries.note(week, () => ({
      records: [{ type: 'composed', at: now.toISOString(), outcome, notes }],
      answer: outcome,
    }));
  // What the author wrote herself and approved leaves as it is.
  const isApproved = (await diaries.read(week)).word?.is === 'approved';
  if (isApproved && (await issues.read(week)) !== undefined) return note('drafted', []);
  const order = {
    week,
    now,
    isReplay: false,
    config: isWanted ? withLetterInQuietWeeks(config) : config,
    prompts: await newsroom.prompts(),
    sources,
    drafts: issues,
    reports: newsroom.reports,
    sendings: { diaries, issues },
  };
  const composed = await compose(order).catch((error: unknown) => {
    if (error instanceof NewsletterError && error.code === 'issue.quiet') return undefined;
    throw error;
  });
  const outcome = composed === undefined ? 'quiet' : composed.outcome === 'skipped' ? 'skipped' : 'drafted';
  return note(outcome, composed === undefined ? [] : draftNotes(composed));
}

function withLetterInQuietWeeks(config: Config): Config {
  return { ...config, issue: { ...config.issue, quietWeek: 'letter' } };
}
