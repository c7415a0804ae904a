import { expect, test } from 'vitest';
import { checkMailPrograms, shakyFeatures } from '../../../src/core/checking/mailPrograms.ts';
import { usualFeatures } from '../../../src/core/checking/usualFeatures.ts';
import { lookNames } from '../../../src/core/look.ts';
import { checkedLetter } from '../../support/checkedLetter.ts';
import { richLetter, sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';

const everything = `${richLetter}

![Ein Bild](https://blog.example.org/bild.jpg)

> Ein Satz von jemand anderem

| a | b |
|:--|--:|
| 1 | 2 |

    Code

1. eins

---

~~weg~~ **fett** \`Code\` <brief@example.org>`;

test('whatever the author writes and whichever look she takes, our own templates are the measure', async () => {
  const used = new Set<string>();
  for (const template of lookNames)
    for (const logo of [{}, { logo: 'https://blog.example.org/logo.png' }]) {
      const config = sampleConfig({ look: { template, ...logo } });
      const { message } = await checkedLetter({ config, issue: sampleIssue({ letter: everything }) });
      for (const { title } of await shakyFeatures(message.html)) used.add(title);
      expect((await checkMailPrograms(message.html)).map(({ status }) => status)).toEqual(['ok']);
    }
  expect([...used].toSorted()).toEqual([...usualFeatures].toSorted());
});

test('what a template uses beyond that is named with the programs that ignore it', async () => {
  const html =
    '<html><body><div style="display:grid;position:absolute">x</div><video src="a.mp4"></video></body></html>';
  const checks = await checkMailPrograms(html);
  const found = checks.map((check) => check.found.de).join('\n');
  expect(checks.every(({ status, where, why }) => status === 'warning' && where === 'templates' && why)).toBe(
    true,
  );
  expect(found).toMatch(/display:grid.*(?:GMX|WEB\.DE).*Outlook/);
  expect(found).toContain('<video>');
});

test('a template that does much gets a short list and the number of the rest', async () => {
  const styles = [
    'display:grid',
    'position:fixed',
    'float:left',
    'filter:blur(2px)',
    'transform:none',
    'opacity:0.5',
    'clip-path:none',
    'mix-blend-mode:normal',
    'object-fit:cover',
    'aspect-ratio:1',
  ];
  const checks = await checkMailPrograms(`<div style="${styles.join(';')}">x</div>`);
  expect(checks.length).toBe(7);
  expect(checks.at(-1)?.found.en).toMatch(/^\d+ further features/);
});

test('CSS that cannot be read is a finding, no failure', async () => {
  const checks = await checkMailPrograms(
    '<html><head><style>p { color: red; </style></head><p style="a;b{">x</p></html>',
  );
  expect(checks.map(({ status, check }) => [check, status])).toEqual([['programs', 'warning']]);
});
