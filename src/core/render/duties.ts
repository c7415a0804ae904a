import Handlebars from 'handlebars';
import { NewsletterError, type Text } from '../errors.ts';
import type { SlottedText } from './slots.ts';
import type { IssueView } from './view.ts';

/**
 * What no letter may lack, even when somebody rewrites its template: the way out (Art. 7 (3) DSGVO, § 7 UWG) and the
 * imprint in full (§ 5 DDG); throws `template.broken`.
 */
export function requireDuties(html: SlottedText, text: SlottedText, view: IssueView): void {
  requireUnsubscribe(html, 'issue.mjml');
  requireUnsubscribe(text, 'issue.txt.hbs');
  const lines = view.imprintLines;
  requireImprint(
    html,
    lines.map((line) => Handlebars.escapeExpression(line)),
    'issue.mjml',
  );
  requireImprint(text, lines, 'issue.txt.hbs');
}

function requireUnsubscribe(rendered: SlottedText, fileName: string): void {
  if (rendered.slots.includes('unsubscribeUrl')) return;
  throw incomplete(fileName, '{{slots.unsubscribeUrl}}', {
    de: 'Jeder Brief braucht seinen Abmeldelink.',
    en: 'Every letter needs its unsubscribe link.',
  });
}

function requireImprint(rendered: SlottedText, lines: readonly string[], fileName: string): void {
  const shown = onOneLine(rendered.chunks.join(''));
  if (lines.every((line) => shown.includes(onOneLine(line)))) return;
  throw incomplete(fileName, '{{#each imprintLines}}{{this}}{{/each}}', {
    de: 'Jeder Brief braucht das ganze Impressum.',
    en: 'Every letter needs the imprint in full.',
  });
}

function incomplete(fileName: string, missing: string, hint: Text): NewsletterError {
  return new NewsletterError(
    'template.broken',
    { de: `In ${fileName} fehlt ${missing}.`, en: `${fileName} lacks ${missing}.` },
    { hint },
  );
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
