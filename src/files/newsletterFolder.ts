import { isDeepStrictEqual } from 'node:util';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../core/config.ts';
import { NewsletterError } from '../core/errors.ts';
import type { PromptFile } from '../core/composing/promptFile.ts';
import { readConfig } from '../core/readConfig.ts';
import type { TemplateFiles } from '../core/render/templates.ts';
import { templatesInUse } from '../core/templateShelf.ts';
import { readText } from './readText.ts';
import { readTemplateShelf } from './templateFolders.ts';

/** The settings of a newsletter folder; throws `config.*`. */
export async function readConfigFile(root: string): Promise<Config> {
  return readConfig(await readSettingsText(root));
}

/** The same as their author wrote them. */
export function readSettingsText(root: string): Promise<string> {
  return readText(join(root, 'newsletter.yaml'), 'config.missing', {
    de: 'In den Ordner des Newsletters wechseln oder ihn mit --dir nennen. Ein neuer entsteht mit: wochenbrief init',
    en: 'Change into the folder of the newsletter or name it with --dir. Make a new one with: wochenbrief init',
  });
}

/** The reflection questions the settings point to; throws `prompts.invalid`. */
export async function readPromptFile(root: string, config: Config): Promise<PromptFile> {
  const { readPrompts } = await import('../core/composing/promptFile.ts');
  return readPrompts(await readPromptText(root, config), config.prompts);
}

/** The same as its author wrote it. */
export function readPromptText(root: string, config: Config): Promise<string> {
  return readText(join(root, config.prompts), 'prompts.invalid', {
    de: 'Die Einstellung „prompts“ in newsletter.yaml nennt die Datei mit den Fragen.',
    en: 'The setting "prompts" in newsletter.yaml names the file of the questions.',
  });
}

/** What letters, mails and pages are made from: the program's templates, and in their place the author's own; throws `template.*`. */
export async function readTemplateFiles(root: string): Promise<TemplateFiles> {
  await refuseMjmlConfig(root);
  return asKnown(templatesInUse(await readTemplateShelf(root)));
}

/** Templates of folders that were read lately; a process serves one, a test many. */
const known: TemplateFiles[] = [];
const mostKnown = 4;

/** The same object for the same templates, so that what was compiled from them is used again. */
function asKnown(files: TemplateFiles): TemplateFiles {
  const same = known.find((other) => isDeepStrictEqual(other, files));
  if (same) return same;
  known.unshift(files);
  known.splice(mostKnown);
  return files;
}

/** MJML executes the packages that a .mjmlconfig in its working folder lists, as soon as it is imported. */
export async function refuseMjmlConfig(root: string): Promise<void> {
  for (const folder of new Set([root, process.cwd()])) {
    const path = join(folder, '.mjmlconfig');
    if (!(await stat(path).catch(() => undefined))) continue;
    throw new NewsletterError(
      'template.unsafe',
      {
        de: `${path} würde MJML fremden Code ausführen lassen.`,
        en: `${path} would make MJML execute foreign code.`,
      },
      {
        hint: {
          de: 'Die Datei entfernen; Wochenbrief braucht sie nicht.',
          en: 'Remove the file; Wochenbrief does not need it.',
        },
      },
    );
  }
}
