import Handlebars from 'handlebars';
import { NewsletterError, reasonOf } from '../errors.ts';
import type { LookName } from '../look.ts';
import { templateFaults } from './checkTemplate.ts';
import { brokenTemplate, templateHelpers } from './templateNames.ts';
import { templatePlaces, type PlacedText, type TemplatePlaces } from './templatePlaces.ts';
import { parseTemplate, partialsOf, templateOfLook, type TemplateFiles } from './templates.ts';
import type { Shape, ShapeOf } from './viewShape.ts';

/** How a template is compiled, besides what everybody needs. */
export interface Compiling {
  /** Whose files go before those that all looks share. */
  readonly look?: LookName | undefined;
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
  { look }: Compiling = {},
): (view: View) => string {
  return compiledOnce({ files, fileName, shape, look, isPlaced: false }).fill;
}

/** The same for a template whose filled lines still know where they come from. */
export function compilePlacedTemplate<View>(
  files: TemplateFiles,
  fileName: string,
  shape: Shape & ShapeOf<View>,
  { look }: Compiling = {},
): (view: View) => PlacedText {
  const { fill, places } = compiledOnce({ files, fileName, shape, look, isPlaced: true });
  return (view) => places.read(fill(view));
}

interface CompileOrder {
  readonly files: TemplateFiles;
  readonly fileName: string;
  readonly shape: Shape;
  readonly look: LookName | undefined;
  readonly isPlaced: boolean;
}

interface Compiled {
  readonly fill: (view: unknown) => string;
  readonly places: TemplatePlaces;
}

/** For as long as somebody has the templates at hand: a letter in four editions compiles them once. */
const kept = new WeakMap<TemplateFiles, Map<Shape, Map<string, Compiled>>>();

function compiledOnce(order: CompileOrder): Compiled {
  const { files, fileName, shape, look, isPlaced } = order;
  const ofFiles = kept.get(files) ?? new Map<Shape, Map<string, Compiled>>();
  const ofShape = ofFiles.get(shape) ?? new Map<string, Compiled>();
  kept.set(files, ofFiles.set(shape, ofShape));
  const name = [fileName, look, isPlaced].join(' ');
  const compiled = ofShape.get(name) ?? compile(order);
  ofShape.set(name, compiled);
  return compiled;
}

function compile({ files, fileName, shape, look, isPlaced }: CompileOrder): Compiled {
  const main = templateOfLook(files, fileName, look);
  const partials = partialsOf(files, fileName, look);
  const [fault] = templateFaults(main, shape, { partials, parse: (file) => parseTemplate(files, file) });
  if (fault) throw fault;
  const handlebars = Handlebars.create();
  const places = templatePlaces();
  const compileFile = (file: string): ((given: unknown, options?: object) => string) => {
    const program = parseTemplate(files, file);
    if (isPlaced) places.mark(program, file);
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
  for (const [name, file] of partials) handlebars.registerPartial(name, compileFile(file));
  const fill = compileFile(main);
  return {
    places,
    fill: (view) => fill(view, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false }),
  };
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
