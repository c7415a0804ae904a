import { lengthOf } from '../desk/inboxLengths.ts';
import type { Check } from '../check.ts';
import { foldedTitle } from '../composing/postKeys.ts';
import type { Issue } from '../issue.ts';

/** What a row of a wide inbox shows; telephones show about 40. */
const mostCharacters = 70;
const fewestLetters = 8;

/** What readers see before they open the letter. */
export function checkSubject({ subject, preheader }: Pick<Issue, 'subject' | 'preheader'>): readonly Check[] {
  const found = [...subjectFaults(subject), ...preheaderFaults(subject, preheader)];
  if (found.length > 0) return found;
  return [
    {
      check: 'subject',
      status: 'ok',
      found: {
        de: 'Betreff und Vorschauzeile sind in Ordnung.',
        en: 'Subject and preview line are in order.',
      },
    },
  ];
}

function subjectFaults(subject: string): readonly Check[] {
  const faults: Check[] = [];
  const length = lengthOf(subject);
  if (length > mostCharacters)
    faults.push({
      check: 'subject.length',
      status: 'warning',
      found: { de: `Der Betreff hat ${length} Zeichen.`, en: `The subject has ${length} characters.` },
      why: {
        de: `Posteingänge zeigen höchstens etwa ${mostCharacters}, Telefone etwa 40; der Rest fällt weg.`,
        en: `Inboxes show about ${mostCharacters} at most, telephones about 40; the rest is cut off.`,
      },
      hint: {
        de: 'Kürzen, oder das Wichtigste nach vorn stellen.',
        en: 'Shorten it, or put what matters first.',
      },
      where: 'subject',
    });
  if (isShouted(subject))
    faults.push({
      check: 'subject.capitals',
      status: 'warning',
      found: { de: 'Der Betreff steht in Großbuchstaben.', en: 'The subject is in capital letters.' },
      why: {
        de: 'Das wirkt geschrien, und Spamfilter werten es ab.',
        en: 'It reads as shouting, and spam filters count it against the letter.',
      },
      hint: { de: 'Groß und klein schreiben wie sonst auch.', en: 'Write it in the usual case.' },
      where: 'subject',
    });
  if ((subject.match(/[!！]/g) ?? []).length > 1)
    faults.push({
      check: 'subject.exclamation',
      status: 'warning',
      found: {
        de: 'Der Betreff hat mehr als ein Ausrufezeichen.',
        en: 'The subject has more than one exclamation mark.',
      },
      why: {
        de: 'So schreibt Werbung; Spamfilter kennen das.',
        en: 'Advertising is written like that, and spam filters know it.',
      },
      hint: { de: 'Eines genügt, keines ist oft besser.', en: 'One is enough, none is often better.' },
      where: 'subject',
    });
  return faults;
}

function preheaderFaults(subject: string, preheader: string): readonly Check[] {
  const where = 'preheader';
  const hint = {
    de: 'Einen Satz schreiben, der den Betreff ergänzt.',
    en: 'Write a sentence that adds to the subject.',
  };
  if (preheader.trim() === '')
    return [
      {
        check: 'preheader',
        status: 'warning',
        found: { de: 'Die Vorschauzeile ist leer.', en: 'The preview line is empty.' },
        why: {
          de: 'Der Posteingang zeigt dann, was im Brief zuerst steht: meist nur den Titel und das Datum.',
          en: 'The inbox then shows whatever comes first in the letter, mostly just title and date.',
        },
        hint,
        where,
      },
    ];
  const [one, other] = [foldedTitle(subject), foldedTitle(preheader)];
  if (one !== other && !other.startsWith(`${one} `)) return [];
  return [
    {
      check: 'preheader',
      status: 'warning',
      found: { de: 'Die Vorschauzeile wiederholt den Betreff.', en: 'The preview line repeats the subject.' },
      why: {
        de: 'Beide stehen im Posteingang nebeneinander; der Platz für etwas Neues ist vertan.',
        en: 'Both stand side by side in the inbox; the room for something new is wasted.',
      },
      hint,
      where,
    },
  ];
}

/** Whether most of the words are in capitals; a name like „NDR“ is not. */
function isShouted(subject: string): boolean {
  const letters = subject.match(/\p{L}/gu) ?? [];
  const capitals = subject.match(/\p{Lu}/gu) ?? [];
  return letters.length >= fewestLetters && capitals.length / letters.length > 0.8;
}
