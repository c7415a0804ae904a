import { NewsletterError } from '../../core/errors.ts';
import { templateGroups, templatesNamed } from '../../core/templateShelf.ts';
import { copyTemplates, readTemplateShelf } from '../../files/templateFolders.ts';
import { openFolder } from '../context.ts';
import type { Output } from '../output.ts';
import type { GlobalOptions } from '../settings.ts';

/** `wochenbrief templates eject NAME`: templates of the program in the author's folder, for her to change. */
export async function templatesEject(options: GlobalOptions, output: Output, name = ''): Promise<number> {
  const { folder, config } = await openFolder(options, output);
  const named = templatesNamed(name, await readTemplateShelf(folder), config.look.template);
  if ('several' in named) throw severalMeant(name, named.several);
  if (!('files' in named)) throw nothingMeant(name, named.nearest);
  const written = await copyTemplates(folder, named.files);
  const kept = named.files.filter((file) => !written.includes(file));
  for (const file of written) output.say({ de: `  templates/${file}`, en: `  templates/${file}` });
  if (kept.length > 0) {
    output.say({
      de: `Schon da und unberührt: ${kept.map((file) => `templates/${file}`).join(', ')}`,
      en: `There already, and left untouched: ${kept.map((file) => `templates/${file}`).join(', ')}`,
    });
  }
  if (written.length > 0) {
    output.say({
      de: '\nDiese Dateien gelten ab jetzt statt der mitgelieferten. Nach dem Ändern: wochenbrief templates check',
      en: '\nFrom now on these files count instead of the program’s. After changing them: wochenbrief templates check',
    });
  }
  output.document({ written, kept });
  return 0;
}

function severalMeant(name: string, files: readonly string[]): NewsletterError {
  return new NewsletterError(
    'usage.wrong',
    { de: `„${name}“ heißen mehrere Vorlagen.`, en: `Several templates are called "${name}".` },
    { hint: { de: `Eine davon nennen: ${files.join(', ')}`, en: `Name one of them: ${files.join(', ')}` } },
  );
}

function nothingMeant(name: string, nearest: string | undefined): NewsletterError {
  const meant =
    nearest === undefined
      ? { de: '', en: '' }
      : { de: `Meintest du „${nearest}“? `, en: `Did you mean "${nearest}"? ` };
  const groups = templateGroups.join(', ');
  return new NewsletterError(
    'usage.wrong',
    { de: `Eine Vorlage „${name}“ gibt es nicht.`, en: `There is no template "${name}".` },
    {
      hint: {
        de: `${meant.de}Möglich sind ${groups} oder eine Datei; „wochenbrief templates list“ zeigt alle.`,
        en: `${meant.en}Possible are ${groups} or one file; "wochenbrief templates list" shows all.`,
      },
    },
  );
}
