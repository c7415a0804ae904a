import Handlebars from 'handlebars';
import { NewsletterError, reasonOf } from '../errors.ts';
import { checkTemplate } from './checkTemplate.ts';
import { templateHelpers } from './templateNames.ts';
import type { Shape, ShapeOf } from './viewShape.ts';

/** The project's templates by file name, relative to its folder: `issue.mjml`, `partials/post.mjml`. */
export interface TemplateFiles {
  readonly [fileName: string]: string;
}

/**
 * Makes a template ready to be filled. All its partials are read and every name in them is checked first, whether
 * or not this week's issue would reach it; throws `template.missing` and `template.broken`. What goes into a template
 * is escaped for HTML, except in `.txt.hbs`. Partials lie beside their template and end like it:
 * `partials/post.mjml`, `partials/post.txt.hbs`, `pages/partials/begin.hbs`.
 */
export function compileTemplate<View>(
  files: TemplateFiles,
  fileName: string,
  shape: Shape & ShapeOf<View>,
): (view: View) => string {
  const ending = fileName.slice(fileName.indexOf('.'));
  const folder = `${fileName.slice(0, fileName.lastIndexOf('/') + 1)}partials/`;
  const partials = new Map(
    Object.keys(files)
      .filter((file) => file.startsWith(folder) && file.endsWith(ending))
      .map((file) => [file.slice(folder.length, -ending.length), file]),
  );
  checkTemplate(fileName, shape, { partials, parse: (file) => parseTemplate(files, file) });
  const handlebars = Handlebars.create();
  for (const [name, file] of partials) handlebars.registerPartial(name, files[file] ?? '');
  const fill = handlebars.compile<View>(files[fileName], {
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(templateHelpers.map((name) => [name, true])),
    noEscape: ending === '.txt.hbs',
  });
  return (view) => fill(view, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
}

function parseTemplate(files: TemplateFiles, fileName: string): hbs.AST.Program {
  const source = files[fileName];
  if (source === undefined) throw templateMissing(fileName);
  try {
    return Handlebars.parse(source, { srcName: fileName });
  } catch (error) {
    const [reason = ''] = reasonOf(error).split('\n');
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
        cause: error,
      },
    );
  }
}

/** A template that the program needs is not there. */
export function templateMissing(fileName: string): NewsletterError {
  return new NewsletterError(
    'template.missing',
    { de: `Die Vorlage ${fileName} fehlt.`, en: `The template ${fileName} is missing.` },
    {
      hint: {
        de: `Mit „wochenbrief init ../vorlage --yes“ einen neuen Ordner anlegen und templates/${fileName} von dort kopieren.`,
        en: `Make a new folder with "wochenbrief init ../template --yes" and copy templates/${fileName} from there.`,
      },
    },
  );
}
