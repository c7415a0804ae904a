import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureMatrix } from './matrixRun.ts';
import { matrixMarkdown } from './matrixTable.ts';

measureMatrix('wochenbrief');

test('the documentation shows this very table; if not: npm run -s matrix', () => {
  const docs = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'reliability.md'), 'utf8');
  const shown = /<!-- matrix -->\n\n?([\s\S]*?)\n\n?<!-- \/matrix -->/.exec(docs)?.[1];
  expect(shown).toBe(matrixMarkdown());
});
