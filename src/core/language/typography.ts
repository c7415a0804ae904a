import type { Language } from '../errors.ts';

/** Mail programs of some age show boxes for the narrow ones (U+202F) that Duden and DIN 5008 allow as well. */
const nbsp = '\u00A0';
const shy = '\u00AD';

/** What means itself letter by letter: addresses, code, the target of a Markdown link, a tag. */
const untouchable =
  /[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+|[^\s@]+@[^\s@]+\.[^\s@]+|`[^`]*`|\]\([^)]*\)|<\/?[a-z][^>]*>/giu;

/** Longer than any title or teaser; what is longer is made to keep somebody busy. */
const longestText = 4_000;

interface Marks {
  readonly outer: readonly [open: string, close: string];
  readonly inner: readonly [open: string, close: string];
}

/** Amtliche Regelung § 89–95; New Hart's Rules 9. */
const marks: Readonly<Record<Language, Marks>> = {
  de: { outer: ['„', '“'], inner: ['‚', '‘'] },
  en: { outer: ['“', '”'], inner: ['‘', '’'] },
};

/**
 * A plain text as its language is set: quotation marks, dashes, dots, apostrophes, and spaces that hold together what
 * belongs together. Words stay as they are. A second time changes nothing more.
 */
export function typeset(text: string, language: Language): string {
  if (text.length > longestText) return text;
  let end = 0;
  let result = '';
  // A quotation may hold an address, so what is untouchable is hidden behind one letter each while quotes are paired.
  const kept: string[] = [];
  for (const match of text.matchAll(untouchable)) {
    kept.push(match[0]);
    result += `${text.slice(end, match.index)}${hidden}`;
    end = match.index + match[0].length;
  }
  if (text.includes(hidden)) return text;
  result += text.slice(end);
  const set = spaced(dashed(quoted(dotted(result), language)), language);
  return set.replaceAll(hidden, () => kept.shift() ?? '');
}

/** The same for a line that people search for, as a subject: with ordinary spaces only. */
export function typesetLine(text: string, language: Language): string {
  return withOrdinarySpaces(typeset(text, language));
}

/** A text whose words hold together no more, once its lines are broken. */
export function withOrdinarySpaces(text: string): string {
  return text.replaceAll(nbsp, ' ');
}

/** A private letter, used in no text. */
const hidden = '\uE5AF';

/** Duden: three dots are one sign; four are three and a full stop, or a mistake. */
function dotted(text: string): string {
  return text.replaceAll(/(?<!\.)\.{3}(?!\.)/g, '…');
}

/** DIN 5008: a dash in a sentence is an en dash between spaces; one from number to number stands without. */
function dashed(text: string): string {
  return text
    .replaceAll(/(?<=\S) (?:-|--)(?= \S)/g, ' –')
    .replaceAll(
      /(?<![\p{L}\d.,:/+–-])(\d{1,4})-(\d{1,4})(?![\p{L}\d:/–-]|[.,]\d)/gu,
      (range, from: string, to: string) => (isRange(from, to) ? `${from}–${to}` : range),
    );
}

/** "3-5", "2019-2024", "2024-26"; not a telephone number. */
function isRange(from: string, to: string): boolean {
  if (/^0\d/.test(from)) return false;
  if (from.length === 4 && to.length === 2) return Number(to) > Number(from) % 100;
  return Number(from) < Number(to) && (to.length < 4 || from.length === 4);
}

const opening = /(?<=^|[\s([{–—/„‚“‘])/u;
const closing = /(?=$|[\s)\]}–—/.,;:!?…“‘”’-])/u;
const double = new RegExp(`${opening.source}"(?=\\S)([^"]*[^\\s"])"${closing.source}`, 'gu');
const single = new RegExp(
  `${opening.source}'(?=\\S)((?:[^']|(?<=\\p{L})'(?=\\p{L}))*[^\\s'])'${closing.source}`,
  'gu',
);

/** Rock 'n' Roll: what is left of “and” is no quotation. */
const andBetween = /(?<=\p{L}[ \u00A0]?)['‘’‚]n['‘’](?=[ \u00A0]?\p{L})/giu;

function quoted(text: string, language: Language): string {
  const { outer, inner } = marks[language];
  return text
    .replaceAll(andBetween, '’n’')
    .replaceAll(double, (_, words: string, index: number) => {
      const [open, close] = isInside(text.slice(0, index), outer) ? inner : outer;
      return open + words + close;
    })
    .replaceAll(single, (_, words: string) => inner[0] + words + inner[1])
    .replaceAll(
      /(?<=\p{L})'(?=\p{L})|(?<=[sxzß])'(?=$|[\s.,;:!?])|(?<=^|\s)'(?=\d\d(?:s|er)?\b|s\s|n\s|ne[nmrs]?\s)/gu,
      '’',
    );
}

