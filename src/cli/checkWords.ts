import { quotedStrings, type Check, type CheckStatus, type DnsRecord } from '../core/check.ts';
import type { Language, Text } from '../core/errors.ts';

const marks: Readonly<Record<CheckStatus, string>> = { ok: '✓', note: '·', warning: '!', error: '✗' };

/** A check as lines of a terminal: what was found, why it matters, what to do. */
export function toldCheck({ status, found, why, hint, record }: Check, language: Language): string {
  const lines = [`${marks[status]} ${indented(found[language])}`];
  for (const text of [why, hint]) if (text) lines.push(`  ${indented(text[language])}`);
  if (record) lines.push('', recordBlock(record, language), '');
  return lines.join('\n');
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

/** Each part in a line of its own, as forms of hosters ask for them. */
function recordBlock({ name, type, value }: DnsRecord, language: Language): string {
  const words = language === 'de' ? ['Name', 'Typ', 'Wert'] : ['Name', 'Type', 'Value'];
  return [name, type, quotedStrings(value)]
    .map((text, index) => `    ${`${words[index]}:`.padEnd(7)}${text}`)
    .join('\n');
}

/** What all checks came to. */
export function summaryOf(errors: number, warnings: number): Text {
  if (errors + warnings === 0) return { de: '\nAlles in Ordnung.', en: '\nEverything is in order.' };
  const de = [`${errors} Fehler`, warnings === 1 ? '1 Warnung' : `${warnings} Warnungen`];
  const en = [
    errors === 1 ? '1 error' : `${errors} errors`,
    warnings === 1 ? '1 warning' : `${warnings} warnings`,
  ];
  return { de: `\n${de.join(', ')}.`, en: `\n${en.join(', ')}.` };
}
