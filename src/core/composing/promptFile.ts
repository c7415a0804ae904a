import * as z from 'zod';
import { foldSpace, withoutUnsafeCharacters } from '../characters.ts';
import { errorOfFaults } from '../fault.ts';
import type { Prompt } from './prompt.ts';
import { parsePromptDate, seasons, type PromptDate } from './promptCalendar.ts';
import { validate } from '../validate.ts';
import { readYaml } from '../yamlText.ts';

/** A question becomes a subject, so it stands on one line however it is written here. */
const question = z
  .string()
  .trim()
  .min(1)
  .transform((text) => foldSpace(withoutUnsafeCharacters(text)))
  .pipe(z.string().min(1));

const promptDate = z
  .string()
  .trim()
  .refine((text) => parsePromptDate(text) !== undefined, { params: { kind: 'promptDate' } });

const promptSchema = z
  .union([
    question,
    z.strictObject({
      text: question.describe('The question, in the du form or addressing nobody.'),
      sie: question.optional().describe('The question in the Sie form.'),
      tags: z.array(z.string().trim().min(1)).default([]).describe('Themes it fits.'),
      season: z.enum(seasons).optional().describe('The only time of the year it fits.'),
      on: z
        .union([promptDate, z.array(promptDate).min(1)])
        .optional()
        .describe(
          'The only days it is asked on: 12-06, 11-01..11-10, easter, easter+39..easter+50, or several.',
        ),
    }),
  ])
  .transform((entry): Prompt => {
    if (typeof entry === 'string') return { text: entry, sie: null, tags: [], season: null, on: [] };
    const { text, sie = null, tags, season = null, on = [] } = entry;
    return { text, sie, tags, season, on: datesOf(typeof on === 'string' ? [on] : on) };
  });

function datesOf(texts: readonly string[]): readonly PromptDate[] {
  return texts.flatMap((text) => parsePromptDate(text) ?? []);
}

/** The one definition of prompts.yaml: a list of questions for each language. */
export const promptFileSchema = z.strictObject({
  de: z.array(promptSchema).default([]).describe('German questions.'),
  en: z.array(promptSchema).default([]).describe('English questions.'),
});

/** The reflection questions of both languages. */
export type PromptFile = Readonly<z.output<typeof promptFileSchema>>;

/** Reads prompts.yaml; throws `prompts.invalid` with every fault and its place. */
export function readPrompts(text: string, fileName = 'prompts.yaml'): PromptFile {
  const reading = readYaml(text, fileName);
  const result = 'faults' in reading ? reading : validate(promptFileSchema, reading.yaml);
  if ('value' in result) return result.value;
  throw errorOfFaults(
    'prompts.invalid',
    { de: `In ${fileName} stimmt etwas nicht:`, en: `Something is wrong in ${fileName}:` },
    result.faults,
  );
}
