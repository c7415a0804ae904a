import { constants } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TemplateFiles } from '../core/render/templates.ts';
import type { TemplateShelf } from '../core/templateShelf.ts';
import { systemCodeOf } from '../core/errors.ts';
import { readText } from './readText.ts';
import { makeFolder, unwritable } from './replaceFile.ts';

/** The templates that come with the program: two above src/files, dist/files and dist/program alike. */
const programTemplates = fileURLToPath(new URL('../../templates', import.meta.url));

/** The folder of an author's own templates. */
function ownTemplates(root: string): string {
  return join(root, 'templates');
}

/** The program's templates and the author's own, as they stand on disk; throws `template.missing`, `file.encoding`. */
export async function readTemplateShelf(root: string): Promise<TemplateShelf> {
  const [program, own] = await Promise.all([
    readTemplatesIn(programTemplates),
    readTemplatesIn(ownTemplates(root)),
  ]);
  return { program, own };
}

/** The paths of all templates in use or out of use, in a fixed order. */
export async function templatePaths(root: string): Promise<readonly string[]> {
  const folders = [programTemplates, ownTemplates(root)];
  const names = await Promise.all(
    folders.map(async (folder) => (await templateNames(folder)).map((name) => join(folder, name))),
  );
  return names.flat();
}

async function templateNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.filter((name) => /\.(mjml|hbs)$/.test(name)).sort();
}

async function readTemplatesIn(folder: string): Promise<TemplateFiles> {
  const entries = (await templateNames(folder)).map(async (name) => [
    name.split(sep).join('/'),
    await readText(join(folder, name), 'template.missing', tryAgain),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

const tryAgain = {
  de: 'Rechte der Datei prüfen; ohne sie nimmt Wochenbrief die mitgelieferte Vorlage.',
  en: 'Check the permissions of the file; without it Wochenbrief takes the template of the program.',
};

/** Copies templates of the program into an author's folder; what is there already stays. Answers which were written. */
export async function copyTemplates(root: string, files: readonly string[]): Promise<readonly string[]> {
  const written: string[] = [];
  for (const file of files) {
    const to = join(ownTemplates(root), file);
    await makeFolder(dirname(to)).catch((error: unknown) => Promise.reject(unwritable(to, error)));
    try {
      await copyFile(join(programTemplates, file), to, constants.COPYFILE_EXCL);
      written.push(file);
    } catch (error) {
      if (systemCodeOf(error) !== 'EEXIST') throw unwritable(to, error);
    }
  }
  return written;
}
