import { foldSpace, withoutUnsafeCharacters } from '../../core/characters.ts';
import type { Config } from '../../core/config.ts';
import { NewsletterError, type Language, type Text } from '../../core/errors.ts';
import { parsePromptDate, seasons } from '../../core/composing/promptCalendar.ts';
import { promptLike } from '../../core/composing/promptCheck.ts';
import { addPrompt, longestQuestion, type NewPrompt } from '../../core/composing/promptEdit.ts';
import { readPrompts } from '../../core/composing/promptFile.ts';
import { changePrompts } from '../../files/promptsFile.ts';
import { choiceOf } from '../choices.ts';
import { openFolder } from '../context.ts';
import type { Output } from '../output.ts';
import { type GlobalOptions } from '../settings.ts';

interface AddOptions extends GlobalOptions {
  readonly sie?: string;
  readonly tags?: string;
  readonly season?: string;
  readonly on?: string;
  readonly language?: string;
  readonly anyway?: boolean;
}

/** `wochenbrief prompts add`: a question entered into prompts.yaml, unless nearly the same stands there. */
export async function promptsAdd(options: AddOptions, output: Output, text = ''): Promise<number> {
  const { folder, config } = await openFolder(options, output);
  const language = choiceOf('--language', options.language, ['de', 'en'] as const) ?? config.locale;
  const added = promptOf(text, options, language);
  await changePrompts(folder, config, (before) => {
    if (options.anyway !== true) refuseAlike(added, before, language, config);
    return addPrompt(before, config.prompts, language, added);
  });
  output.say({
    de: `Eingetragen in ${config.prompts}: „${added.text}“`,
    en: `Entered into ${config.prompts}: “${added.text}”`,
  });
  const { sie = null, tags, season = null, on } = added;
  output.document({ language, text: added.text, sie, tags, season, on, file: config.prompts });
  return 0;
}

/** The question as its options describe it; throws `usage.wrong`. */
function promptOf(text: string, options: AddOptions, language: Language): NewPrompt {
  const words = oneLine(text);
  if (words === '') throw wrong({ de: 'Die Frage ist leer.', en: 'The question is empty.' });
  const sie = options.sie === undefined ? undefined : oneLine(options.sie);
  if (sie === '') throw wrong({ de: '--sie ist leer.', en: '--sie is empty.' });
  if (sie !== undefined && language === 'en')
    throw wrong({
      de: '--sie gibt es nur bei deutschen Fragen.',
      en: '--sie goes with German questions only.',
    });
  if (Math.max(words.length, sie?.length ?? 0) > longestQuestion)
    throw wrong({
      de: `Die Frage ist länger als ${longestQuestion} Zeichen.`,
      en: `The question is longer than ${longestQuestion} characters.`,
    });
  const on = listOf(options.on);
  const unknown = on.find((date) => parsePromptDate(date) === undefined);
  if (unknown !== undefined)
    throw wrong(
      { de: `--on ${unknown}: diesen Tag gibt es nicht.`, en: `--on ${unknown}: there is no such day.` },
      {
        de: 'Zum Beispiel 12-06, 12-01..12-07, easter, easter-2 oder easter..easter+6',
        en: 'For example 12-06, 12-01..12-07, easter, easter-2 or easter..easter+6',
      },
    );
  const season = choiceOf('--season', options.season, seasons);
  return { text: words, sie, tags: [...new Set(listOf(options.tags))], season, on: [...new Set(on)] };
}

function oneLine(text: string): string {
  return foldSpace(withoutUnsafeCharacters(text)).trim();
}

function listOf(option: string | undefined): readonly string[] {
  return (option ?? '')
    .split(',')
    .map(oneLine)
    .filter((one) => one !== '');
}

function refuseAlike(added: NewPrompt, text: string, language: Language, config: Config): void {
  const prompts = readPrompts(text, config.prompts)[language];
  const like =
    promptLike(added.text, prompts, language) ??
    (added.sie === undefined ? undefined : promptLike(added.sie, prompts, language));
  if (!like) return;
  throw new NewsletterError(
    'prompts.alike',
    {
      de: `In ${config.prompts} steht schon: „${like.text}“`,
      en: `In ${config.prompts} there is already: “${like.text}”`,
    },
    {
      hint: {
        de: 'Trotzdem eintragen: denselben Aufruf mit --anyway.',
        en: 'To enter it all the same: the same call with --anyway.',
      },
    },
  );
}

function wrong(text: Text, hint?: Text): NewsletterError {
  return new NewsletterError('usage.wrong', text, hint === undefined ? {} : { hint });
}
