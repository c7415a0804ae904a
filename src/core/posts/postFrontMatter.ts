import { TomlDate, TomlError, parse as parseToml } from 'smol-toml';
import type { Fault } from '../fault.ts';
import { parseFrontMatter, splitFrontMatter } from '../frontMatter.ts';
import { jsonPlaces } from '../jsonPlaces.ts';
import { jsonFaultOffset } from '../jsonText.ts';
import { readUsualYaml } from '../usualYaml.ts';

/** The front matter of a post, whatever it is written in; it still knows where each value stands. */
export interface PostFrontMatter {
  readonly value: unknown;
  locate(path: readonly PropertyKey[]): string;
  locateKey(path: readonly PropertyKey[]): string;
}

/** A post's file split at its front matter; `isMissing` where it has none at all. */
export type PostReading =
  | { readonly ok: true; readonly front: PostFrontMatter; readonly body: string }
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly isMissing: boolean };

const tomlOpening = /^\uFEFF?\+\+\+[ \t]*(?:\r?\n|$)/;
const tomlClosing = /^\+\+\+[ \t]*(?:\r?\n|(?![\s\S]))/m;
/** Eleventy lets the first fence say what stands behind it: `---json`. */
const namedOpening = /^(\uFEFF?)---[ \t]*(json|toml|ya?ml|js|javascript)[ \t]*(?:\r?\n|$)/i;
const closing = /^---[ \t]*(?:\r?\n|(?![\s\S]))/m;
const jsonOpening = /^\uFEFF?\{[ \t]*(?:\r?\n|"|\})/;

/** In characters; nobody writes more, and reading it could keep the program busy. */
const longestFront = 64_000;
/** More groups inside one another than any blog has. */
const deepestGroup = 100;

/** Front matter as YAML between `---`, TOML between `+++`, or a JSON object at the file's start. Never executes anything. */
export function readPostFrontMatter(text: string, fileName: string): PostReading {
  const [, mark = '', named] = namedOpening.exec(text) ?? [];
  if (named !== undefined) return readNamed(named.toLowerCase(), text, mark, fileName);
  if (tomlOpening.test(text)) return readToml(text, fileName, tomlOpening, tomlClosing);
  if (jsonOpening.test(text)) return readJson(text, fileName);
  const split = splitFrontMatter(text);
  if (typeof split !== 'string' && split.front.length > longestFront)
    return refusal(`${fileName}:2:1`, frontTooLong);
  const usual = typeof split === 'string' ? undefined : readUsualYaml(split.front);
  if (typeof split !== 'string' && usual !== undefined) {
    const places = (): PostFrontMatter => {
      const reading = parseFrontMatter(text, fileName);
      return reading.ok ? reading.yaml : { value: usual, locate: () => fileName, locateKey: () => fileName };
    };
    return {
      ok: true,
      body: split.body,
      front: {
        value: usual,
        locate: (path) => places().locate(path),
        locateKey: (path) => places().locateKey(path),
      },
    };
  }
  if (typeof split !== 'string' && split.front.trim() === '')
    return { ok: true, body: split.body, front: emptyFront(fileName) };
  const reading = parseFrontMatter(text, fileName);
  return reading.ok
    ? { ok: true, front: reading.yaml, body: reading.body }
    : { ok: false, faults: reading.faults, isMissing: split === 'none' };
}

/** Front matter whose first fence names its language. */
function readNamed(language: string, text: string, mark: string, fileName: string): PostReading {
  const plain = mark + text.slice(mark.length).replace(/^---[ \t]*[a-z]+/i, '---');
  switch (language) {
    case 'yaml':
    case 'yml':
      return readPostFrontMatter(plain, fileName);
    case 'toml':
      return readToml(text, fileName, namedOpening, closing);
    case 'json': {
      const split = splitFrontMatter(plain);
      if (typeof split === 'string') return refusal(`${fileName}:1:1`, noNamedEnd);
      const reading = readJson(`\n${split.front}`, fileName);
      return reading.ok ? { ...reading, body: split.body } : reading;
    }
    default:
      return refusal(`${fileName}:1:1`, unknownLanguage(language));
  }
}

/** `---` twice with nothing between: a file without any entries, as Jekyll's pages have it. */
function emptyFront(fileName: string): PostFrontMatter {
  const place = `${fileName}:2:1`;
  return { value: {}, locate: () => place, locateKey: () => place };
}

function readToml(text: string, fileName: string, opening: RegExp, end: RegExp): PostReading {
  const split = splitFrontMatter(text, opening, end);
  if (typeof split === 'string') return refusal(`${fileName}:1:1`, noTomlEnd);
  if (split.front.length > longestFront) return refusal(`${fileName}:2:1`, frontTooLong);
  try {
    const parsed: unknown = parseToml(split.front);
    if (isTooDeep(parsed)) return refusal(`${fileName}:2:1`, frontTooDeep);
    const value = plainDates(parsed);
    const place = (path: readonly PropertyKey[], isKey: boolean): string =>
      placeInToml(split.front, path, isKey, fileName);
    return {
      ok: true,
      body: split.body,
      front: { value, locate: (path) => place(path, false), locateKey: (path) => place(path, true) },
    };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
    return refusal(`${fileName}:${error.line + 1}:${error.column}`, {
      what: { de: `Kein gültiges TOML: ${reason}`, en: `Not valid TOML: ${reason}` },
      hint: {
        de: 'In TOML stehen Texte in Anführungszeichen: title = "Mein Beitrag".',
        en: 'In TOML texts stand in quotation marks: title = "My post".',
      },
    });
  }
}

/** Asked level by level before anything recurses: at the end of its stack V8 may end the process instead of throwing. */
function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepestGroup) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

/** Dates of TOML as texts, as YAML has them. */
function plainDates(value: unknown): unknown {
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map(plainDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainDates(inner)]));
}

