import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const repository = join(import.meta.dirname, '..');
/** As deep as src/cli and src/feed, because templates and pages are found from there. */
const program = 'dist/program';

/** Large, seldom needed, and only loaded where they are used. */
const packagesApart = ['caniemail', 'imapflow', 'mailauth', 'mjml', 'nodemailer', 'smtp-server'];

/**
 * Bundles the command line: a file for what each command does, and files for what they share. To find and open hundreds of
 * small modules takes several times as long as to run them (P8).
 */
async function bundleProgram(): Promise<void> {
  await rm(join(repository, program), { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: ['src/cli/main.ts', 'src/feed/parseWorker.mjs'],
    entryNames: '[name]',
    outdir: program,
    // Node looks for no package.json beside these.
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    external: packagesApart,
    sourcemap: true,
    sourcesContent: false,
    // Bundled CommonJS asks for Node's own modules, and only for those, by `require`, which ES modules lack.
    banner: { js: 'const require = process.getBuiltinModule;' },
    metafile: true,
  });
  await writeFile(join(repository, program, 'LICENSES.txt'), await licensesOf(Object.keys(metafile.inputs)));
}

/** The licences of the packages that are in the bundle, as they ask for. */
async function licensesOf(inputs: readonly string[]): Promise<string> {
  const names = inputs.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[0] ?? []);
  // Some packages carry others in their own files; those have no folder of their own.
  const folders = [...new Set(names)].filter((name) => existsSync(join(repository, name, 'package.json')));
  return (await Promise.all(folders.toSorted().map(licenseOf))).join('\n');
}

async function licenseOf(folder: string): Promise<string> {
  const path = join(repository, folder);
  const file = (await readdir(path)).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text = file === undefined ? await ownWords(path) : await readFile(join(path, file), 'utf8');
  return `${folder.replace(/.*node_modules\//, '')}\n\n${text.trim()}\n`;
}

/** What package.json says of a package without a licence text. */
async function ownWords(path: string): Promise<string> {
  const { license, author }: { license?: unknown; author?: unknown } = JSON.parse(
    await readFile(join(path, 'package.json'), 'utf8'),
  );
  return `License: ${JSON.stringify(license)}, author: ${JSON.stringify(author)}`;
}

await bundleProgram();
