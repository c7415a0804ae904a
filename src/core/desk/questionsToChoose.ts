import { choiceForDraft, type QuestionOrder } from '../clock/anotherQuestion.ts';
import { rankPrompts, wordingOf, type RankedQuestion } from '../composing/prompt.ts';
import { seasonWords } from '../composing/promptCalendar.ts';
import { askedPrompts } from '../composing/promptHistory.ts';
import { isSameQuestion } from '../composing/promptIdentity.ts';
import type { Language } from '../errors.ts';
import type { Issue, Question } from '../issue.ts';
import type { WeekId } from '../week.ts';

/** A question of prompts.yaml as the author finds it when she looks for one. */
export interface KnownQuestion {
  readonly text: string;
  readonly tags: readonly string[];
  /** When alone it fits, in words; null for most. */
  readonly season: string | null;
  /** The weeks it was asked in, the latest first. */
  readonly asked: readonly WeekId[];
}

/** What a draft could ask instead. */
export interface QuestionsToChoose {
  /** Those that fit best now, with their reasons, the best first; none of them stands in the draft. */
  readonly best: readonly RankedQuestion[];
  /** Those the author has decided against for this week, the last one first; she may think better of it. */
  readonly declined: readonly string[];
  /** All of them, in the form the letter would ask them in. */
  readonly all: readonly KnownQuestion[];
}

/** The questions that a draft could ask instead of its own. */
export function questionsToChoose(
  issue: Issue,
  order: Omit<QuestionOrder, 'draft' | 'draftName'>,
): QuestionsToChoose {
  const { config, declined } = order;
  const choice = choiceForDraft(issue, order);
  const present = issue.question ? [issue.question.text] : [];
  const { ranking } = rankPrompts({ ...choice, except: [...present, ...declined] }, config);
  const history = askedPrompts(choice.prompts, choice.asked, config.locale);
  return {
    best: ranking,
    declined: [...declined]
      .toReversed()
      .filter(
        (text, at, texts) =>
          ![...present, ...texts.slice(0, at)].some((other) => isSameQuestion(other, text)),
      ),
    all: choice.prompts.flatMap((prompt) => {
      const text = wordingOf(prompt, config);
      if (text === null) return [];
      const season = prompt.season === null ? null : seasonWords(prompt.season, config.locale);
      return [{ text, tags: prompt.tags, season, asked: history.of(prompt).weeks }];
    }),
  };
}

/** A question the author decided for, with the reason it stands in the draft for. */
export function chosenQuestion(text: string, { best, all }: QuestionsToChoose, locale: Language): Question {
  const ranked = best.find((one) => one.text === text);
  if (ranked) return { text, reason: ranked.reason };
  const isKnown = all.some((one) => isSameQuestion(one.text, text));
  return { text, reason: (isKnown ? reasons.picked : reasons.own)[locale] };
}

const reasons = {
  picked: { de: 'von dir ausgesucht', en: 'picked by you' },
  own: { de: 'von dir geschrieben', en: 'written by you' },
} as const;
