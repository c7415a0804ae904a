import Handlebars from 'handlebars';
import { NewsletterError, reasonOf } from '../errors.ts';
import { baseLook, type LookName } from '../look.ts';
import { templateFaults } from './checkTemplate.ts';
import { brokenTemplate, templateHelpers } from './templateNames.ts';
import type { Shape, ShapeOf } from './viewShape.ts';

/** The project's templates by file name, relative to its folder: `issue.mjml`, `partials/post.mjml`. */
export interface TemplateFiles {
  readonly [fileName: string]: string;
}

/** How a template is compiled, besides what everybody needs. */
export interface Compiling {
  /** Whose files go before those that all looks share. */
  readonly look?: LookName | undefined;
  /** Changes a parsed template before it is filled. */
  readonly mark?: ((program: hbs.AST.Program, fileName: string) => void) | undefined;
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
  { look, mark }: Compiling = {},
): (view: View) => string {
  const main = templateOfLook(files, fileName, look);
  const partials = partialsOf(files, fileName, look);
  const [fault] = templateFaults(main, shape, { partials, parse: (file) => parseTemplate(files, file) });
  if (fault) throw fault;
  const handlebars = Handlebars.create();
  const compile = (file: string): ((given: unknown, options?: object) => string) => {
    const program = parseTemplate(files, file);
    mark?.(program, file);
    const fill = handlebars.compile(program, {
      strict: true,
      knownHelpersOnly: true,
      knownHelpers: Object.fromEntries(templateHelpers.map((name) => [name, true])),
      noEscape: file.endsWith('.txt.hbs'),
    });
    return (given, options) => {
      try {
        return fill(given, options);
      } catch (error) {
        throw error instanceof NewsletterError ? error : unfillable(file, error);
      }
    };
  };
  for (const [name, file] of partials) handlebars.registerPartial(name, compile(file));
  const fill = compile(main);
  return (view) => fill(view, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
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

/** What every name in it allows may still fail on this week's letter: a field of something that is not there. */
function unfillable(fileName: string, error: unknown): NewsletterError {
  const [, name = '', inside = ''] =
    /^"(.*)" not defined in (.*?)(?: - \d+:\d+)?$/.exec(reasonOf(error)) ?? [];
  const line = error instanceof Error && 'lineNumber' in error ? Number(error.lineNumber) : 1;
  if (name === '' || !/^(?:null|undefined)$/.test(inside))
    return brokenTemplate({ fileName }, line, { de: reasonOf(error), en: reasonOf(error) });
  return brokenTemplate(
    { fileName },
    line,
    {
      de: `„${name}“ gehört zu etwas, das nicht jeder Brief hat.`,
      en: `"${name}" belongs to something that not every letter has.`,
    },
    {
      de: 'Mit {{#if …}} fragen, ob es da ist, wie {{#if picture}}{{picture.url}}{{/if}}.',
      en: 'Ask with {{#if …}} whether it is there, as {{#if picture}}{{picture.url}}{{/if}}.',
    },
  );
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
