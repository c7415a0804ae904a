import { anotherQuestion, type AnotherQuestion } from '../core/clock/anotherQuestion.ts';
import type { Config } from '../core/config.ts';
import type { Decider } from '../core/clock/diary.ts';
import type { Clock, Diaries, Drafts, LetterReports, SendingTimes } from '../core/ports.ts';
import type { PromptFile } from '../core/composing/promptFile.ts';
import type { WeekId } from '../core/week.ts';
import { answersByWeek } from './answersByWeek.ts';
import { requireDraft } from './draft.ts';
import { countingLetters } from './pastLetters.ts';

/** The draft that is to get another question. */
export interface AskOrder {
  readonly week: WeekId;
  readonly config: Config;
  readonly issues: Drafts & Pick<SendingTimes, 'sentSince'>;
  readonly diaries: Diaries;
  /** Throws `prompts.invalid`. */
  readonly prompts: () => Promise<PromptFile>;
  readonly clock: Pick<Clock, 'now'>;
  readonly reports?: Pick<LetterReports, 'read'>;
}

/**
 * Gives a draft another question than the one that the author was shown, and notes in the diary which one she declined; a
 * draft that has another one by now stays as it is (`changed`). Throws `issue.missing`, `issue.invalid`, `issue.changed`,
 * `issue.frozen`, `prompts.invalid`, `lock.held`.
 */
export async function askAnother(
  order: AskOrder,
  by: Decider,
  isShown: (question: string) => boolean = () => true,
): Promise<AnotherQuestion | { readonly is: 'changed' }> {
  const { week, config, issues, diaries } = order;
  const draft = await requireDraft(order);
  const { declined } = await diaries.read(week);
  const past = (await countingLetters(order)).filter((issue) => issue.week !== week);
  const another = anotherQuestion({
    week,
    draft,
    draftName: issues.nameOf(week),
    config,
    prompts: await order.prompts(),
    past,
    answers: await answersByWeek(
      past.map((issue) => issue.week),
      order.reports,
    ),
    declined,
  });
  if (another.is === 'noQuestion') return another;
  if (another.is === 'found') {
    if (!isShown(another.replaced)) return { is: 'changed' };
    await issues.write(week, another.draft, draft);
    // Only now: a question whose replacement could not be written was not declined either.
    const at = order.clock.now().toISOString();
    await diaries.note(week, () => ({
      records: [{ type: 'asked', at, by, question: another.replaced }],
      answer: undefined,
    }));
  }
  return another;
}
