import type { Check, CheckPlace } from '../check.ts';
import type { Config } from '../config.ts';
import type { Issue } from '../issue.ts';

type Form = Config['address'];

/** Whether the author's own words address German readers as all the rest of the letter does. */
export function checkFormOfAddress(
  issue: Pick<Issue, 'subject' | 'preheader' | 'question' | 'letter' | 'posts' | 'olderPosts'>,
  { locale, address }: Pick<Config, 'locale' | 'address'>,
): readonly Check[] {
  if (locale !== 'de') return [];
  const titles = [...issue.posts, ...issue.olderPosts].map(({ title }) => title);
  const texts: readonly (readonly [CheckPlace, string])[] = [
    ['subject', issue.subject],
    ['preheader', issue.preheader],
    ['question', issue.question?.text ?? ''],
    ['letter', issue.letter],
  ];
  const other = address === 'du' ? 'sie' : 'du';
  const found = texts.flatMap(([where, text]) => {
    const [word] = addressesOf(ownWords(text, titles), other);
    return word === undefined ? [] : [strange(word, where, address)];
  });
  if (found.length > 0) return found;
  return [
    {
      check: 'address',
      status: 'ok',
      found: {
        de: `Der Brief sagt durchgehend „${address === 'du' ? 'du' : 'Sie'}“.`,
        en: `The letter says "${address === 'du' ? 'du' : 'Sie'}" throughout.`,
      },
    },
  ];
}

/** Words that address somebody in one form, each with a little of what stands around it. */
function addressesOf(text: string, form: Form): readonly string[] {
  return Array.from(text.matchAll(form === 'du' ? informal : formal)).flatMap(({ 0: word, index }) => {
    // At the beginning of a sentence, „Sie“ may be she or they.
    if (form === 'sie' && beginsSentence(text.slice(0, index))) return [];
    const before = text.slice(Math.max(0, index - 30), index).replace(/^\S*\s/, '');
    const after = text.slice(index + word.length, index + word.length + 30).replace(/\s\S*$/, '');
    return [`${before}${word}${after}`.replaceAll(/\s+/g, ' ').trim()];
  });
}

const informal = /(?<![\p{L}\p{N}_-])(?:du|dich|dir|dein(?:e[mnrs]?|s)?)(?![\p{L}\p{N}_-])/giu;
const formal = /(?<![\p{L}\p{N}_-])(?:Sie|Ihnen|Ihre[mnrs]?|Ihr)(?![\p{L}\p{N}_-])/gu;

/** Without a mark at its end, a line may still go on in the next one; after a comma it does. */
function beginsSentence(before: string): boolean {
  if (/,\s*$/.test(before)) return false;
  return (
    before.trim() === '' || /[.!?:;…–—|•*#>(]["“”»«)]*\s*$|(?:^|\n)\s*(?:[-+]|\d+[.)])?\s*$/.test(before)
  );
}

/** Without what somebody else said: quotations, titles of posts, code, addresses. */
function ownWords(text: string, titles: readonly string[]): string {
  const spoken = text
    .replaceAll(/```[^]*?```|`[^`\n]*`/g, ' ')
    .replaceAll(/^[ \t]*>.*$/gm, ' ')
    .replaceAll(/\]\([^)\s]*\)/g, '] ')
    .replaceAll(/https?:\/\/\S+/g, ' ')
    .replaceAll(/„[^“”]{0,600}[“”]|»[^«]{0,600}«|«[^»]{0,600}»|“[^”]{0,600}”|"[^"\n]{0,600}"/g, ' … ');
  return titles
    .filter((title) => title !== '')
    .reduce((words, title) => words.replaceAll(title, ' … '), spoken);
}

function strange(words: string, where: CheckPlace, address: Form): Check {
  const [usual, other] = address === 'du' ? ['du', 'Sie'] : ['Sie', 'du'];
  return {
    check: 'address',
    status: 'warning',
    found: {
      de: `Hier steht „${other}“, im übrigen Brief „${usual}“: „… ${words} …“`,
      en: `This says "${other}", the rest of the letter "${usual}": "… ${words} …"`,
    },
    why: {
      de: 'Wer beides liest, weiß nicht, wer gemeint ist. Ist hier jemand anderes angesprochen, ist alles gut.',
      en: 'Whoever reads both does not know who is meant. If somebody else is spoken to here, all is well.',
    },
    hint: {
      de: `Die Stelle ansehen; „address“ in newsletter.yaml sagt „${address}“.`,
      en: `Look at the place; "address" in newsletter.yaml says "${address}".`,
    },
    where,
  };
}
