import { NewsletterError } from '../errors.ts';
import { repeatedKeyOffset } from '../jsonKeys.ts';
import { jsonFaultOffset } from '../jsonText.ts';

/** What a JSON file holds: a list of ours, or rows with columns as a CSV would have them. */
export type JsonList =
  | {
      readonly kind: 'own';
      readonly subscribers: readonly unknown[];
      readonly suppressions: readonly unknown[];
    }
  | {
      readonly kind: 'rows';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** The property the rows stand in, where the file is not one array. */
      readonly key: string | undefined;
    };

/** Reads a JSON list; throws `import.unreadable`. */
export function readJsonList(text: string, fileName: string): JsonList {
  const value = parsed(text, fileName);
  const repeated = repeatedKeyOffset(text);
  if (repeated !== undefined) throw repeatedKey(fileName, lineAt(text, repeated));
  if (isObject(value) && 'version' in value && Array.isArray(value['subscribers'])) {
    const { subscribers, suppressions } = value;
    return { kind: 'own', subscribers, suppressions: Array.isArray(suppressions) ? suppressions : [] };
  }
  const { key, items } = itemsOf(value) ?? { key: undefined, items: undefined };
  if (items === undefined || !items.some(isObject)) throw noList(fileName);
  const records = items.map((item) => (isObject(item) ? flatRecord(item) : {}));
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => columns.map((column) => cellOf(record[column])));
  return { kind: 'rows', columns, rows, key };
}

/** The lines on which the entries of an array begin, for those who look for a faulty one. */
export function linesOfEntries(text: string, key: string | undefined): readonly number[] {
  const start = key === undefined ? text.indexOf('[') : text.search(new RegExp(`"${key}"\\s*:\\s*\\[`));
  const from = start < 0 ? 0 : text.indexOf('[', start);
  const lines: number[] = [];
  let line = text.slice(0, from).split('\n').length;
  let depth = 0;
  for (const [token] of text.slice(from).matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}\n]/gs)) {
    if (token === '\n') line++;
    else if (token === '{' || token === '[') {
      if (depth === 1) lines.push(line);
      depth++;
    } else if (token === '}' || token === ']') {
      depth--;
      if (depth === 0) break;
    }
  }
  return lines;
}

function parsed(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const offset = jsonFaultOffset(text) ?? 0;
    const line = lineAt(text, offset);
    throw new NewsletterError(
      'import.unreadable',
      {
        de: `${fileName}:${line}  Hier stimmt das JSON nicht.`,
        en: `${fileName}:${line}  The JSON is broken here.`,
      },
      {
        hint: {
          de: 'Die Datei noch einmal herunterladen; vielleicht kam sie nicht ganz an.',
          en: 'Download the file once more; perhaps it did not arrive as a whole.',
        },
        cause,
      },
    );
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Of two properties with one name JSON takes the last, and that need not be the goodbye. */
function repeatedKey(fileName: string, line: number): NewsletterError {
  return new NewsletterError(
    'import.unreadable',
    {
      de: `${fileName}:${line}  Diese Eigenschaft steht in ihrem Eintrag schon einmal.`,
      en: `${fileName}:${line}  Its entry has this property already.`,
    },
    { hint: { de: 'Eine der beiden löschen.', en: 'Delete one of the two.' } },
  );
}

interface Items {
  readonly key: string | undefined;
  readonly items: readonly unknown[];
}

/** The array in which the people stand: the file itself, or what APIs wrap around it. */
function itemsOf(value: unknown): Items | undefined {
  if (Array.isArray(value)) return { key: undefined, items: value };
  if (!isObject(value)) return undefined;
  for (const key of ['results', 'subscribers', 'members', 'data']) {
    const inner = value[key];
    if (Array.isArray(inner)) return { key, items: inner };
    const found = isObject(inner) ? itemsOf(inner) : undefined;
    if (found) return found;
  }
  return undefined;
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flatRecord(item: JsonObject): JsonObject {
  const { lists, ...record } = item;
  return Array.isArray(lists) && 'uuid' in item ? { ...record, ...listmonkSubscription(lists) } : item;
}

/**
 * What listmonk's API tells of the lists somebody is on. `subscription_status` is "confirmed" for people an
 * administrator entered as such, too; a click on the link of a double opt-in list moves `subscription_updated_at`.
 */
function listmonkSubscription(lists: readonly unknown[]): JsonObject {
  const subscriptions = lists.filter(isObject);
  const withStatus = (status: string): JsonObject | undefined =>
    subscriptions.find((one) => one['subscription_status'] === status);
  const left = withStatus('unsubscribed');
  if (left) return { subscription_left_at: left['subscription_updated_at'], status: 'unsubscribed' };
  const confirmed = subscriptions.find(
    (one) => one['subscription_status'] === 'confirmed' && one['optin'] === 'double',
  );
  if (!confirmed) return {};
  const meta = confirmed['subscription_meta'];
  return {
    subscription_created_at: confirmed['subscription_created_at'],
    subscription_confirmed_at: confirmed['subscription_updated_at'],
    subscription_optin_ip: isObject(meta) ? meta['optin_ip'] : null,
  };
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

function noList(fileName: string): NewsletterError {
  return new NewsletterError(
    'import.unreadable',
    {
      de: `${fileName} ist JSON, aber keine Liste von Menschen.`,
      en: `${fileName} is JSON, but no list of people.`,
    },
    {
      hint: {
        de: 'Erwartet wird ein Export von Wochenbrief, die Antwort der Schnittstelle von listmonk, oder eine Liste von Objekten mit address oder email.',
        en: 'Expected is an export of Wochenbrief, an answer of listmonk’s API, or an array of objects with address or email.',
      },
    },
  );
}
