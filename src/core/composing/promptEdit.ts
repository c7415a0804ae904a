import { Document, isMap, isNode, isScalar, isSeq, type YAMLSeq } from 'yaml';
import type { Language } from '../errors.ts';
import { readYaml } from '../yamlText.ts';
import { readPrompts } from './promptFile.ts';
import type { Season } from './promptCalendar.ts';

/** In characters; what is longer is an essay, and no subject of a letter. */
export const longestQuestion = 300;

/** A question as the author gives it. */
export interface NewPrompt {
  readonly text: string;
  readonly sie?: string | undefined;
  readonly tags: readonly string[];
  readonly season?: Season | undefined;
  /** As in prompts.yaml: `12-06`, `easter..easter+6`. */
  readonly on: readonly string[];
}

/**
 * prompts.yaml with a further question at the end of its language, in the form that a hand would write; every other byte
 * stays, where the list is written line by line. Throws `prompts.invalid`.
 */
export function addPrompt(text: string, fileName: string, language: Language, added: NewPrompt): string {
  const before = readPrompts(text, fileName);
  const inserted = insertLines(text, fileName, language, added);
  if (inserted !== undefined && countIn(inserted, fileName, language) === before[language].length + 1)
    return inserted;
  return appendToDocument(text, fileName, language, added);
}

/** How many questions a text has; undefined where it is no prompts.yaml at all. */
function countIn(text: string, fileName: string, language: Language): number | undefined {
  try {
    return readPrompts(text, fileName)[language].length;
  } catch {
    return undefined;
  }
}

/** The question as lines behind the last one; undefined where the list is not written that way. */
function insertLines(
  text: string,
  fileName: string,
  language: Language,
  added: NewPrompt,
): string | undefined {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  const source = text.slice(mark);
  const reading = readYaml(source, fileName);
  const list = 'yaml' in reading ? reading.yaml.document.get(language, true) : undefined;
  const last = isSeq(list) && list.flow !== true ? list.items.at(-1) : undefined;
  if (!isNode(last) || !last.range) return undefined;
  const [start, end] = last.range;
  const dash = source.lastIndexOf('-', start - 1);
  const indent = source.slice(source.lastIndexOf('\n', dash) + 1, dash);
  if (dash < 0 || indent.trim() !== '') return undefined;
  const endOfLine = source.indexOf('\n', source.slice(0, end).trimEnd().length);
  const at = endOfLine < 0 ? source.length : endOfLine + 1;
  const lineBreak = source.includes('\r\n') ? '\r\n' : '\n';
  const lines = new Document([entryOf(added)], documentOptions).toString(yamlOptions).trimEnd().split('\n');
  const entry = lines.map((line) => indent + line + lineBreak).join('');
  const gap = endOfLine < 0 ? lineBreak : '';
  return text.slice(0, mark) + source.slice(0, at) + gap + entry + source.slice(at);
}

/** The same through the parsed document, for lists that are empty, missing or written in one line. */
function appendToDocument(text: string, fileName: string, language: Language, added: NewPrompt): string {
  const reading = readYaml(text, fileName);
  if ('faults' in reading) throw new RangeError('read before without faults');
  const { document } = reading.yaml;
  const entry = document.createNode(entryOf(added));
  const list = document.get(language, true);
  if (isSeq(list)) {
    if (list.items.length === 0) list.flow = false;
    list.add(entry);
  } else if (isMap(document.contents)) {
    document.set(language, listOf(document, entry, list));
  }
  const written = document.toString(yamlOptions);
  return text.includes('\r\n') ? written.replaceAll(/\r?\n/g, '\r\n') : written;
}

function listOf(document: Document, entry: unknown, empty: unknown): YAMLSeq {
  const list = document.createNode([entry]);
  // Comments below a language without questions hang on its empty value.
  if (isScalar(empty) && typeof empty.comment === 'string') list.commentBefore = empty.comment;
  return list;
}

const documentOptions = { version: '1.2' } as const;
const yamlOptions = { lineWidth: 0, flowCollectionPadding: false } as const;

/** A bare text where nothing else is said, as a hand would do it. */
function entryOf({ text, sie, tags, season, on }: NewPrompt): unknown {
  if (sie === undefined && tags.length === 0 && season === undefined && on.length === 0) return text;
  const short = new Document();
  return {
    text,
    ...(sie === undefined ? {} : { sie }),
    ...(tags.length === 0 ? {} : { tags: short.createNode(tags, { flow: true }) }),
    ...(season === undefined ? {} : { season }),
    ...(on.length === 0 ? {} : { on: on.length === 1 ? on[0] : short.createNode(on, { flow: true }) }),
  };
}
