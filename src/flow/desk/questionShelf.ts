import {
  chosenQuestion,
  questionsToChoose,
  type QuestionsToChoose,
} from '../../core/desk/questionsToChoose.ts';
import type { Issue } from '../../core/issue.ts';
import type { WeekId } from '../../core/week.ts';
import { answersByWeek } from '../answersByWeek.ts';
import { countingLetters } from '../pastLetters.ts';
import { editDraft, type EditOutcome } from './editDraft.ts';
import type { OpenDesk } from './openDesk.ts';

type Desk = Pick<OpenDesk, 'config' | 'issues' | 'diaries' | 'reports' | 'prompts' | 'clock'>;

/** Looks up what a draft could ask instead. Throws `prompts.invalid`, `issue.invalid`. */
export async function lookUpQuestions(desk: Desk, week: WeekId, issue: Issue): Promise<QuestionsToChoose> {
  const { config, diaries, reports } = desk;
  const past = (await countingLetters(desk)).filter((one) => one.week !== week);
  const { declined } = await diaries.read(week);
  return questionsToChoose(issue, {
    week,
    config,
    prompts: await desk.prompts(),
    past,
    answers: await answersByWeek(
      past.map((one) => one.week),
      reports,
    ),
    declined,
  });
}

/** Writes the question the author decided for, or takes the present one out (null). What it replaces is not proposed again this week. */
export async function chooseQuestion(
  desk: Desk,
  week: WeekId,
  choice: { readonly text: string | null; readonly issue: Issue; readonly seen: string },
): Promise<EditOutcome> {
  const { text, issue, seen } = choice;
  const to =
    text === null ? null : chosenQuestion(text, await lookUpQuestions(desk, week, issue), desk.config.locale);
  const outcome = await editDraft(desk, week, [{ edit: { part: 'question', to }, seen }]);
  const replaced = outcome.is === 'saved' && to !== null ? outcome.before?.question : null;
  if (replaced) {
    const at = desk.clock.now().toISOString();
    await desk.diaries.note(week, () => ({
      records: [{ type: 'asked', at, by: 'command', question: replaced.text }],
      answer: undefined,
    }));
  }
  return outcome;
}