/** TOML's parser keeps no places; the line that begins with the key is one. */
function placeInToml(front: string, path: readonly PropertyKey[], isKey: boolean, fileName: string): string {
  const key = path.find((step) => typeof step === 'string') ?? '';
  const lines = front.split('\n');
  const index = lines.findIndex((line) => line.replace(/^[\s["']+/, '').startsWith(key) && key !== '');
  if (index < 0) return `${fileName}:2:1`;
  const line = lines[index] ?? '';
  const equals = line.indexOf('=');
  const value = equals < 0 ? 0 : equals + 1 + (/^\s*/.exec(line.slice(equals + 1))?.[0].length ?? 0);
  return `${fileName}:${index + 2}:${(isKey ? line.search(/\S/) : value) + 1}`;
}

function readJson(text: string, fileName: string): PostReading {
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const end = endOfObject(plain.slice(0, longestFront));
  if (end === undefined)
    return refusal(`${fileName}:1:1`, plain.length > longestFront ? frontTooLong : noJsonEnd);
  const json = plain.slice(0, end);
  try {
    const value: unknown = JSON.parse(json);
    if (isTooDeep(value)) return refusal(`${fileName}:1:1`, frontTooDeep);
    const places = jsonPlaces(json, fileName);
    return {
      ok: true,
      front: { value, locate: (path) => places.locate(path), locateKey: (path) => places.locateKey(path) },
      body: plain.slice(end).replace(/^[ \t]*\n/, ''),
    };
  } catch {
    const before = json.slice(0, jsonFaultOffset(json) ?? 0).split('\n');
    return refusal(`${fileName}:${before.length}:${(before.at(-1) ?? '').length + 1}`, badJson);
  }
}

/** Where the object that a text begins with ends; braces inside texts do not count. */
function endOfObject(text: string): number | undefined {
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}]/g)) {
    if (mark === '{') depth += 1;
    if (mark === '}') depth -= 1;
    if (mark === '}' && depth === 0) return index + 1;
  }
  return undefined;
}

function refusal(where: string, complaint: Omit<Fault, 'where'>): PostReading {
  return { ok: false, faults: [{ where, ...complaint }], isMissing: false };
}

const frontTooLong: Omit<Fault, 'where'> = {
  what: {
    de: `Die Angaben am Anfang der Datei sind länger als ${longestFront / 1000} 000 Zeichen.`,
    en: `The front matter is longer than ${longestFront / 1000},000 characters.`,
  },
};

const frontTooDeep: Omit<Fault, 'where'> = {
  what: {
    de: `In den Angaben am Anfang der Datei stehen mehr als ${deepestGroup} Gruppen ineinander.`,
    en: `The front matter has more than ${deepestGroup} groups inside one another.`,
  },
};

const noTomlEnd: Omit<Fault, 'where'> = {
  what: {
    de: 'Die Angaben am Anfang der Datei enden nicht: das zweite „+++“ fehlt.',
    en: 'The front matter does not end: the second "+++" is missing.',
  },
};

const noJsonEnd: Omit<Fault, 'where'> = {
  what: {
    de: 'Die Angaben am Anfang der Datei enden nicht: eine „}“ fehlt.',
    en: 'The front matter does not end: a "}" is missing.',
  },
};

const noNamedEnd: Omit<Fault, 'where'> = {
  what: {
    de: 'Die Angaben am Anfang der Datei enden nicht: das zweite „---“ fehlt.',
    en: 'The front matter does not end: the second "---" is missing.',
  },
};

function unknownLanguage(language: string): Omit<Fault, 'where'> {
  return {
    what: {
      de: `Angaben in „${language}“ werden nicht gelesen und nie ausgeführt.`,
      en: `Front matter in "${language}" is not read, and never executed.`,
    },
    hint: {
      de: 'YAML, TOML oder JSON gehen: hinter „---“ nichts, „toml“ oder „json“ schreiben.',
      en: 'YAML, TOML and JSON work: write nothing, "toml" or "json" behind "---".',
    },
  };
}

const badJson: Omit<Fault, 'where'> = {
  what: { de: 'Kein gültiges JSON.', en: 'Not valid JSON.' },
};
