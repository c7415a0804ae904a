import { join } from 'node:path';
import { build } from 'esbuild';

const repository = join(import.meta.dirname, '..');

/** Large, seldom needed, and only loaded where they are used. */
const packagesApart = ['caniemail', 'imapflow', 'mailauth', 'mjml', 'nodemailer', 'smtp-server'];

/**
 * Bundles the command line into `dist/program`: a file for what each command does, and files for what they share. To find
 * and open hundreds of small modules takes several times as long as to run them (P8).
 */
const { metafile } = await build({
  absWorkingDir: repository,
  entryPoints: ['src/cli/main.ts', 'src/feed/parseWorker.mjs'],
  entryNames: '[name]',
  // Node looks for no package.json beside these.
  outExtension: { '.js': '.mjs' },
  // As deep as src/cli and src/feed, because the templates are found from there.
  outdir: 'dist/program',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  external: packagesApart,
  sourcemap: true,
  // Bundled CommonJS asks for Node's own modules, and only for those, by `require`, which ES modules lack.
  banner: { js: 'const require = process.getBuiltinModule;' },
  metafile: true,
});
import('node:fs').then((f) => f.writeFileSync('/tmp/start7/meta.json', JSON.stringify(metafile)));
