import type { NewsletterError } from '../errors.ts';
import { faultsOfMjml, mjmlToHtml, type FilledMjml } from './mjml.ts';
import { compilePlacedTemplate, type Compiling } from './compileTemplate.ts';
import { templateOfLook, type TemplateFiles } from './templates.ts';
import type { Shape, ShapeOf } from './viewShape.ts';

/** A template of a mail filled, and made HTML by MJML; throws `template.*`, with file and line of the author's own. */
export function renderMjml<View>(
  files: TemplateFiles,
  fileName: string,
  shape: Shape & ShapeOf<View>,
  view: View,
  { look }: Compiling = {},
): Promise<string> {
  return mjmlToHtml(filledMjml(files, fileName, shape, view, look));
}

/** Everything that MJML has to say against a filled template; throws `template.*` where it cannot be filled. */
export async function mjmlFaults<View>(
  files: TemplateFiles,
  fileName: string,
  shape: Shape & ShapeOf<View>,
  view: View,
  { look }: Compiling = {},
): Promise<readonly NewsletterError[]> {
  return faultsOfMjml(filledMjml(files, fileName, shape, view, look));
}

function filledMjml<View>(
  files: TemplateFiles,
  fileName: string,
  shape: Shape & ShapeOf<View>,
  view: View,
  look: Compiling['look'],
): FilledMjml {
  const fill = compilePlacedTemplate<View>(files, fileName, shape, { look });
  return { ...fill(view), fileName: templateOfLook(files, fileName, look), files };
}
