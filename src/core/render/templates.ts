import Handlebars from 'handlebars';
import { NewsletterError, reasonOf } from '../errors.ts';
import { baseLook, type LookName } from '../look.ts';

/** The project's templates by file name, relative to its folder: `issue.mjml`, `partials/post.mjml`. */
export interface TemplateFiles {
  readonly [fileName: string]: string;
}

/** The file that a look has for a template: its own, or the one all looks share. */
export function templateOfLook(files: TemplateFiles, fileName: string, look: LookName = baseLook): string {
  const own = `looks/${look}/${fileName}`;
  return files[own] === undefined ? fileName : own;
}

/** Names of the partials of a template with their files. */
export function partialsOf(
  files: TemplateFiles,
  fileName: string,
  look: LookName = baseLook,
): ReadonlyMap<string, string> {
  const ending = fileName.slice(fileName.indexOf('.'));
  const shared = `${fileName.slice(0, fileName.lastIndexOf('/') + 1)}partials/`;
  // The look's own come last, and stand in for shared ones of the same name.
  const found = [shared, `looks/${look}/${shared}`].flatMap((folder) =>
    Object.keys(files)
      .filter((file) => file.startsWith(folder) && file.endsWith(ending))
      .map((file) => [file.slice(folder.length, -ending.length), file] as const),
  );
  return new Map(found);
}

/** A template as Handlebars reads it; throws `template.missing` and `template.broken`. */
export function parseTemplate(files: TemplateFiles, fileName: string): hbs.AST.Program {
  const source = files[fileName];
  if (source === undefined) throw templateMissing(fileName);
  try {
    return Handlebars.parse(source, { srcName: fileName });
  } catch (error) {
    const [reason = ''] = reasonOf(error).split('\n');
    const line = /on line (\d+)/.exec(reason)?.[1] ?? / - (\d+):\d+$/.exec(reason)?.[1];
    throw new NewsletterError(
      'template.broken',
      {
        de: `${fileName} lässt sich nicht lesen: ${reason.replace(/^Parse error on line (\d+):?/, 'Zeile $1')}`,
        en: `${fileName} cannot be read: ${reason}`,
      },
      {
        hint: {
          de: 'Meist fehlt ein {{/if}} oder {{/each}}, oder eine Klammer.',
          en: 'Most often an {{/if}} or {{/each}} is missing, or a brace.',
        },
        place: { file: fileName, line: line === undefined ? null : Number(line) },
        cause: error,
      },
    );
  }
}

/** A template that the program needs is not there. */
function templateMissing(fileName: string): NewsletterError {
  return new NewsletterError(
    'template.missing',
    { de: `Die Vorlage ${fileName} fehlt.`, en: `The template ${fileName} is missing.` },
    {
      hint: {
        de: 'Sie gehört zum Programm: Wochenbrief noch einmal installieren.',
        en: 'It is part of the program: install Wochenbrief once more.',
      },
      place: { file: fileName, line: null },
    },
  );
}
