import type { Fault } from './fault.ts';
import { readYaml } from './yamlText.ts';
import type { YamlText } from './yamlText.ts';

/** A text file split at its front matter; places in `yaml` are those of the whole file. */
export type FrontMatterReading =
  | {
      readonly ok: true;
      readonly yaml: YamlText;
      /** Everything behind the closing `---`, with `\n` line ends. */
      readonly body: string;
      /** Line of the file the body begins at. */
      readonly bodyLine: number;
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Splits a Markdown file at its YAML front matter (`---` lines; byte order mark and CRLF are fine) and parses it. Never
 * executes anything: other languages than YAML are not read.
 */
export function parseFrontMatter(text: string, fileName: string): FrontMatterReading {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (!isFence(lines[0])) return refusal(`${fileName}:1:1`, noFrontMatter);
  const end = lines.findIndex((line, index) => index > 0 && isFence(line));
  if (end === -1) return refusal(`${fileName}:1:1`, noEnd);
  try {
    const reading = readYaml(`${lines.slice(1, end).join('\n')}\n`, fileName, 2);
    if ('faults' in reading) return { ok: false, faults: reading.faults };
    const { value } = reading.yaml;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return refusal(reading.yaml.locate([]), noKeys);
    }
    return { ok: true, yaml: reading.yaml, body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 };
  } catch (error) {
    // yaml refuses aliases that grow without bound only when their values are asked for.
    if (error instanceof ReferenceError) return refusal(`${fileName}:2:1`, tooManyAliases);
    throw error;
  }
}

function isFence(line: string | undefined): boolean {
  return line !== undefined && /^---[ \t]*$/.test(line);
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

const tooManyAliases: Omit<Fault, 'where'> = {
  what: {
    de: 'Die Angaben am Anfang der Datei verweisen zu oft aufeinander (YAML-Aliase).',
    en: 'The front matter refers to itself too often (YAML aliases).',
  },
  hint: { de: 'Schreibe die Werte aus.', en: 'Write the values out.' },
};
