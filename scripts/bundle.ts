import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

const repository = join(import.meta.dirname, '..');
/** As deep as src/cli and src/feed, because templates and pages are found from there. */
const program = 'dist/program';

/** Large, seldom needed, and only loaded where they are used. */
const packagesApart = ['caniemail', 'imapflow', 'mailauth', 'nodemailer', 'smtp-server'];
/** In a file of its own: as a package it is 640 files, and half of what they take is no part of rendering. */
const renderer = 'mjml';

const command = 'src/cli/main.ts';
/** The command that most must start quickly. */
const quickest = 'src/cli/commands/send.ts';
/** Runs in a thread of its own, and shares nothing with the rest. */
const worker = 'src/feed/parseWorker.mjs';

const options = {
  absWorkingDir: repository,
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
  // Names stay, for the traces of errors.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  sourcesContent: false,
  // Bundled CommonJS asks for Node's own modules, and only for those, by `require`, which ES modules lack.
  banner: { js: 'const require = process.getBuiltinModule;' },
  metafile: true,
} satisfies BuildOptions;

/**
 * cheerio, with which MJML reads HTML, can fetch pages too and brings a whole HTTP client for that; its edition for browsers
 * does not, and is otherwise the same.
 */
const rendererOptions = {
  ...options,
  conditions: ['browser'],
  // What a map is named in Node reads along, and one that is not named nobody reads.
  sourcemap: false,
} satisfies BuildOptions;

/** The program loads the renderer from the file beside it. */
const rendererBeside: Plugin = {
  name: 'renderer beside',
  setup(bundling) {
    bundling.onResolve({ filter: new RegExp(`^${renderer}$`) }, () => ({
      path: `./${renderer}.mjs`,
      external: true,
    }));
  },
};

/**
 * Bundles the command line: one file for what `--help` needs, one for all that `send` needs more, and files for what only
 * other commands do. To find and open hundreds of small modules takes several times as long as to run them (P8).
 */
async function bundleProgram(): Promise<void> {
  await rm(join(repository, program), { recursive: true, force: true });
  const { metafile: draft } = await build({
    ...options,
    entryPoints: [command],
    plugins: [rendererBeside],
    write: false,
  });
  const built = await Promise.all([
    build({ ...options, entryPoints: [command], plugins: [rendererBeside, oneFileForSend(draft)] }),
    build({ ...options, entryPoints: [worker] }),
    build({ ...rendererOptions, entryPoints: [renderer] }),
  ]);
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  await writeFile(join(repository, program, 'LICENSES.txt'), await licensesOf([...new Set(inputs)]));
}

/**
 * esbuild puts into one file what is used from the same places; left alone it takes sixty for `send`. So whatever is loaded
 * later, as the other commands are, is made to load what `send` does first.
 */
function oneFileForSend(draft: Metafile): Plugin {
  const together = new Set([...loadedWith(command, draft), ...loadedWith(quickest, draft)]);
  const begins = Object.values(draft.outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
  const others = new Set(begins.filter((path) => !together.has(path)).map((path) => join(repository, path)));
  return {
    name: 'one file for send',
    setup(bundling) {
      bundling.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!others.has(path)) return undefined;
        // On the same line, so that source maps stay right.
        const contents = `import ${JSON.stringify(join(repository, quickest))};${await readFile(path, 'utf8')}`;
        return { contents, loader: 'ts' };
      });
    },
  };
}

/** A module and all that is loaded with it, not later. */
function loadedWith(path: string, { inputs }: Metafile): ReadonlySet<string> {
  const found = new Set([path]);
  for (const one of found)
    for (const { path: next, kind, external } of inputs[one]?.imports ?? [])
      if (kind !== 'dynamic-import' && !external) found.add(next);
  return found;
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
