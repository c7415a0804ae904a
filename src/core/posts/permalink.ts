import { Temporal } from 'temporal-polyfill';
import { NewsletterError } from '../errors.ts';

/** What an address can be made of. */
export interface PermalinkParts {
  /** `2026-11-20`, as the blog counts days; asked for only where an address holds it. */
  readonly day: () => string;
  /** The slug a post names, else its file's name without the date; Hugo makes one of the title instead. */
  readonly slug: string;
  /** The slug a post names, else its file's name. */
  readonly slugOrName: string;
  /** What the title becomes in an address; Jekyll means the slug by it. */
  readonly title: string;
  /** The file's name, date and all. */
  readonly filename: string;
  /** The folders from the blog's content down. */
  readonly sections: readonly string[];
  readonly categories: readonly string[];
  /** Jekyll's collection that the post belongs to; its sections are below that. */
  readonly collection?: string | undefined;
}

/** The marks that the setting `permalink` knows. */
const permalinkTokens = [
  ':year',
  ':month',
  ':day',
  ':slug',
  ':title',
  ':section',
  ':categories',
  ':filename',
] as const;

const token = /:([a-z]+(?:_(?:month|day|year))?)(?:\[([^\]]*)\])?/gi;

/** Throws `config.invalid` where the setting holds a mark that nobody could fill. */
export function checkPermalink(pattern: string, source: string): void {
  const unknown = [...pattern.matchAll(token)].find(
    ([mark]) => !permalinkTokens.some((known) => known === mark.toLowerCase()),
  )?.[0];
  const isRelative = pattern.startsWith('/') || pattern.startsWith(':');
  if (unknown === undefined && isRelative && pattern.includes(':')) return;
  const allowed = permalinkTokens.join(' ');
  throw new NewsletterError(
    'config.invalid',
    unknown === undefined
      ? {
          de: `„permalink: ${pattern}“ bei der Quelle „${source}“ ist kein Muster wie /:year/:month/:slug/.`,
          en: `"permalink: ${pattern}" of the source "${source}" is no pattern like /:year/:month/:slug/.`,
        }
      : {
          de: `„${unknown}“ in „permalink: ${pattern}“ bei der Quelle „${source}“ gibt es nicht.`,
          en: `There is no "${unknown}", as in "permalink: ${pattern}" of the source "${source}".`,
        },
    {
      hint: {
        de: `Erlaubt sind in newsletter.yaml: ${allowed}`,
        en: `Allowed in newsletter.yaml are: ${allowed}`,
      },
    },
  );
}

/** The path a pattern makes of a post; undefined where it holds a mark that is not known. */
export function expandPermalink(pattern: string, parts: PermalinkParts): string | undefined {
  let isKnown = true;
  const path = pattern.replace(token, (_, name: string, range: string | undefined) => {
    const value = valueOf(name.toLowerCase(), range, parts);
    if (value === undefined) isKnown = false;
    return (value ?? []).map(encoded).join('/');
  });
  return isKnown ? `/${path}`.replace(/\/{2,}/g, '/') : undefined;
}

function valueOf(
  name: string,
  range: string | undefined,
  parts: PermalinkParts,
): readonly string[] | undefined {
  const { sections } = parts;
  const dayPart = (index: number): string => parts.day().split('-')[index] ?? '';
  switch (name) {
    case 'year':
      return [dayPart(0)];
    case 'month':
      return [dayPart(1)];
    case 'day':
      return [dayPart(2)];
    case 'short_year':
      return [dayPart(0).slice(2)];
    case 'i_month':
      return [String(Number(dayPart(1)))];
    case 'i_day':
      return [String(Number(dayPart(2)))];
    case 'y_day':
    case 'yearday': {
      const { dayOfYear } = Temporal.PlainDate.from(parts.day());
      return [name === 'y_day' ? String(dayOfYear).padStart(3, '0') : String(dayOfYear)];
    }
    case 'monthname':
      return [monthNames[Number(dayPart(1)) - 1] ?? ''];
    case 'title':
      return [parts.title];
    case 'slug':
      return [parts.slug];
    case 'slugorfilename':
    case 'slugorcontentbasename':
      return [parts.slugOrName];
    case 'collection':
      return parts.collection === undefined ? undefined : [parts.collection];
    case 'path':
      return parts.collection === undefined ? undefined : [...sections, parts.filename];
    case 'name':
      return parts.collection === undefined ? undefined : [parts.slugOrName];
    case 'output_ext':
      return ['.html'];
    case 'filename':
    case 'contentbasename':
      return [parts.filename];
    case 'section':
      return sections.slice(0, 1);
    case 'sections':
      return range === undefined ? sections : slice(sections, range);
    case 'categories':
    case 'category':
      // A folder's category and the post's own may be the same one.
      return [...new Set(parts.categories.map((category) => addressWords(category)))];
    default:
      return undefined;
  }
}

/** Hugo's `:sections[1:]`, `:sections[last]`, `:sections[:2]`. */
function slice(sections: readonly string[], range: string): readonly string[] | undefined {
  if (range === 'last') return sections.slice(-1);
  const [, from, colon, to] = /^(\d*)(:?)(\d*|last)$/.exec(range) ?? [];
  if (from === undefined) return undefined;
  if (colon === '') return sections.slice(Number(from), Number(from) + 1);
  return sections.slice(Number(from), to === '' ? undefined : to === 'last' ? -1 : Number(to));
}

const monthNames =
  'january february march april may june july august september october november december'.split(' ');

/** Words as a segment of an address: small letters, `-` for spaces, no other signs. Umlauts stay. */
export function addressWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s._~+-]+/gu, '')
    .trim()
    .replace(/-*\s+-*/gu, '-');
}

function encoded(segment: string): string {
  return segment.split('/').map(encodeURIComponent).join('/');
}
