import type { Check } from '../check.ts';
import type { Text } from '../errors.ts';
import { holdsPlaceholder } from '../readiness.ts';
import { linesOf } from '../render/plainText.ts';
import type { CheckedLetter } from './checkedLetter.ts';

/** What the law asks of each letter: the imprint (R64), and the way out (R65). */
export function checkLegalDuties(letter: CheckedLetter): readonly Check[] {
  return [imprintCheck(letter), wayOutCheck(letter)];
}

function imprintCheck({ config, message, elements }: CheckedLetter): Check {
  const lines = linesOf(config.imprint);
  const html = folded(elements.find(({ name }) => name === 'body')?.text() ?? '');
  const text = folded(message.text);
  const missing = lines.find((line) => ![html, text].every((part) => part.includes(folded(line))));
  if (lines.length > 0 && missing === undefined && !holdsPlaceholder(config.imprint))
    return {
      check: 'imprint',
      status: 'ok',
      found: { de: 'Das Impressum steht im Brief.', en: 'The imprint stands in the letter.' },
    };
  return {
    check: 'imprint',
    status: 'error',
    found: imprintFault(lines.length > 0, missing),
    why: {
      de: 'In jeden Brief gehört das vollständige Impressum (§ 5 DDG). Ohne wird nichts gesendet.',
      en: 'Each letter needs the imprint in full (§ 5 DDG). Without it nothing is sent.',
    },
    hint: {
      de: 'Name, Anschrift und Kontakt unter „imprint: |“ in newsletter.yaml eintragen.',
      en: 'Write name, postal address and contact under "imprint: |" in newsletter.yaml.',
    },
    where: 'settings',
  };
}

function imprintFault(isThere: boolean, missing: string | undefined): Text {
  if (!isThere) return { de: 'Das Impressum fehlt.', en: 'The imprint is missing.' };
  if (missing === undefined)
    return {
      de: 'Im Impressum steht noch ein Platzhalter.',
      en: 'The imprint still has a placeholder in it.',
    };
  return { de: `Im Impressum des Briefs fehlt: ${missing}`, en: `The letter's imprint lacks: ${missing}` };
}

function wayOutCheck({ message, elements, ownUrls, config, isLoopback }: CheckedLetter): Check {
  const [unsubscribe = ''] = ownUrls;
  const isInHtml = elements.some(
    ({ name, attributes }) => name === 'a' && attributes['href'] === unsubscribe,
  );
  const headers = new Map(message.headers.map(([name, value]) => [name.toLowerCase(), value]));
  const isInHeaders =
    (headers.get('list-unsubscribe') ?? '').includes(`<${unsubscribe}>`) &&
    headers.has('list-unsubscribe-post');
  const why = {
    de: 'Wer nicht mehr will, muss mit einem Klick gehen können (§ 7 UWG, RFC 8058); sonst landet der Brief im Spam.',
    en: 'Whoever has had enough must be able to leave by one click (§ 7 UWG, RFC 8058); else the letter ends up as spam.',
  };
  if (!isInHtml || !message.text.includes(unsubscribe) || !isInHeaders)
    return {
      check: 'unsubscribe',
      status: 'error',
      found: {
        de: 'Der Abmeldelink fehlt im Brief, in seiner Textfassung oder in den Kopfzeilen.',
        en: 'The unsubscribe link is missing in the letter, in its plain text, or in its headers.',
      },
      why,
      hint: {
        de: 'In der Vorlage {{slots.unsubscribeUrl}} als Link zeigen, im HTML und im Text.',
        en: 'Show {{slots.unsubscribeUrl}} as a link in the template, in HTML and text.',
      },
      where: 'templates',
    };
  if (config.baseUrl.startsWith('http:') && !isLoopback)
    return {
      check: 'unsubscribe',
      status: 'warning',
      found: {
        de: `Der Abmeldelink beginnt mit http:// (${config.baseUrl}).`,
        en: `The unsubscribe link begins with http:// (${config.baseUrl}).`,
      },
      why,
      hint: {
        de: 'Die Seiten unter https:// anbieten und baseUrl so schreiben.',
        en: 'Offer the pages under https:// and write baseUrl like that.',
      },
      where: 'settings',
    };
  return {
    check: 'unsubscribe',
    status: 'ok',
    found: {
      de: 'Abmelden geht im Brief und mit einem Klick im Mailprogramm.',
      en: 'Unsubscribing works in the letter, and by one click in the mail program.',
    },
  };
}

function folded(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
