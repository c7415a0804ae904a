import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Config } from '../core/config.ts';
import { NewsletterError } from '../core/errors.ts';
import { readPrompts, type PromptFile } from '../core/composing/promptFile.ts';
import { readConfig } from '../core/readConfig.ts';
import { readText } from './readText.ts';

/** The settings of a newsletter folder; throws `config.*`. */
export async function readConfigFile(root: string): Promise<Config> {
  const text = await readText(join(root, 'newsletter.yaml'), 'config.missing', {
    de: 'In den Ordner des Newsletters wechseln oder ihn mit --dir nennen. Ein neuer entsteht mit: wochenbrief init',
    en: 'Change into the folder of the newsletter or name it with --dir. Make a new one with: wochenbrief init',
  });
  return readConfig(text);
}

/** The reflection questions the settings point to; throws `prompts.invalid`. */
export async function readPromptFile(root: string, config: Config): Promise<PromptFile> {
  return readPrompts(await readPromptText(root, config), config.prompts);
}

/** The same as its author wrote it. */
export function readPromptText(root: string, config: Config): Promise<string> {
  return readText(join(root, config.prompts), 'prompts.invalid', {
    de: 'Die Einstellung „prompts“ in newsletter.yaml nennt die Datei mit den Fragen.',
    en: 'The setting "prompts" in newsletter.yaml names the file of the questions.',
  });
}

/** The project's templates by their path below templates/; throws `template.*`. */
export async function readTemplateFiles(root: string): Promise<Readonly<Record<string, string>>> {
  await refuseMjmlConfig(root);
  const folder = join(root, 'templates');
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const templates = names.filter((name) => /\.(mjml|hbs)$/.test(name)).sort();
  const entries = templates.map(async (name) => [
    name.split(sep).join('/'),
    await readText(join(folder, name), 'template.missing', restoreTemplates),
  ]);
  if (templates.length === 0) {
    throw new NewsletterError(
      'template.missing',
      { de: `In ${folder} liegen keine Vorlagen.`, en: `There are no templates in ${folder}.` },
      { hint: restoreTemplates },
    );
  }
  return Object.fromEntries(await Promise.all(entries));
}

const restoreTemplates = {
  de: 'Mit „wochenbrief init ../vorlage --yes“ einen neuen Ordner anlegen und dessen Ordner templates/ hierher kopieren.',
  en: 'Make a new folder with "wochenbrief init ../template --yes" and copy its folder templates/ to here.',
};

/** MJML executes the packages that a .mjmlconfig in its working folder lists, as soon as it is imported. */
async function refuseMjmlConfig(root: string): Promise<void> {
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
