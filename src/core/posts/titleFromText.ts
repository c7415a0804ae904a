import { foldSpace } from '../characters.ts';
import { restBehind, sentenceEndWithin, stripTeaserMarks } from './excerpt.ts';

/** About a line on a phone. */
const titleLength = 60;
/** A title of fewer characters tells too little, so that it goes on into the middle of a sentence. */
const shortestTitle = 12;

/** A title for a text that has none, and the text behind it. */
export interface MadeTitle {
  readonly title: string;
  readonly rest: string;
}

/** The first words of a text as its title: its first sentence where that fits, else up to a comma or a word. */
export function titleFromText(text: string): MadeTitle {
  const whole = stripTeaserMarks(foldSpace(text));
  // An address is no beginning that anybody would read.
  const told = whole.replace(/^(?:https?:\/\/\S+\s+)+/i, '');
  const sentence = sentenceEndWithin(told, shortestTitle, titleLength);
  if (sentence !== undefined)
    return { title: withoutFullStop(told.slice(0, sentence)), rest: restBehind(told, sentence) };
  if (told.length <= titleLength) return { title: withoutFullStop(told), rest: '' };
  const end = clauseEnd(told) ?? wordEnd(told);
  return { title: `${told.slice(0, end).replace(/[\s,;:–—-]+$/u, '')}\u00A0…`, rest: restBehind(told, end) };
}

/** Where a clause ends, in the second half of what a title holds. */
function clauseEnd(text: string): number | undefined {
  const start = text.slice(0, titleLength);
  const ends = [...start.matchAll(/[,;:](?=\s)|\s[–—-](?=\s)/gu)].map(({ index }) => index);
  return ends.findLast((end) => end >= titleLength / 2);
}

function wordEnd(text: string): number {
  const space = text.slice(0, titleLength + 1).lastIndexOf(' ');
  // Half a character would show as a sign for none.
  return space > 0 ? space : text.slice(0, titleLength).replace(/[\uD800-\uDBFF]$/, '').length;
}

function withoutFullStop(title: string): string {
  return title.replace(/(?<!\.)\.$/, '');
}
