import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { packageRoot } from './packageRoot.ts';

/** Served to the browser as they are written; nothing is built from them. */
const folder = join(packageRoot, 'src', 'http', 'desk', 'browser');

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** The styles and scripts of the desk, by file name. */
export async function deskFiles(): Promise<
  Readonly<Record<string, { readonly type: string; readonly body: string }>>
> {
  const names = (await readdir(folder)).filter((name) => extname(name) in types);
  const files = names.map(async (name) => [
    name,
    { type: types[extname(name)] ?? '', body: await readFile(join(folder, name), 'utf8') },
  ]);
  return Object.fromEntries(await Promise.all(files));
}
