import type { Config } from '../config.ts';
import type { Language, Text } from '../errors.ts';
import { kinship } from '../language/kinship.ts';
import { stemsOf } from '../language/stems.ts';
import { readYaml } from '../yamlText.ts';
import { saysDu, type Prompt } from './prompt.ts';
import { isOn, seasons, seasonWords, type PromptDate } from './promptCalendar.ts';
import { readPrompts } from './promptFile.ts';
import { areAlike, sameQuestion } from './promptIdentity.ts';

/** What is worth a look in prompts.yaml, and where. */
export interface PromptFinding {
  readonly kind:
    | 'same'
    | 'alike'
    | 'noSie'
    | 'noTags'
    | 'strangeTag'
    | 'noQuestionMark'
    | 'tooLong'
    | 'yesOrNo'
    | 'rareDate'
    | 'noPrompts'
    | 'emptySeason'
    | 'uneven';
  /** An error keeps questions from being asked as they are meant; a hint may well be passed over. */
  readonly weight: 'error' | 'warning' | 'hint';
  /** `prompts.yaml:12:5`. */
  readonly where: string;
  readonly what: Text;
}

/** What prompts.yaml is checked with. */
export interface PromptCheck {
  readonly text: string;
  readonly fileName: string;
  readonly config: Pick<Config, 'locale' | 'address'>;
  /** The days on which letters leave, for some years to come. */
  readonly days: readonly string[];
  /** Stems of all that the posts speak of, where they were asked for. */
  readonly themes?: ReadonlySet<string> | undefined;
}

/** A question becomes the subject, and telephones show about so many letters of it. */
const longestSubject = 70;

/** Checks prompts.yaml, in the order of its lines; throws `prompts.invalid`. */
export function checkPrompts(check: PromptCheck): readonly PromptFinding[] {
  const { text, fileName, config } = check;
  const prompts = readPrompts(text, fileName);
  const reading = readYaml(text, fileName);
  if ('faults' in reading) throw new RangeError('read before without faults');
  const { yaml } = reading;
  const locate = (path: readonly PropertyKey[]): string => yaml.locate(path);
  const placed = (['de', 'en'] as const).flatMap((language) =>
    prompts[language].map((prompt, index): Placed => {
      const at = (...path: readonly PropertyKey[]): string => locate([language, index, ...path]);
      return { prompt, language, at };
    }),
  );
  const found = [
    ...placed.flatMap((one) => ofOne(one, check)),
    ...likeOthers(placed),
    ...strangeTags(placed, check),
    ...ofAll(prompts, { config, fileName, locate }),
  ];
  return found.toSorted((a, b) => lineOf(a.where) - lineOf(b.where));
}

interface Placed {
  readonly prompt: Prompt;
  readonly language: Language;
  readonly at: (...path: readonly PropertyKey[]) => string;
}

