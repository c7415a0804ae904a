import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RuleObject } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe looks at, where that is not everything it looks at by itself. */
export interface AxeScope {
  readonly rules?: RuleObject;
  /** Rules that must have found something to look at, and passed. */
  readonly passing?: readonly string[];
}

/** A letter is shown inside the mail program's page, which has the landmarks. */
export const letterRules: RuleObject = {
  region: { enabled: false },
  'landmark-one-main': { enabled: false },
};

/** Off by default in axe; WCAG 2.2 asks for it (2.5.8). */
export const targetSize: RuleObject = { 'target-size': { enabled: true } };

/** What axe finds wrong on a page, with the elements it is wrong with; frames are not looked into. */
export async function axeFaults(
  page: Page,
  { rules = {}, passing = [] }: AxeScope = {},
): Promise<readonly (readonly string[])[]> {
  // Once on a page: what it has read it need not read again while the page changes.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(source);
  const options = { rules, iframes: false, selectors: false, resultTypes: ['violations'] };
  const { violations, passes } = await page.evaluate<{
    readonly violations: readonly (readonly string[])[];
    readonly passes: readonly string[];
  }>(`axe.run(document, ${JSON.stringify(options)}).then(({ violations, passes }) => ({
    violations: violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
    passes: passes.map(({ id }) => id),
  }))`);
  const missing = passing.filter((rule) => !passes.includes(rule)).map((rule) => [`${rule} did not pass`]);
  return [...violations, ...missing];
}
