import { NewsletterError, reasonOf } from '../errors.ts';

interface MjmlProblem {
  readonly line?: number;
  readonly tagName?: string;
  readonly message: string;
}

/**
 * MJML as the HTML of a mail; throws `template.broken`. MJML executes what a `.mjmlconfig` in the working folder
 * lists as soon as it is imported: whoever calls this has made sure that there is none.
 */
export async function mjmlToHtml(mjml: string, fileName: string): Promise<string> {
  // The import takes a third of a second, which commands that render nothing should not wait for.
  const { default: mjml2html } = await import('mjml');
  try {
    const { html } = await mjml2html(mjml, {
      // MJML's own list of fonts is fetched from a foreign host, which would tell it who reads.
      fonts: {},
      validationLevel: 'strict',
      keepComments: false,
      ignoreIncludes: true,
    });
    return html;
  } catch (error) {
    throw brokenTemplate(error, mjml, fileName);
  }
}

function brokenTemplate(error: unknown, mjml: string, fileName: string): NewsletterError {
  const problem = problemsOf(error)[0] ?? { message: reasonOf(error) };
  const source = problem.line === undefined ? undefined : mjml.split('\n')[problem.line - 1]?.trim();
  const quoted = source === undefined ? '' : `: ${source.slice(0, 120)}`;
  const what = problem.tagName === undefined ? problem.message : `<${problem.tagName}> ${problem.message}`;
  return new NewsletterError(
    'template.broken',
    {
      de: `${fileName} ist kein gültiges MJML: ${what}${problem.line === undefined ? '' : ` (Zeile ${problem.line} des ausgefüllten Templates${quoted})`}`,
      en: `${fileName} is not valid MJML: ${what}${problem.line === undefined ? '' : ` (line ${problem.line} of the filled-in template${quoted})`}`,
    },
    {
      hint: {
        de: 'Elemente und Attribute, die MJML kennt, stehen auf https://documentation.mjml.io.',
        en: 'The elements and attributes MJML knows are listed at https://documentation.mjml.io.',
      },
      cause: error,
    },
  );
}

function problemsOf(error: unknown): readonly MjmlProblem[] {
  if (!(error instanceof Error && 'errors' in error && Array.isArray(error.errors))) return [];
  return error.errors.filter(
    (problem: unknown): problem is MjmlProblem =>
      typeof problem === 'object' && problem !== null && 'message' in problem,
  );
}
