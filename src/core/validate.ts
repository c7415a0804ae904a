import * as z from 'zod';
import type { Text } from './errors.ts';
import type { Fault } from './fault.ts';
import { nearestName } from './nearestName.ts';
import type { YamlText } from './yamlText.ts';

/** A parsed text, YAML or JSON, that still knows where each value stands. */
type PlacedText = Pick<YamlText, 'value' | 'locate' | 'locateKey'>;

/** What a schema makes of a parsed text: the value, or every fault with its place. */
export type Validated<T> = { readonly value: T } | { readonly faults: readonly Fault[] };

/**
 * Checks a parsed text against a schema; all faults at once, each with line, column and the nearest known key. `isOnce` where
 * a process reads one such text: then zod does not translate the schema into code first, which takes longer than reading.
 */
export function validate<S extends z.ZodType>(
  schema: S,
  yaml: PlacedText,
  { isOnce = false }: { readonly isOnce?: boolean } = {},
): Validated<z.output<S>> {
  const result = schema.safeParse(yaml.value, { jitless: isOnce });
  if (result.success) return { value: result.data };
  return { faults: result.error.issues.flatMap((issue) => faultsOf(issue, [], schema, yaml)) };
}

type Issue = z.core.$ZodIssue;

function faultsOf(issue: Issue, base: readonly PropertyKey[], schema: z.ZodType, yaml: PlacedText): Fault[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return fittingBranch(issue.errors).flatMap((inner) => faultsOf(inner, path, schema, yaml));
  }
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path, yaml.value);
    return issue.keys.map((key) => ({
      where: yaml.locateKey([...path, key]),
      what: { de: `Unbekannte Einstellung „${key}“.`, en: `Unknown setting "${key}".` },
      hint: suggestion(key, known),
    }));
  }
  const isMissing = valueAt(yaml.value, path) === undefined;
  const name = path.length === 0 ? '' : path.map(String).join('.');
  if (isMissing && path.length === 0) {
    return [{ where: yaml.locate([]), what: { de: 'Die Datei ist leer.', en: 'The file is empty.' } }];
  }
  return [
    {
      where: isMissing ? yaml.locate(path.slice(0, -1)) : yaml.locate(path),
      what: isMissing
        ? { de: `„${name}“ fehlt.`, en: `"${name}" is missing.` }
        : complaint(issue, name, patternsAt(schema, path)),
    },
  ];
}

/** Of a union's branches the one the author most likely meant: of the right kind, and with the fewest wrong keys. */
function fittingBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const weight = (issue: Issue): number => {
    // A text where a group is expected, or the other way round, was meant for another branch.
    if (issue.code === 'invalid_type' && issue.path.length === 0) return 100;
    return issue.code === 'unrecognized_keys' ? 2 * issue.keys.length : 1;
  };
  const distance = (issues: readonly Issue[]): number =>
    issues.reduce((sum, issue) => sum + weight(issue), 0);
  return [...branches].sort((a, b) => distance(a) - distance(b))[0] ?? [];
}

function suggestion(key: string, known: readonly string[]): Text {
  const nearest = nearestName(key, known);
  if (nearest) return { de: `Gemeint ist wohl „${nearest}“.`, en: `Did you mean "${nearest}"?` };
  const list = known.join(', ');
  return { de: `Möglich sind: ${list}.`, en: `Possible are: ${list}.` };
}

function complaint(issue: Issue, name: string, patterns: readonly string[]): Text {
  const prefix = name ? `${name}: ` : '';
  const both = (de: string, en: string): Text => ({ de: prefix + de, en: prefix + en });
  switch (issue.code) {
    case 'invalid_type': {
      // A number where `12h` belongs is mended by an example, not by quotes.
      const [written] = patterns.map(exampleOf);
      if (issue.expected === 'string' && written) return both(written.de, written.en);
      return both(
        `${typeNames[issue.expected]?.de ?? issue.expected} erwartet.`,
        `expected ${typeNames[issue.expected]?.en ?? issue.expected}.`,
      );
    }
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ');
      return both(`Möglich sind nur: ${values}.`, `only these are possible: ${values}.`);
    }
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? both('darf nicht leer sein.', 'must not be empty.')
        : both(`mindestens ${issue.minimum}.`, `at least ${issue.minimum}.`);
    case 'too_big':
      return both(`höchstens ${issue.maximum}.`, `at most ${issue.maximum}.`);
    case 'invalid_format':
      return formatComplaint(issue.format, issue.pattern, both);
    case 'custom': {
      const kind = typeof issue.params?.['kind'] === 'string' ? issue.params['kind'] : '';
      const known = customComplaints[kind];
      return known ? both(known.de, known.en) : both(issue.message, issue.message);
    }
    default:
      return both(issue.message, issue.message);
  }
}

function formatComplaint(
  format: string,
  pattern: string | undefined,
  both: (de: string, en: string) => Text,
): Text {
  if (format === 'url') {
    return both('eine vollständige http(s)-Adresse wird erwartet.', 'expected a full http(s) address.');
  }
  const example = exampleOf(pattern);
  return example
    ? both(example.de, example.en)
    : both('hat nicht die erwartete Form.', 'does not have the expected form.');
}

function exampleOf(pattern: string | undefined): Text | undefined {
  return Object.entries(patternExamples).find(([start]) => pattern?.includes(start))?.[1];
}

