import { checkTemplates } from '../../core/render/checkTemplates.ts';
import { refuseMjmlConfig } from '../../files/newsletterFolder.ts';
import { readTemplateShelf } from '../../files/templateFolders.ts';
import { openFolder } from '../context.ts';
import type { Output } from '../output.ts';
import type { GlobalOptions } from '../settings.ts';

/** `wochenbrief templates check`: every mistake in the templates, with its file and line. */
export async function templatesCheck(options: GlobalOptions, output: Output): Promise<number> {
  const { folder, config } = await openFolder(options, output);
  await refuseMjmlConfig(folder);
  const shelf = await readTemplateShelf(folder);
  const { faults, remarks } = await checkTemplates(shelf, config);
  for (const { text, hint } of faults) {
    output.say({ de: `✗ ${text.de}`, en: `✗ ${text.en}` });
    if (hint) output.say({ de: `  ${hint.de}`, en: `  ${hint.en}` });
  }
  for (const { file, what, hint } of remarks)
    output.say({
      de: `! ${file}: ${what.de}\n  ${hint.de}`,
      en: `! ${file}: ${what.en}\n  ${hint.en}`,
    });
  const own = Object.keys(shelf.own).length;
  if (faults.length === 0) {
    output.say({
      de: `✓ Beispielbriefe in allen Aussehen, alle Mails und Seiten lassen sich machen (eigene Vorlagen: ${own}).`,
      en: `✓ Sample letters in all looks, all mails and pages can be made (templates of your own: ${own}).`,
    });
  }
  output.document({
    own: Object.keys(shelf.own),
    faults: faults.map(({ code, text, hint, place }) => ({
      code,
      file: place?.file ?? null,
      line: place?.line ?? null,
      message: text.en,
      hint: hint?.en ?? null,
    })),
    remarks: remarks.map(({ file, what, hint }) => ({ file, message: what.en, hint: hint.en })),
  });
  return faults.length > 0 ? 1 : 0;
}
