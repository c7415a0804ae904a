// Renders the letter of a folder once, for those who send it in another way.
import { writeFileSync } from 'node:fs';
import { issuesFolder } from '../../../src/files/issuesFolder.ts';
import { readConfigFile, readTemplateFiles } from '../../../src/files/newsletterFolder.ts';
import { makeLetter } from '../../../src/flow/letter.ts';
import type { SlottedText } from '../../../src/core/render/slots.ts';
import { benchDraft, benchWeek } from '../benchLetter.ts';
import { orderOf, report } from '../processes.ts';
import type { Templates } from '../sends.ts';

const { folder, file } = orderOf<{ readonly folder: string; readonly file: string }>();
const order = {
  week: benchWeek,
  config: await readConfigFile(folder),
  issues: issuesFolder(folder),
  templates: () => readTemplateFiles(folder),
};
const { letter } = await makeLetter(order, benchDraft());
const templates: Templates = {
  subject: letter.subject,
  html: handlebars(letter.html),
  text: handlebars(letter.text),
};
writeFileSync(file, JSON.stringify(templates));
report({});

/** The letter as a Handlebars template, open at the same places. */
function handlebars({ chunks, slots }: SlottedText): string {
  return chunks
    .map((chunk, place) => chunk + (slots[place] === undefined ? '' : `{{${slots[place]}}}`))
    .join('');
}
