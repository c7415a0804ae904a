/** Where a post stands in a series. */
export interface SeriesPlace {
  /** What all parts of the series share, folded for comparison: `vertrauen`; a word of counting where the title has no more. */
  readonly name: string;
  readonly number: number;
  /** How many parts there are, where the title says so. */
  readonly of: number | null;
}

/** Words that count parts; in front of a number they make a series of whatever follows. */
const countingWords =
  'teil|part|folge|episode|ep\\.?|kapitel|chapter|tag|day|woche|week|monat|month|lektion|lesson|ausgabe|issue|etappe|stage|schritt|step|türchen|runde|round|band|vol\\.?|volume|session|modul|module|nr\\.|no\\.';
const roman = '[IVX]{1,7}';
/** What may stand around a place: the title's ends, brackets, or a sign that separates. */
const before = '(?:^|[\\s([|,:–—-])';
const after = '(?=$|\\s*[)\\]:|,.–—]|\\s+-|\\s*$)';
/** Years and what lies beyond a day for each of the year are no parts. */
const mostParts = 400;
/** A count that falls by more than this has begun again: week 52, week 1. */
const restart = 12;

const counted = new RegExp(
  `${before}(?<word>${countingWords})\\s*#?(?<number>\\d{1,4}|${roman})(?:\\s*(?:/|von|of)\\s*(?<of>\\d{1,3}))?(?=$|[\\s)\\]:|,.–—-])`,
  'iu',
);
const ofTotal = new RegExp(
  `${before}(?<number>\\d{1,3})\\s*(?:/|\\s(?:von|of)\\s)\\s*(?<of>\\d{1,3})${after}`,
  'iu',
);
const ofTotalInFront = /^(?<number>\d{1,3})\/(?<of>\d{2,3})(?=\s)/u;
const hashed = new RegExp(`${before}#(?<number>\\d{1,4})${after}`, 'u');
const romanAtEnd = new RegExp(`\\s(?<number>(?!(?:I|V|X)$)${roman})$`, 'u');

/** A replay asks for the titles of all that wait in every week, and each goes through five patterns. */
const known = new Map<string, SeriesPlace | null>();
const knownAtMost = 20_000;

/** A title's place in a series: "Vertrauen 27 von 30", "Teil 3: …", "… (3/5)", "#96 – …"; null for all others. */
export function seriesOf(title: string): SeriesPlace | null {
  const remembered = known.get(title);
  if (remembered !== undefined) return remembered;
  const place = placeIn(title);
  if (known.size >= knownAtMost) known.clear();
  known.set(title, place);
  return place;
}

function placeIn(title: string): SeriesPlace | null {
  // Patterns look at titles as people write them, not at what was made to keep somebody busy.
  const line = title.slice(0, 300).replaceAll(/\s+/g, ' ').trim();
  for (const pattern of [counted, ofTotal, ofTotalInFront, hashed, romanAtEnd]) {
    const match = pattern.exec(line);
    const number = numberOf(match?.groups?.['number'] ?? '');
    const of = match?.groups?.['of'] === undefined ? null : Number(match.groups['of']);
    if (match && number !== null && isPlausible(number, of))
      return { name: nameOf(line.slice(0, match.index), match.groups?.['word'], of), number, of };
  }
  return null;
}

/** A list in which the parts of a series have taken one another's places, so that they come in their order. */
export function inSeriesOrder<T extends { readonly title: string; readonly publishedAt: string }>(
  posts: readonly T[],
): readonly T[] {
  const ordered = [...posts];
  for (const series of seriesAmong(posts)) {
    const places = series.map(({ index }) => index).toSorted((a, b) => a - b);
    series.forEach(({ post }, position) => {
      const place = places[position];
      if (place !== undefined) ordered[place] = post;
    });
  }
  return ordered;
}

interface Part<T> {
  readonly post: T;
  readonly index: number;
  readonly number: number;
}

/** The series of which several parts are among the posts, each in its order. */
function seriesAmong<T extends { readonly title: string; readonly publishedAt: string }>(
  posts: readonly T[],
): readonly (readonly Part<T>[])[] {
  const byName = new Map<string, Part<T>[]>();
  posts.forEach((post, index) => {
    const place = seriesOf(post.title);
    if (place)
      byName.set(place.name, [...(byName.get(place.name) ?? []), { post, index, number: place.number }]);
  });
  return [...byName.values()]
    .filter((parts) => parts.length > 1)
    .map((parts) => runsOf(parts).flatMap((run) => run.toSorted((a, b) => a.number - b.number)));
}

/** Parts by their dates, cut where the count begins again. */
function runsOf<T extends { readonly publishedAt: string }>(parts: readonly Part<T>[]): readonly Part<T>[][] {
  const byDate = parts.toSorted(
    (a, b) => Date.parse(a.post.publishedAt) - Date.parse(b.post.publishedAt) || a.number - b.number,
  );
  const runs: Part<T>[][] = [];
  for (const part of byDate) {
    const run = runs.at(-1);
    const highest = Math.max(...(run ?? []).map(({ number }) => number));
    if (run && part.number >= highest - restart) run.push(part);
    else runs.push([part]);
  }
  return runs;
}

function isPlausible(number: number, of: number | null): boolean {
  if (number < 1 || (number >= 1900 && number <= 2199)) return false;
  if (of === null) return true;
  // "50/50" and "9/11" count nothing, and "24/7" is more than its total.
  const isSaying = (number === 50 && of === 50) || (number === 9 && of === 11);
  return of >= 2 && of <= mostParts && number <= of && !isSaying;
}

function numberOf(written: string): number | null {
  if (/^\d+$/.test(written)) return Number(written);
  const valid = /^(?<tens>X{0,3})(?<ones>IX|IV|V?I{0,3})$/.exec(written);
  if (!valid || written === '') return null;
  const ones = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX'];
  return (valid.groups?.['tens'] ?? '').length * 10 + ones.indexOf(valid.groups?.['ones'] ?? '');
}

/** What stands before the place; titles that begin with it are told apart by how they count. */
function nameOf(start: string, word: string | undefined, of: number | null): string {
  const name = start
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return name || word?.toLowerCase() || (of === null ? '#' : `/${of}`);
}
