import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { matrixMarkdown } from '../test/smtp/matrixTable.ts';

/** Writes the SMTP matrix between its marks in docs/reliability.md; its test measures every cell. */
const path = join(import.meta.dirname, '..', 'docs', 'reliability.md');
const text = await readFile(path, 'utf8');
const [open, close] = ['<!-- matrix -->', '<!-- /matrix -->'];
const [start, end] = [text.indexOf(open), text.indexOf(close)];
if (start < 0 || end < start) throw new Error(`${path} lacks the marks ${open} and ${close}`);
await writeFile(path, `${text.slice(0, start + open.length)}\n\n${matrixMarkdown()}\n\n${text.slice(end)}`);