function ofOne({ prompt, language, at }: Placed, { config, days }: PromptCheck): readonly PromptFinding[] {
  const { text, sie, tags, on } = prompt;
  const findings: PromptFinding[] = [];
  const note = (
    kind: PromptFinding['kind'],
    weight: PromptFinding['weight'],
    where: string,
    what: Text,
  ): void => void findings.push({ kind, weight, where, what });
  const [de, en] = [`„${text}“`, `“${text}”`];
  if (language === 'de' && config.locale === 'de' && config.address === 'sie' && sie === null && saysDu(text))
    note('noSie', 'warning', at(), {
      de: `${de} sagt du und hat keine Form mit „sie“; mit address: sie wird sie nie gestellt.`,
      en: `${en} says du and has no form with "sie"; with address: sie it is never asked.`,
    });
  if (tags.length === 0)
    note('noTags', 'hint', at(), {
      de: `${de} hat keine „tags“; nur ihre eigenen Wörter können zu Beiträgen passen.`,
      en: `${en} has no "tags"; only its own words can fit posts.`,
    });
  for (const wording of sie === null ? [text] : [text, sie]) {
    const where = wording === text ? at('text') : at('sie');
    const [quotedDe, quotedEn] = [`„${wording}“`, `“${wording}”`];
    if (!/\?["“”»«’')\]]*$/.test(wording))
      note('noQuestionMark', 'warning', where, {
        de: `${quotedDe} endet nicht mit einem Fragezeichen.`,
        en: `${quotedEn} does not end with a question mark.`,
      });
    const { length } = Array.from(wording);
    if (length > longestSubject)
      note('tooLong', 'warning', where, {
        de: `${quotedDe} hat ${length} Zeichen; als Betreff zeigen Telefone etwa ${longestSubject}.`,
        en: `${quotedEn} has ${length} characters; telephones show about ${longestSubject} of a subject.`,
      });
  }
  if (startsWithVerb(text, language))
    note('yesOrNo', 'hint', at('text'), {
      de: `${de} lässt sich mit Ja oder Nein beantworten; mit Wer, Was, Wann oder Woran öffnet sie mehr.`,
      en: `${en} can be answered with yes or no; who, what, when or how opens more.`,
    });
  const rare = on.length > 0 ? rarity(on, days) : undefined;
  if (rare) note('rareDate', 'warning', at('on'), rare);
  return findings;
}

/** A letter leaves once a week, so that a single day is met in one year of seven. */
function rarity(on: readonly PromptDate[], days: readonly string[]): Text | undefined {
  const yearsOf = (some: readonly string[]): number => new Set(some.map((day) => day.slice(0, 4))).size;
  const met = days.filter((day) => on.some((date) => isOn(date, day)));
  if (2 * yearsOf(met) > yearsOf(days)) return undefined;
  const dates = on.map(({ text }) => text).join(', ');
  const [list, years] = [met.join(', '), yearsOf(days)];
  return {
    de: `on: ${dates}: In den nächsten ${years} Jahren geht ${list === '' ? 'an keinem dieser Tage' : `nur am ${list}`} ein Brief. Sieben Tage hintereinander (wie 12-01..12-07) kommen jedes Jahr vor.`,
    en: `on: ${dates}: in the next ${years} years a letter leaves ${list === '' ? 'on none of these days' : `on ${list} only`}. Seven days in a row (as 12-01..12-07) come every year.`,
  };
}

function startsWithVerb(text: string, language: Language): boolean {
  return language === 'de' ? germanVerb.test(text) : englishVerb.test(text);
}

const germanVerb =
  /^(?:\p{L}+st\s+du|\p{L}+en\s+Sie|hat|hatte|ist|sind|war|waren|gibt|gab|darf|durfte|muss|musste|soll|sollte|will|wollte|wird|würde|kann|konnte|könnte|mag|geht|fällt|fehlt)(?!\p{L})/iu;
const englishVerb =
  /^(?:do|does|did|are|is|was|were|have|has|had|can|could|will|would|should|shall|may|might|must)(?!\p{L})/iu;

function likeOthers(placed: readonly Placed[]): readonly PromptFinding[] {
  const findings: PromptFinding[] = [];
  for (const [index, one] of placed.entries()) {
    const other = placed
      .slice(0, index)
      .find(
        ({ prompt, language }) =>
          language === one.language && areAlike(prompt.text, one.prompt.text, language),
      );
    if (!other) continue;
    const isSame = sameQuestion(other.prompt.text) === sameQuestion(one.prompt.text);
    const [line, text] = [lineOf(other.at()), other.prompt.text];
    findings.push({
      kind: isSame ? 'same' : 'alike',
      weight: isSame ? 'error' : 'warning',
      where: one.at(),
      what: isSame
        ? { de: `„${text}“ steht schon in Zeile ${line}.`, en: `“${text}” stands in line ${line} already.` }
        : {
            de: `„${one.prompt.text}“ ist fast dieselbe Frage wie „${text}“ in Zeile ${line}.`,
            en: `“${one.prompt.text}” is nearly the same question as “${text}” in line ${line}.`,
          },
    });
  }
  return findings;
}

/** The first question that is nearly the same as a new one. */
export function promptLike(text: string, prompts: readonly Prompt[], language: Language): Prompt | undefined {
  return prompts.find(
    (prompt) =>
      areAlike(prompt.text, text, language) || (prompt.sie !== null && areAlike(prompt.sie, text, language)),
  );
}

/** No closer kin counts when questions are chosen. */
const leastKinship = 0.45;

/** Tags that no post speaks of, each once, where it stands first. */
function strangeTags(placed: readonly Placed[], { themes, config }: PromptCheck): readonly PromptFinding[] {
  if (themes === undefined) return [];
  const first = new Map<string, { readonly where: string; count: number }>();
  for (const { prompt, language, at } of placed.filter((one) => one.language === config.locale))
    for (const [index, tag] of prompt.tags.entries()) {
      const known = first.get(tag);
      if (known) known.count += 1;
      else if (!speakOf(tag, themes, language)) first.set(tag, { where: at('tags', index), count: 1 });
    }
  return Array.from(first, ([tag, { where, count }]) => ({
    kind: 'strangeTag',
    weight: 'hint',
    where,
    what: {
      de: `Von „${tag}“ spricht kein Beitrag${count > 1 ? ` (${count} Fragen haben es)` : ''}.`,
      en: `No post speaks of “${tag}”${count > 1 ? ` (${count} questions have it)` : ''}.`,
    },
  }));
}

function speakOf(tag: string, themes: ReadonlySet<string>, language: Language): boolean {
  return stemsOf(tag, language).every(
    (stem) => themes.has(stem) || [...themes].some((theme) => kinship(stem, theme, language) >= leastKinship),
  );
}

function ofAll(
  prompts: Readonly<Record<Language, readonly Prompt[]>>,
  place: {
    readonly config: PromptCheck['config'];
    readonly fileName: string;
    readonly locate: (path: readonly PropertyKey[]) => string;
  },
): readonly PromptFinding[] {
  const { locale } = place.config;
  const own = prompts[locale];
  const where = own.length > 0 ? place.locate([locale]) : `${place.fileName}:1:1`;
  const note = (kind: PromptFinding['kind'], weight: PromptFinding['weight'], what: Text): PromptFinding => ({
    kind,
    weight,
    where,
    what,
  });
  if (own.length === 0) {
    const de = `Unter „${locale}:“ steht keine Frage; der Brief bekommt keine.`;
    return [
      note('noPrompts', 'error', {
        de,
        en: `There is no question below "${locale}:"; the letter gets none.`,
      }),
    ];
  }
  const used = new Set(own.map(({ season }) => season));
  const empty = used.size === 1 && used.has(null) ? [] : seasons.filter((season) => !used.has(season));
  const { de, en } = prompts;
  return [
    ...empty.map((season) =>
      note('emptySeason', 'hint', {
        de: `Keine Frage ${seasonWords(season, 'de')} (season: ${season}).`,
        en: `No question ${seasonWords(season, 'en')} (season: ${season}).`,
      }),
    ),
    ...(de.length > 0 && en.length > 0 && de.length !== en.length
      ? [
          note('uneven', 'hint', {
            de: `${de.length} deutsche und ${en.length} englische Fragen: Nicht jede hat ihr Gegenstück.`,
            en: `${de.length} German and ${en.length} English questions: not each has its counterpart.`,
          }),
        ]
      : []),
  ];
}

function lineOf(where: string): number {
  return Number(/:(\d+):\d+$/.exec(where)?.[1] ?? 0);
}
