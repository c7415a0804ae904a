import { expect, test } from 'vitest';
import { checkConfirmationMail } from '../../../src/core/checking/confirmationMail.ts';
import { sampleConfirmation } from '../../../src/core/checking/sampleConfirmation.ts';
import { sampleConfig } from '../../support/sampleIssue.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

const now = new Date('2026-11-20T12:00:00Z');
const shipped = shippedTemplates();

async function foundIn(
  settings: Record<string, unknown> = {},
  changes: Readonly<Record<string, (text: string) => string>> = {},
): Promise<readonly string[]> {
  const config = sampleConfig(settings);
  const changed = Object.entries(changes).map(([file, change]) => [file, change(shipped[file] ?? '')]);
  const templates = { ...shipped, ...Object.fromEntries(changed) };
  const { confirmation, duties } = await sampleConfirmation(config, templates, now);
  const checks = checkConfirmationMail(confirmation, duties, config);
  return checks.filter(({ status }) => status !== 'ok').map(({ found }) => found.de);
}

test.each([{}, { address: 'sie' }, { locale: 'en' }, { website: { wording: 'Ja, ich will den Brief.' } }])(
  'the shipped mail says its duties and nothing else: %j (R62)',
  async (settings) => expect(await foundIn(settings)).toEqual([]),
);

test('a slogan, a teaser, a link or a picture in it is found (R62)', async () => {
  const add = (text: string) => (template: string) => template.replace('<h1', `${text}<h1`);
  const inMjml = (text: string) => foundIn({}, { 'confirm.mjml': add(text) });
  expect(await inMjml('<p>Der Brief, der deine Woche verändert</p>')).toEqual([
    'Die Bestätigungsmail sagt mehr als ihre Pflicht: „Der Brief, der deine Woche verändert“',
  ]);
  expect(await inMjml('<a href="https://blog.example.org/">»</a>')).toEqual([
    'Die Bestätigungsmail hat einen weiteren Link: https://blog.example.org/',
  ]);
  expect(await inMjml('<img src="https://blog.example.org/a.png" alt="">')).toEqual([
    'Die Bestätigungsmail zeigt ein Bild.',
  ]);
  const text = await foundIn({}, { 'confirm.txt.hbs': (template) => `Jetzt auch als Buch\n\n${template}` });
  expect(text).toHaveLength(1);
});

test('a wording that promises gifts is no consent but advertising (R62)', async () => {
  for (const wording of ['Ja, her mit dem Brief!', 'Ja, und das E-Book gratis dazu.', 'Ja, 20 % Rabatt.'])
    expect(await foundIn({ website: { wording } })).toHaveLength(1);
});
