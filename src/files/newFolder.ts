import { chmod, cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NewsletterError, systemCodeOf } from '../core/errors.ts';
import { shiftSampleDates } from '../core/sampleBlog.ts';
import { replaceFile } from './replaceFile.ts';

/** Throws `folder.occupied` for a folder that holds anything; one that does not exist is empty. */
export async function requireEmptyFolder(folder: string): Promise<void> {
  const found = await readdir(folder).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const names = found.filter((name) => name !== '.git');
  if (names.length === 0) return;
  throw new NewsletterError(
    'folder.occupied',
    {
      de: `In ${folder} liegt schon etwas (${names.slice(0, 3).join(', ')}); es bleibt unberührt.`,
      en: `${folder} already holds something (${names.slice(0, 3).join(', ')}); it is left untouched.`,
    },
    {
      hint: {
        de: 'Einen anderen Ordner nennen, der leer ist oder den es noch nicht gibt.',
        en: 'Name another folder, one that is empty or does not exist yet.',
      },
    },
  );
}

/** Copies files and folders of the program's package into a newsletter folder. */
export async function copyFromPackage(
  packageRoot: string,
  folder: string,
  names: readonly string[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of names) await cp(join(packageRoot, name), join(folder, name), { recursive: true });
}

/** The sample blog with dates near today. */
export async function copySamplePosts(packageRoot: string, folder: string, now: Date): Promise<void> {
  const from = join(packageRoot, 'posts');
  const names = (await readdir(from)).filter((name) => name.endsWith('.md')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(from, name), 'utf8')));
  const files = names.map((name, index) => ({ name, text: texts[index] ?? '' }));
  await cp(join(from, 'images'), join(folder, 'posts', 'images'), { recursive: true });
  await writeFiles(
    join(folder, 'posts'),
    Object.fromEntries(shiftSampleDates(files, now).map(({ name, text }) => [name, text])),
  );
}

/** Files that hold people or secrets, which no other user of the machine may read (R39). */
const privateFiles: ReadonlySet<string> = new Set(['.env', 'subscribers.json']);

/** Writes a set of files below a folder. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, text, privateFiles.has(name) ? 0o600 : 0o644);
    if (privateFiles.has(name)) await chmod(path, 0o600);
  }
}