const like = (example: string): Text => ({
  de: `wird so geschrieben: ${example}`,
  en: `is written like: ${example}`,
});

/** How a value with a pattern is written, found by the beginning of the pattern. */
const patternExamples: Readonly<Record<string, Text>> = {
  '(monday|': {
    de: 'Wochentag englisch und klein (monday … sunday), Uhrzeit zweistellig, zum Beispiel: sunday 07:00',
    en: 'weekday in English and lower case (monday … sunday), time with two digits, for example: sunday 07:00',
  },
  '[hm]': { de: 'zum Beispiel 12h oder 90m', en: 'for example 12h or 90m' },
  '\\.\\.': like('2026-12-20..2027-01-06'),
  '#[0-9': like('"#8a4b2d"'),
  '-W': like('2026-W47'),
};

const typeNames: Readonly<Record<string, Text>> = {
  string: { de: 'ein Text wird', en: 'a text' },
  number: { de: 'eine Zahl wird', en: 'a number' },
  int: { de: 'eine ganze Zahl wird', en: 'a whole number' },
  boolean: { de: 'true oder false wird', en: 'true or false' },
  array: { de: 'eine Liste wird', en: 'a list' },
  object: { de: 'eine Gruppe von Einstellungen wird', en: 'a group of settings' },
  record: { de: 'eine Gruppe wird', en: 'a group' },
};

const customComplaints: Readonly<Record<string, Text>> = {
  eachOnce: { de: 'jeder Name darf nur einmal dastehen.', en: 'each name may stand here once only.' },
  address: { de: 'keine brauchbare E-Mail-Adresse.', en: 'not a usable e-mail address.' },
  timeZone: {
    de: 'keine Zeitzone, die dieser Rechner kennt; zum Beispiel Europe/Berlin.',
    en: 'not a time zone this machine knows; for example Europe/Berlin.',
  },
  baseAddress: {
    de: 'ohne „?“ und „#“ bitte; daran werden die Pfade der Links gehängt.',
    en: 'without "?" and "#", please; the paths of links are added to it.',
  },
  dateRange: {
    de: 'kein Zeitraum; zum Beispiel 2026-12-20..2027-01-06.',
    en: 'not a range of days; for example 2026-12-20..2027-01-06.',
  },
  promptDate: {
    de: 'kein Tag, den es gibt; zum Beispiel 12-06, 11-01..11-10, easter, easter-2 oder easter+39..easter+50.',
    en: 'not a day there is; for example 12-06, 11-01..11-10, easter, easter-2 or easter+39..easter+50.',
  },
  greetingName: {
    de: 'hier fehlt {name}; zum Beispiel "Liebe {name},".',
    en: '{name} is missing here; for example "Dear {name},".',
  },
  greetingNoName: {
    de: 'ohne {name}, denn so werden alle gegrüßt, von denen es keinen Namen gibt; zum Beispiel "Guten Tag,".',
    en: 'without {name}, for this greets everybody whose name is not known; for example "Hello,".',
  },
  instant: {
    de: 'kein Zeitpunkt; zum Beispiel 2026-11-20T08:00:00Z.',
    en: 'not an instant; for example 2026-11-20T08:00:00Z.',
  },
  week: { de: 'keine Woche; zum Beispiel 2026-W47.', en: 'not a week; for example 2026-W47.' },
  singleLine: { de: 'muss in einer Zeile stehen.', en: 'must stand on one line.' },
  hasLeft: {
    de: 'wer sich abgemeldet hat, darf nicht „confirmed“ sein.',
    en: 'who has unsubscribed must not be "confirmed".',
  },
  consent: {
    de: 'ohne „consent.confirmedAt“ darf niemand „confirmed“ sein.',
    en: 'nobody may be "confirmed" without "consent.confirmedAt".',
  },
};

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === 'object' && current !== null ? Reflect.get(current, key) : undefined,
    value,
  );
}

/** The keys a schema knows at a path; where a union stands, those of all branches. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): string[] {
  const shapes = path.reduce<JsonSchema[]>(
    (current, key) => current.flatMap((shape) => childrenOf(shape, key)),
    branchesOf(jsonSchemaOf(schema)),
  );
  const given = valueAt(value, path);
  const has = (shape: JsonSchema): boolean =>
    typeof given === 'object' &&
    given !== null &&
    Object.keys(shape.properties ?? {}).some((key) => key in given);
  const chosen = shapes.some(has) ? shapes.filter(has) : shapes;
  return [...new Set(chosen.flatMap((shape) => Object.keys(shape.properties ?? {})))];
}

/** The patterns of texts that a schema takes at a path. */
function patternsAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const shapes = path.reduce<JsonSchema[]>(
    (current, key) => current.flatMap((shape) => childrenOf(shape, key)),
    branchesOf(jsonSchemaOf(schema)),
  );
  return shapes.flatMap(({ pattern }) => pattern ?? []);
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zod's own type allows booleans, which it never makes
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly pattern?: string;
  readonly anyOf?: readonly JsonSchema[];
}

function branchesOf(shape: JsonSchema): JsonSchema[] {
  return shape.anyOf ? shape.anyOf.flatMap(branchesOf) : [shape];
}

function childrenOf(shape: JsonSchema, key: PropertyKey): JsonSchema[] {
  const child = typeof key === 'number' ? shape.items : shape.properties?.[String(key)];
  return child ? branchesOf(child) : [];
}
