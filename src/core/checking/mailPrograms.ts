import type { caniemail as ask, rawData as known } from 'caniemail';
import type { Check } from '../check.ts';
import { reasonOf } from '../errors.ts';
import { usualFeatures } from './usualFeatures.ts';

/** What German readers read their mails with, and how caniemail.com names it. */
const programs: Readonly<Record<string, readonly string[]>> = {
  GMX: ['gmx'],
  'WEB.DE': ['web-de'],
  Gmail: ['gmail'],
  Outlook: ['outlook'],
  'Apple Mail': ['apple-mail'],
};

const mostTold = 6;

/** HTML and CSS of a letter that some mail programs ignore, beyond what all our own templates do without harm. */
export async function checkMailPrograms(html: string): Promise<readonly Check[]> {
  const features = await shakyFeatures(html).catch(unreadable);
  if ('unreadable' in features) return [features.unreadable];
  const unusual = features.filter(({ title }) => !usualFeatures.has(title));
  if (unusual.length === 0)
    return [
      {
        check: 'programs',
        status: 'ok',
        found: {
          de: 'GMX, WEB.DE, Gmail, Outlook und Apple Mail kommen mit dem Brief zurecht.',
          en: 'GMX, WEB.DE, Gmail, Outlook and Apple Mail get along with the letter.',
        },
      },
    ];
  const more = unusual.length - mostTold;
  return [
    ...unusual.slice(0, mostTold).map(unsupported),
    ...(more > 0
      ? [
          {
            ...advice,
            found: {
              de: `${more} weitere Eigenschaften kennen nicht alle Mailprogramme.`,
              en: `${more} further features are not known to all mail programs.`,
            },
          },
        ]
      : []),
  ];
}

/** A feature that a letter uses, and the programs that do not know it. */
export interface ShakyFeature {
  readonly title: string;
  readonly unknownTo: readonly string[];
}

/** The features of a letter that at least one of the programs does not know. */
export async function shakyFeatures(html: string): Promise<readonly ShakyFeature[]> {
  const { caniemail, rawData } = await import('caniemail');
  const titles = new Set(piecesOf(html).flatMap((piece) => featuresOf(piece, caniemail)));
  return [...titles]
    .toSorted()
    .map((title) => ({ title, unknownTo: programsWithout(title, rawData) }))
    .filter(({ unknownTo }) => unknownTo.length > 0);
}

/** Judging takes its time, and a letter's author changes words far more often than elements. */
const judged = new Map<string, readonly string[]>();
const mostJudged = 1_000;

function featuresOf(piece: string, caniemail: typeof ask): readonly string[] {
  const kept = judged.get(piece);
  if (kept) return kept;
  const features = usedFeatures(piece, caniemail);
  if (judged.size >= mostJudged) judged.clear();
  judged.set(piece, features);
  return features;
}

/** Style sheets and elements, each kind once and without the words: what a letter is made of, and not what it says. */
function piecesOf(html: string): readonly string[] {
  const bare = html.replaceAll(/<!--[^]*?-->/g, '');
  const styles = bare.match(/<style\b[^>]*>[^]*?<\/style>/g) ?? [];
  const tags =
    bare.replaceAll(/<style\b[^>]*>[^]*?<\/style>/g, '').match(/<[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>/gi) ?? [];
  const kinds = tags.map((tag) =>
    tag.replaceAll(/\s(href|src|alt|title|aria-label|content)="((?:mailto:|#)?)[^"]*"/g, ' $1="$2x"'),
  );
  return [...new Set([...styles, ...kinds])];
}

/** Those of caniemail's programs for which it knows every feature; where it knows one not, it fails. */
const judges: Parameters<typeof ask>[0]['clients'] = [
  'apple-mail.macos',
  'apple-mail.ios',
  'gmail.desktop-webmail',
  'gmail.android',
  'outlook.windows',
  'outlook.ios',
  'outlook.android',
];

function usedFeatures(html: string, caniemail: typeof ask): readonly string[] {
  const { issues } = caniemail({ clients: judges, html });
  const found = [...issues.errors.values(), ...issues.warnings.values()].flat();
  return [...new Set(found.map(({ title }) => title))].toSorted();
}

function programsWithout(title: string, rawData: typeof known): readonly string[] {
  const feature = rawData.data.find((one) => one.title === title);
  const stats: readonly (readonly [string, Readonly<Record<string, Readonly<Record<string, string>>>>])[] =
    feature === undefined ? [] : Object.entries(feature.stats);
  const platforms = new Map(stats.map(([name, all]) => [name, Object.values(all)]));
  return Object.entries(programs).flatMap(([program, families]) =>
    families
      .flatMap((family) => platforms.get(family) ?? [])
      .some((versions) => latestOf(versions).startsWith('n'))
      ? [program]
      : [],
  );
}

function latestOf(versions: Readonly<Record<string, string>>): string {
  const latest = Object.keys(versions).toSorted().at(-1);
  return latest === undefined ? '' : (versions[latest] ?? '');
}

const advice: Omit<Check, 'found'> = {
  check: 'programs',
  status: 'warning',
  why: {
    de: 'Dort sieht der Brief anders aus als in der Vorschau; im schlimmsten Fall fehlt etwas.',
    en: 'There the letter looks different from the preview; at worst something is missing.',
  },
  hint: {
    de: 'In der eigenen Vorlage darauf verzichten, oder prüfen, dass der Brief auch ohne gut aussieht (caniemail.com).',
    en: 'Do without it in your template, or make sure that the letter looks fine without it (caniemail.com).',
  },
  where: 'templates',
};

/** Letters need not follow the grammar, and the package fails where one does not. */
function unreadable(error: unknown): { readonly unreadable: Check } {
  const reason = reasonOf(error).slice(0, 200);
  return {
    unreadable: {
      ...advice,
      found: {
        de: `Das CSS der Vorlage lässt sich nicht lesen: ${reason}`,
        en: `The template's CSS cannot be read: ${reason}`,
      },
      hint: {
        de: 'In den eigenen Vorlagen nach einem vergessenen Zeichen suchen, meist „}“ oder „;“.',
        en: 'Look for a forgotten sign in your templates, mostly "}" or ";".',
      },
    },
  };
}

function unsupported({ title, unknownTo }: ShakyFeature): Check {
  return {
    ...advice,
    found: {
      de: `„${title}“ kennen nicht alle: ${unknownTo.join(', ')}.`,
      en: `"${title}" is not known everywhere: ${unknownTo.join(', ')}.`,
    },
  };
}
