import Handlebars from 'handlebars';
import { NewsletterError, type Text } from '../errors.ts';
import type { SlottedText } from './slots.ts';

/** What is rendered from two templates, and must hold the same. */
interface Rendered<Name extends string> {
  readonly html: SlottedText<Name>;
  readonly text: SlottedText<Name>;
}

/** What a letter must hold, whatever its template looks like: the way out (Art. 7 (3) DSGVO, § 7 UWG). */
export const letterDuties = ['unsubscribeUrl'] as const;

/** What asking for a confirmation must hold: what was asked for and when, the words agreed to, the link, its end (R62). */
export const confirmDuties = ['request', 'wording', 'confirmUrl', 'validity'] as const;

/** What somebody must find who is told that she is on the list already. */
export const noticeDuties = ['request', 'ownPreferencesUrl', 'ownUnsubscribeUrl'] as const;

/**
 * Refuses what lacks a slot it must have, or the imprint in full (§ 5 DDG, R64), even when somebody rewrites its
 * template; throws `template.broken`.
 */
export function requireDuties<Name extends string>(
  files: { readonly html: string; readonly text: string },
  { html, text }: Rendered<Name>,
  slots: readonly Name[],
  imprintLines: readonly string[],
): void {
  requireSlots(html, slots, files.html);
  requireSlots(text, slots, files.text);
  requireImprint(
    html,
    imprintLines.map((line) => Handlebars.escapeExpression(line)),
    files.html,
  );
  requireImprint(text, imprintLines, files.text);
}

function requireSlots<Name extends string>(
  rendered: SlottedText<Name>,
  slots: readonly Name[],
  fileName: string,
): void {
  const missing = slots.find((slot) => !rendered.slots.includes(slot));
  if (missing === undefined) return;
  throw incomplete(
    fileName,
    `{{slots.${missing}}}`,
    missing === 'unsubscribeUrl'
      ? { de: 'Jeder Brief braucht seinen Abmeldelink.', en: 'Every letter needs its unsubscribe link.' }
      : {
          de: 'Diese Mail muss sagen, was verlangt wurde und womit, und den Weg weiter zeigen.',
          en: 'This mail must say what was asked for in which words, and show the way on.',
        },
  );
}

function requireImprint(rendered: SlottedText<string>, lines: readonly string[], fileName: string): void {
  const shown = onOneLine(rendered.chunks.join(''));
  if (lines.every((line) => shown.includes(onOneLine(line)))) return;
  throw incomplete(fileName, '{{#each imprintLines}}{{this}}{{/each}}', {
    de: 'Jeder Brief und jede Mail braucht das ganze Impressum.',
    en: 'Every letter and mail needs the imprint in full.',
  });
}

function incomplete(fileName: string, missing: string, hint: Text): NewsletterError {
  return new NewsletterError(
    'template.broken',
    { de: `In ${fileName} fehlt ${missing}.`, en: `${fileName} lacks ${missing}.` },
    { hint, place: { file: fileName, line: null } },
  );
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
