import { NewsletterError, reasonOf, type Place, type Text } from '../errors.ts';
import { strayTags } from './mjmlTags.ts';
import { mjmlWords } from './mjmlWords.ts';
import type { PlacedText } from './templatePlaces.ts';
import type { TemplateFiles } from './templates.ts';
import { thinHtml } from './thinHtml.ts';

interface MjmlProblem {
  readonly line?: number;
  readonly tagName?: string;
  readonly message: string;
}

interface MjmlFault {
  readonly line?: number;
  readonly words: Text;
}

/** A filled template, and the templates it was made from. */
export interface FilledMjml extends PlacedText {
  readonly fileName: string;
  readonly files: TemplateFiles;
}

/**
 * MJML as the HTML of a mail; throws `template.broken`. MJML executes what a `.mjmlconfig` in the working folder
 * lists as soon as it is imported: whoever calls this has made sure that there is none.
 */
export async function mjmlToHtml(mjml: FilledMjml): Promise<string> {
  const made = await htmlOrFaults(mjml);
  if ('html' in made) return made.html;
  throw made.faults[0];
}

/** Everything that is wrong with a filled template. */
export async function faultsOfMjml(mjml: FilledMjml): Promise<readonly NewsletterError[]> {
  const made = await htmlOrFaults(mjml);
  return 'html' in made ? [] : made.faults;
}

type Made = { readonly html: string } | { readonly faults: readonly [NewsletterError, ...NewsletterError[]] };

async function htmlOrFaults(mjml: FilledMjml): Promise<Made> {
  // MJML closes what was left open where it likes, and says nothing.
  const [stray, ...more] = strayTags(mjml.text);
  if (stray) return { faults: [brokenMjml(stray, mjml), ...more.map((one) => brokenMjml(one, mjml))] };
  // The import takes a third of a second, which commands that render nothing should not wait for.
  const { default: mjml2html } = await import('mjml');
  try {
    const { html } = await mjml2html(mjml.text, {
      // MJML's own list of fonts is fetched from a foreign host, which would tell it who reads.
      fonts: {},
      validationLevel: 'strict',
      keepComments: false,
      ignoreIncludes: true,
    });
    return { html: thinHtml(html) };
  } catch (error) {
    const [first = { words: mjmlWords(undefined, reasonOf(error)) }, ...others] = problemsOf(error);
    return { faults: [brokenMjml(first, mjml, error), ...others.map((one) => brokenMjml(one, mjml))] };
  }
}

function brokenMjml({ line, words }: MjmlFault, mjml: FilledMjml, cause?: unknown): NewsletterError {
  const place: Place = (line === undefined ? undefined : mjml.placeOf(line)) ?? {
    file: mjml.fileName,
    line: null,
  };
  const lines = mjml.files[place.file]?.split('\n') ?? [];
  const source = place.line === null ? '' : (lines[place.line - 1]?.trim() ?? '');
  const quoted = source === '' ? '' : `\n  ${source.slice(0, 120)}`;
  return new NewsletterError(
    'template.broken',
    {
      de: `${place.file}${place.line === null ? '' : `, Zeile ${place.line}`}: kein gültiges MJML. ${words.de}${quoted}`,
      en: `${place.file}${place.line === null ? '' : `, line ${place.line}`}: not valid MJML. ${words.en}${quoted}`,
    },
    {
      hint: {
        de: 'Elemente und Attribute, die MJML kennt, stehen auf https://documentation.mjml.io.',
        en: 'The elements and attributes MJML knows are listed at https://documentation.mjml.io.',
      },
      place,
      cause,
    },
  );
}

function problemsOf(error: unknown): readonly MjmlFault[] {
  if (!(error instanceof Error && 'errors' in error && Array.isArray(error.errors))) return [];
  return error.errors.filter(isProblem).map(({ line, tagName, message }) => {
    const words = mjmlWords(tagName, message);
    return line === undefined ? { words } : { line, words };
  });
}

function isProblem(problem: unknown): problem is MjmlProblem {
  return typeof problem === 'object' && problem !== null && 'message' in problem;
}
