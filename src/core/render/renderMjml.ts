import type { NewsletterError } from '../errors.ts';
import { faultsOfMjml, mjmlToHtml, type FilledMjml } from './mjml.ts';
import { templatePlaces } from './templatePlaces.ts';
import { compileTemplate, templateOfLook, type Compiling, type TemplateFiles } from './templates.ts';
import type { Shape, ShapeOf } from './viewShape.ts';

/** A template of a mail filled, and made HTML by MJML; throws `template.*`, with file and line of the author's own. */
export function renderMjml<View>(
  files: TemplateFiles,
  fileName: string,
  shape: Shape & ShapeOf<View>,
  view: View,
  { look }: Pick<Compiling, 'look'> = {},
): Promise<string> {
  return mjmlToHtml(filledMjml(files, fileName, shape, view, look));
}

/** Everything that MJML has to say against a filled template; throws `template.*` where it cannot be filled. */
export async function mjmlFaults<View>(
  files: TemplateFiles,
  fileName: string,
  shape: Shape & ShapeOf<View>,
  view: View,
  { look }: Pick<Compiling, 'look'> = {},
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
  const places = templatePlaces();
  const fill = compileTemplate<View>(files, fileName, shape, { look, mark: places.mark });
  return { ...places.read(fill(view)), fileName: templateOfLook(files, fileName, look), files };
}
