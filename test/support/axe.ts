import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong on a page, with the elements it is wrong with; frames are not looked into. */
export async function axeFaults(page: Page): Promise<readonly (readonly string[])[]> {
  await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document, { iframes: false })');
  return violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)]);
}
