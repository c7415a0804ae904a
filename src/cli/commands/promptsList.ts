import type { Config } from '../../core/config.ts';
import type { Language } from '../../core/errors.ts';
import type { Prompt } from '../../core/composing/prompt.ts';
import { askedPrompts, questionsOf, type PromptHistory } from '../../core/composing/promptHistory.ts';
import { diariesFolder } from '../../files/diaries.ts';
import { issuesFolder } from '../../files/issuesFolder.ts';
import { readPromptFile } from '../../files/newsletterFolder.ts';
import { reportsFolder } from '../../files/reportsFolder.ts';
import { answersByWeek } from '../../flow/answersByWeek.ts';
import { countingLetters } from '../../flow/pastLetters.ts';
import { choiceOf } from '../choices.ts';
import { openFolder } from '../context.ts';
import type { Output } from '../output.ts';
import { type GlobalOptions } from '../settings.ts';
import { table } from '../table.ts';

interface ListOptions extends GlobalOptions {
  readonly tag?: string;
  readonly language?: string;
}

/** A question with what became of it. */
interface Row extends PromptHistory {
  readonly prompt: Prompt;
}

/** `wochenbrief prompts list`: the questions, and what became of them in the letters so far. */
export async function promptsList(options: ListOptions, output: Output): Promise<number> {
  const { folder, config } = await openFolder(options, output);
  const language = choiceOf('--language', options.language, ['de', 'en'] as const) ?? config.locale;
  const prompts = (await readPromptFile(folder, config))[language];
  const issues = await countingLetters({ diaries: diariesFolder(folder), issues: issuesFolder(folder) });
  const answers = await answersByWeek(
    issues.map(({ week }) => week),
    reportsFolder(folder),
  );
  const history = askedPrompts(prompts, questionsOf(issues), language, answers);
  const tag = options.tag === undefined ? undefined : folded(options.tag);
  const rows = prompts
    .filter(({ tags }) => tag === undefined || tags.map(folded).includes(tag))
    .map((prompt): Row => ({ prompt, ...history.of(prompt) }));
  if (!options.json) show(rows, { language, total: prompts.length, config }, output);
  output.document({ language, total: prompts.length, prompts: rows.map(written) });
  return 0;
}

function show(
  rows: readonly Row[],
  {
    language,
    total,
    config,
  }: { readonly language: Language; readonly total: number; readonly config: Config },
  output: Output,
): void {
  if (rows.length === 0) {
    output.say(
      total === 0
        ? {
            de: `Unter „${language}:“ in ${config.prompts} steht keine Frage.`,
            en: `There is no question below "${language}:" in ${config.prompts}.`,
          }
        : { de: 'Keine Frage hat dieses Thema.', en: 'No question has this tag.' },
    );
    return;
  }
  output.say(table([heads[output.language], ...rows.map((row) => cells(row, output.language))], widestCell));
  const asked = rows.filter(({ weeks }) => weeks.length > 0).length;
  output.say({
    de: `\n${rows.length === 1 ? 'Eine Frage' : `${rows.length} Fragen`}; ${asked} davon gestellt, ${rows.length - asked} noch nie.`,
    en: `\n${rows.length} questions; ${asked} of them asked, ${rows.length - asked} never yet.`,
  });
}

const widestCell = 28;
const heads: Readonly<Record<Language, readonly string[]>> = {
  de: ['gestellt', 'zuletzt', 'Antworten', 'nur', 'Themen', 'Frage'],
  en: ['asked', 'last', 'answers', 'only', 'tags', 'question'],
};

function cells({ prompt, weeks, answers }: Row, language: Language): readonly string[] {
  const { text, tags, season, on } = prompt;
  const times = { de: `${weeks.length}-mal`, en: weeks.length === 1 ? 'once' : `${weeks.length} times` };
  const [last] = weeks;
  return [
    last === undefined ? '–' : times[language],
    last ?? '–',
    answers === 0 ? '–' : String(answers),
    [...(season === null ? [] : [season]), ...on.map((date) => date.text)].join(', ') || '–',
    tags.join(', ') || '–',
    text,
  ];
}

function written({ prompt, weeks, answers }: Row): object {
  const { on, ...rest } = prompt;
  const [lastAsked = null] = weeks;
  return { ...rest, on: on.map(({ text }) => text), asked: weeks.length, lastAsked, weeks, answers };
}

function folded(tag: string): string {
  return tag.normalize('NFC').trim().toLowerCase();
}
