import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageFolder } from './bench.ts';

/** What is measured renders with MJML as the built program carries it, which takes less memory than the package (P5). */
export async function useShippedRenderer(): Promise<void> {
  const shipped = pathToFileURL(join(packageFolder, 'dist', 'program', 'mjml.mjs')).href;
  // Found before the package, because it lies nearer to the compiled bench.
  const folder = join(packageFolder, 'dist-bench', 'node_modules', 'mjml');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "exports": "./index.js" }\n');
  await writeFile(join(folder, 'index.js'), `export { default } from ${JSON.stringify(shipped)};\n`);
}
