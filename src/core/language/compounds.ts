import type { Language } from '../errors.ts';
import { falseFriends, isCompoundElement } from './compoundParts.ts';
import { stemOf } from './stems.ts';

/** What a word is in a compound: „Vertrauen“ the head of „Kundenvertrauen“, the modifier of „Vertrauensfrage“. */
export type CompoundRole = 'head' | 'modifier';

/** What stands between two parts; -ung, -heit and -keit were cut off the part's own stem. */
const links = ['ungs', 'heits', 'keits', 'ens', 'es', 'ns', 'en', 'er', 'ung', 's', 'n', 'e', ''];
/** What makes a verb of a verb or turns a noun around, and is no part of a compound. */
const prefixes =
  /^(?:ab|an|auf|aus|be|bei|dar|durch|ein|emp|ent|er|fort|ge|gegen|her|hin|hinter|in|los|miss|mit|nach|nieder|ob|ohn|rück|ruck|um|un|unter|ur|uber|ver|vor|weg|wider|wieder|zer|zu|zuruck|zusammen)+$/;
/** What derives a word from another. */
const suffixes =
  /^(?:bar|chen|ell|er|erei|erisch|haft|heit|ieren|ier|ig|igkeit|in|isch|ism|ismus|ist|iv|keit|lein|lich|lichkeit|ling|nis|or|sal|sam|samkeit|schaft|schaftlich|tum|ung|weis)$/;
const shortestPart = 3;
const endsAtMost = 20_000;
/** Three letters that are a word of their own before „er“: „Vatertag“. */
const shortBeforeEr: ReadonlySet<string> = new Set(['vat']);

/** What a German stem is inside another, or null where it is no part of it; English writes its compounds apart. */
export function compoundFit(part: string, whole: string, language: Language): CompoundRole | null {
  if (language !== 'de' || part.length < shortestPart || whole.length < part.length + shortestPart)
    return null;
  const end = endOf(part, whole);
  if (end === undefined && !whole.startsWith(part)) return null;
  if (falseFriends.get(part)?.some((other) => whole.startsWith(other) || whole.endsWith(other))) return null;
  if (end !== undefined && isModifier(whole.slice(0, -end.length), end)) return 'head';
  return whole.startsWith(part) && isHeadOf(whole.slice(part.length), part) ? 'modifier' : null;
}

function endOf(part: string, whole: string): string | undefined {
  if (whole.endsWith(part)) return part;
  const end = asEnd(part);
  return whole.endsWith(end) ? end : undefined;
}

const ends = new Map<string, string>();

/** A stem as the end of a longer word, of which the stemmer cuts more: `feier`, but `geburtstagsfei`. */
function asEnd(part: string): string {
  const known = ends.get(part);
  if (known !== undefined) return known;
  const cut = stemOf(`haustur${part}`, 'de').slice('haustur'.length);
  const end = cut.length < shortestPart ? part : cut;
  if (ends.size >= endsAtMost) ends.clear();
  ends.set(part, end);
  return end;
}

/** Whether what stands before a head can be a word of its own. */
function isModifier(rest: string, head: string): boolean {
  if (rest.length < shortestPart || prefixes.test(rest)) return false;
  return (
    mayStandAlone(rest, head) ||
    links.some((link) => isLinked(rest, link) && isCompoundElement(cut(rest, link)))
  );
}

/** Whether what stands behind a modifier is a link and a word of its own. */
function isHeadOf(rest: string, modifier: string): boolean {
  return links.some((link) => {
    // „Leber“ is no „Leben“: behind three letters this link is rather part of another word.
    if (!rest.startsWith(link) || (link === 'er' && modifier.length < 4 && !shortBeforeEr.has(modifier)))
      return false;
    const head = rest.slice(link.length);
    if (head.length < shortestPart || suffixes.test(head)) return false;
    return isCompoundElement(head) || (!suffixes.test(rest) && mayStandAlone(head, modifier));
  });
}

/** The longer both parts are, the less their letters meet by chance. */
function mayStandAlone(rest: string, part: string): boolean {
  if (part.length >= 6) return rest.length >= 4;
  return part.length >= 4 && rest.length >= 6;
}

function isLinked(rest: string, link: string): boolean {
  return rest.endsWith(link) && rest.length - link.length >= shortestPart;
}

function cut(rest: string, link: string): string {
  return rest.slice(0, rest.length - link.length);
}