/** Whether a quotation was opened and not closed. */
function isInside(before: string, [open, close]: Marks['outer']): boolean {
  return before.split(open).length > before.split(close).length;
}

const months: Readonly<Record<Language, string>> = {
  de: 'Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jan\\.|Feb\\.|Aug\\.|Sept?\\.|Okt\\.|Nov\\.|Dez\\.',
  en: 'January|February|March|April|May|June|July|August|September|October|November|December',
};
const units =
  '[%‰€$£°]|Euro|Cent|[kcm]?m|km²|m²|m³|[km]?g|[mc]?l|kWh?|[KMGT]B|Min\\.|Std\\.|Sek\\.|min|h|s|Uhr|°C|Mio\\.|Mrd\\.|Millionen|Milliarden';
/** Abbreviations of several words, their letters one after the other. */
const abbreviations = [
  'z.B.',
  'd.h.',
  'u.a.',
  'u.U.',
  'u.Ä.',
  'u.ä.',
  'o.Ä.',
  'o.ä.',
  's.o.',
  's.u.',
  'v.a.',
  'z.T.',
  'z.Zt.',
  'm.E.',
  'i.d.R.',
  'i.e.S.',
  'a.a.O.',
  'e.V.',
  'n.Chr.',
  'v.Chr.',
  'u.s.w.',
];
const abbreviation = new RegExp(
  `(?<![\\p{L}\\d.])(?:${abbreviations.map((one) => one.split('.').filter(Boolean).join(`\\.[ ${nbsp}]?`)).join('|')})\\.`,
  'giu',
);

interface Bond {
  readonly pattern: RegExp;
  readonly bound: string;
}

/** Pairs that no line may part (DIN 5008: abbreviations, numbers with what they count, dates). */
const bonds: Readonly<Record<Language, readonly Bond[]>> = {
  de: [
    { pattern: /(?<=\d) ?%(?![\p{L}\d-])/gu, bound: `${nbsp}%` },
    { pattern: new RegExp(`(?<=\\d) (?=(?:${units})(?![\\p{L}\\d]))`, 'gu'), bound: nbsp },
    { pattern: new RegExp(`(?<=(?<!\\d)\\d{1,2}\\.) (?=(?:${months.de})(?!\\p{L}))`, 'gu'), bound: nbsp },
    { pattern: /(?<=(?:^|[\s(])(?:Nr|Abs|Art|Kap|Abb|Bd|S|Jg|Tel)\.) (?=\d)/gu, bound: nbsp },
    { pattern: /(?<=§) (?=\d)/gu, bound: nbsp },
    { pattern: /(?<=(?:^|[\s(])(?:Dr|Prof|St)\.) (?=\p{Lu})/gu, bound: nbsp },
  ],
  en: [
    { pattern: new RegExp(`(?<=\\d) (?=(?:${units})(?![\\p{L}\\d]))`, 'gu'), bound: nbsp },
    { pattern: new RegExp(`(?<=(?<!\\d)\\d{1,2}) (?=(?:${months.en})(?!\\p{L}))`, 'gu'), bound: nbsp },
    { pattern: /(?<=(?:^|[\s(])(?:No|Nos|pp?|vol|ch)\.) (?=\d)/giu, bound: nbsp },
    { pattern: /(?<=(?:^|[\s(])(?:Dr|Mrs?|Ms|Prof|St)\.?) (?=\p{Lu}\p{Ll})/gu, bound: nbsp },
  ],
};

function spaced(text: string, language: Language): string {
  const apart =
    language === 'de'
      ? text.replaceAll(abbreviation, (letters) =>
          letters.replaceAll(new RegExp(`\\.[ ${nbsp}]?(?=.)`, 'gu'), `.${nbsp}`),
        )
      : text;
  return (
    bonds[language]
      .reduce((bound, { pattern, bound: by }) => bound.replaceAll(pattern, by), apart)
      // Neither a dash nor dots begin a line.
      .replaceAll(/(?<=\S) (?=–(?:\s|$)|…)/gu, nbsp)
  );
}

/** Endings that join words with an s whenever another word follows; other joints are a matter of guessing. */
const joint = /(?<=\p{L}{4}(?<!spr|schw|j)(?:ungs|heits|keits|schafts|täts|tions))(?=(?!ch)\p{L}{4})/giu;
const longWord = /\p{L}{19,}/gu;

/** A text whose longest words say where they may be parted, for screens as narrow as a phone's. */
export function withHyphenationHints(text: string, language: Language): string {
  return language === 'de' ? text.replaceAll(longWord, (word) => word.replaceAll(joint, shy)) : text;
}

/** A text without such hints. */
export function withoutHyphenationHints(text: string): string {
  return text.replaceAll(shy, '');
}
