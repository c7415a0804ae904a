import type { Fault } from './fault.ts';
import { readYaml } from './yamlText.ts';
import type { YamlText } from './yamlText.ts';

/** A text file split at its front matter; places in `yaml` are those of the whole file. */
export type FrontMatterReading =
  | {
      readonly ok: true;
      readonly yaml: YamlText;
      /** What the YAML says. */
      readonly front: Readonly<Record<string, unknown>>;
      /** Everything behind the closing `---`, with `\n` line ends. */
      readonly body: string;
      /** Where the YAML begins and ends in the text as given, for whoever writes it back. */
      readonly start: number;
      readonly end: number;
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

const opening = /^\uFEFF?---[ \t]*(?:\r?\n|$)/;
const closing = /^---[ \t]*(?:\r?\n|(?![\s\S]))/m;

/**
 * Splits a Markdown file at its YAML front matter (`---` lines; byte order mark and CRLF are fine) and parses it. Never
 * executes anything: other languages than YAML are not read.
 */
export function parseFrontMatter(text: string, fileName: string): FrontMatterReading {
  const split = splitFrontMatter(text);
  if (split === 'none') return refusal(`${fileName}:1:1`, noFrontMatter);
  if (split === 'open') return refusal(`${fileName}:1:1`, noEnd);
  const reading = readYaml(split.front, fileName, 2);
  if ('faults' in reading) return { ok: false, faults: reading.faults };
  const { value } = reading.yaml;
  if (!isGroup(value)) return refusal(reading.yaml.locate([]), noKeys);
  const { body, start, end } = split;
  return { ok: true, yaml: reading.yaml, front: value, body, start, end };
}

/** A text between its two fences, and what stands behind them, both with `\n` line ends. */
export interface FrontMatterSplit {
  readonly front: string;
  readonly body: string;
  /** Where the front matter begins and ends in the text as given. */
  readonly start: number;
  readonly end: number;
}

/** Splits a text at its fences: `none` where it does not begin with one, `open` where the second is missing. */
export function splitFrontMatter(
  text: string,
  first = opening,
  second = closing,
): FrontMatterSplit | 'none' | 'open' {
  const start = first.exec(text)?.[0].length;
  if (start === undefined) return 'none';
  const rest = text.slice(start);
  const fence = second.exec(rest);
  if (fence === null) return 'open';
  return {
    front: withPlainLineEnds(rest.slice(0, fence.index)),
    body: withPlainLineEnds(rest.slice(fence.index + fence[0].length)),
    start,
    end: start + fence.index,
  };
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withPlainLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function refusal(where: string, complaint: Omit<Fault, 'where'>): FrontMatterReading {
  return { ok: false, faults: [{ where, ...complaint }] };
}

const example = {
  de: 'Die Datei beginnt mit „---“, darunter Zeilen wie „title: Mein Beitrag“, dann wieder „---“.',
  en: 'The file begins with "---", below it lines like "title: My post", then "---" again.',
};

const noFrontMatter: Omit<Fault, 'where'> = {
  what: { de: 'Die Angaben am Anfang der Datei fehlen.', en: 'The front matter is missing.' },
  hint: example,
};

const noEnd: Omit<Fault, 'where'> = {
  what: {
    de: 'Die Angaben am Anfang der Datei enden nicht: das zweite „---“ fehlt.',
    en: 'The front matter does not end: the second "---" is missing.',
  },
  hint: example,
};

const noKeys: Omit<Fault, 'where'> = {
  what: {
    de: 'Die Angaben am Anfang der Datei sind keine Liste von „Name: Wert“.',
    en: 'The front matter is not a list of "name: value".',
  },
  hint: example,
};
