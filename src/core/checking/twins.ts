import type { Check } from '../check.ts';
import { wordsOf } from '../language/words.ts';
import type { CheckedLetter } from './checkedLetter.ts';

const shortestWord = 4;
/** A few words may differ, as dates and labels do. */
const toleratedShare = 0.03;
const toleratedWords = 4;
const mostTold = 6;

/** Whether the plain text says what the HTML says, with the same links (R43). */
export function checkTwins({
  message,
  elements,
  config,
}: Pick<CheckedLetter, 'message' | 'elements' | 'config'>): readonly Check[] {
  const body = elements.find(({ name }) => name === 'body')?.text() ?? '';
  const alts = elements.map(({ name, attributes }) => (name === 'img' ? (attributes['alt'] ?? '') : ''));
  const links = [
    ...new Set(elements.flatMap(({ name, attributes }) => (name === 'a' ? [attributes['href'] ?? ''] : []))),
  ];
  const missingLinks = links
    .filter((link) => /^(?:https?|mailto):/i.test(link))
    .map((link) => link.replace(/^mailto:/i, ''))
    .filter((link) => !message.text.includes(link) && !message.text.includes(decoded(link)));
  const extraLinks = Array.from(message.text.matchAll(/https?:\/\/[^\s<>"]+/g), ([link]) => link).filter(
    (link) =>
      !links.some((known) => link.startsWith(known) || known.startsWith(bare(link))) &&
      !body.includes(bare(link)),
  );
  const words = (text: string): ReadonlySet<string> =>
    new Set(
      wordsOf(text, config.locale)
        .map((word) => word.toLowerCase())
        .filter((word) => word.length >= shortestWord),
    );
  const [inHtml, inText] = [words([body, ...alts].join(' ')), words(message.text)];
  // The text names a picture by its alternative text, or not at all.
  const missing = [...words(body)].filter((word) => !inText.has(word));
  const extra = [...inText].filter((word) => !inHtml.has(word));
  const isUnlike = [missing, extra].some(
    (few) => few.length > Math.max(toleratedWords, inHtml.size * toleratedShare),
  );
  const found: Check[] = [];
  if (missingLinks.length > 0 || extraLinks.length > 0) found.push(otherLinks(missingLinks, extraLinks));
  if (isUnlike) found.push(otherWords(missing, extra));
  if (found.length > 0) return found;
  return [
    {
      check: 'twins',
      status: 'ok',
      found: {
        de: 'Die Textfassung sagt dasselbe wie das HTML.',
        en: 'The plain text says what the HTML says.',
      },
    },
  ];
}

const why = {
  de: 'Manche lesen nur den Text; und Spamfilter misstrauen Briefen, deren zwei Fassungen nicht dasselbe sagen.',
  en: 'Some read the text only, and spam filters distrust letters whose two versions do not say the same.',
};
const hint = {
  de: 'issue.txt.hbs und issue.mjml aufeinander abstimmen.',
  en: 'Bring issue.txt.hbs and issue.mjml in line with one another.',
};

function otherLinks(missing: readonly string[], extra: readonly string[]): Check {
  const [first = ''] = [...missing, ...extra];
  const isMissing = missing.length > 0;
  return {
    check: 'twins.links',
    status: 'warning',
    found: {
      de: `Ein Link steht nur ${isMissing ? 'im HTML, nicht im Text' : 'im Text, nicht im HTML'}: ${first}`,
      en: `A link stands ${isMissing ? 'in the HTML only, not in the text' : 'in the text only, not in the HTML'}: ${first}`,
    },
    why,
    hint,
    where: 'templates',
  };
}

function otherWords(missing: readonly string[], extra: readonly string[]): Check {
  const told = (words: readonly string[]): string => words.slice(0, mostTold).join(', ');
  const isMissing = missing.length >= extra.length;
  return {
    check: 'twins.words',
    status: 'warning',
    found: isMissing
      ? {
          de: `Im Text fehlen Worte des HTML: ${told(missing)} …`,
          en: `The text lacks words of the HTML: ${told(missing)} …`,
        }
      : {
          de: `Im HTML fehlen Worte des Textes: ${told(extra)} …`,
          en: `The HTML lacks words of the text: ${told(extra)} …`,
        },
    why,
    hint,
    where: 'templates',
  };
}

/** Without the marks of a sentence that ends with it. */
function bare(link: string): string {
  return link.replace(/[).,;:!?]+$/, '');
}

function decoded(link: string): string {
  try {
    return decodeURI(link);
  } catch {
    return link;
  }
}
