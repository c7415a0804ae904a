import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readText, readTextIfAny } from '../../src/files/readText.ts';
import { temporaryFolder } from '../support/folder.ts';
import { caughtError } from '../feed/caughtError.ts';

const hint = { de: 'Leg sie an.', en: 'Make it.' };

test('a text is read, and none is none', async () => {
  const path = join(await temporaryFolder(), 'a.md');
  expect(await readTextIfAny(path)).toBeUndefined();
  expect((await caughtError(readText(path, 'prompts.invalid', hint))).code).toBe('prompts.invalid');
  await writeFile(path, 'Grüße');
  expect(await readTextIfAny(path)).toBe('Grüße');
  expect(await readText(path, 'prompts.invalid', hint)).toBe('Grüße');
});

test.each([
  ['folder', (path: string) => mkdir(path), 'ein Ordner'],
  ['pipe', async (path: string) => execFileSync('mkfifo', [path]), 'keine gewöhnliche Datei'],
])('a %s in its place is refused at once, with what to do', async (_, make, what) => {
  const path = join(await temporaryFolder(), 'issue.md');
  await make(path);
  for (const read of [readTextIfAny, (at: string) => readText(at, 'prompts.invalid', hint)]) {
    const error = await caughtError(read(path));
    expect(error.code).toBe('file.unwritable');
    expect(error.text.de).toContain(`${path} ist ${what}`);
    expect(error.hint?.de).toContain('lege dort eine Datei mit Text an');
  }
});
