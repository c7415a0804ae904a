import { isMap, isScalar, isSeq, parseDocument, type Pair, type ParsedNode, type YAMLMap } from 'yaml';
import type { Config } from '../config.ts';
import { readConfig } from '../readConfig.ts';
import { remarksOf } from './yamlEdit.ts';

/** The settings below `look`. */
export type Look = Config['look'];

/**
 * newsletter.yaml with another look; all else stays as its author wrote it, comments and line ends too. Undefined where the
 * settings are written in a way that only a hand can change. Throws `config.invalid`.
 */
export function withLook(text: string, look: Look): string | undefined {
  const before = readConfig(text);
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const edited = changedEntries(before.look, look).reduce<string | undefined>(
    (source, [key, value]) => (source === undefined ? undefined : withEntry(source, key, value)),
    text.slice(mark.length),
  );
  if (edited === undefined) return undefined;
  return isAsWanted(edited, text.slice(mark.length), { ...before, look }) ? mark + edited : undefined;
}

/** Aliases, tags and merged groups could make an edit mean something else than it says. */
function isAsWanted(after: string, before: string, wanted: Config): boolean {
  const remarks = (source: string): readonly string[] => {
    const document = parseDocument(source);
    return [...remarksOf(document.contents), document.commentBefore ?? '', document.comment ?? '']
      .flatMap((remark) => remark.split('\n'))
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .toSorted();
  };
  try {
    return isSame(readConfig(after), wanted) && isSame(remarks(after), remarks(before));
  } catch {
    return false;
  }
}

/** Whether two values say the same, in whatever order their fields stand. */
function isSame(one: unknown, other: unknown): boolean {
  const inOrder = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b, 'en')))
      : value;
  return JSON.stringify(one, inOrder) === JSON.stringify(other, inOrder);
}

const keys = ['template', 'font', 'color', 'logo', 'pictures', 'sections'] as const;

/** The settings that change, as YAML writes their values; null for one that goes. */
function changedEntries(
  before: Look,
  after: Look,
): readonly (readonly [key: string, value: string | null])[] {
  return keys
    .filter((key) => !isSame(before[key], after[key]))
    .map((key) => [key, written(after[key])] as const);
}

function written(value: Look[(typeof keys)[number]]): string | null {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return /^[a-z]+$/i.test(value) ? value : JSON.stringify(value);
  return `[${value.join(', ')}]`;
}

type Entry = Pair<ParsedNode, ParsedNode | null>;

function withEntry(source: string, key: string, value: string | null): string | undefined {
  const lineEnd = source.includes('\r\n') ? '\r\n' : '\n';
  const root = parseDocument(source).contents;
  if (!isMap(root) || root.flow === true) return undefined;
  const look = entryOf(root, 'look');
  if (!look) {
    if (value === null) return source;
    const end = source === '' || source.endsWith('\n') ? '' : lineEnd;
    return `${source}${end}look: { ${key}: ${value} }${lineEnd}`;
  }
  const map = look.value;
  if (!isMap(map)) return undefined;
  const entry = entryOf(map, key);
  if (!entry) return value === null ? source : added(source, map, `${key}: ${value}`, lineEnd);
  if (value === null) return removed(source, map, entry, lineEnd);
  return replaced(source, entry, value, lineEnd);
}

function entryOf(map: YAMLMap.Parsed, key: string): Entry | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function added(source: string, map: YAMLMap.Parsed, line: string, lineEnd: string): string | undefined {
  const [start, end] = map.range;
  const last = map.items.at(-1);
  if (!last) return `${source.slice(0, start)}{ ${line} }${source.slice(end)}`;
  if (map.flow === true) {
    const at = endOf(last);
    return `${source.slice(0, at)}, ${line}${source.slice(at)}`;
  }
  const at = endOfLine(source, endOf(last));
  const before = source.slice(0, at);
  return `${before}${before.endsWith('\n') ? '' : lineEnd}${indentOf(source, map)}${line}${lineEnd}${source.slice(at)}`;
}

function removed(source: string, map: YAMLMap.Parsed, entry: Entry, lineEnd: string): string {
  const at = map.items.indexOf(entry);
  const [start, end] = map.range;
  if (map.items.length === 1) {
    const rest = source.slice(end);
    return `${source.slice(0, start)}{}${/^\r?\n|^$/.test(rest) || map.flow === true ? '' : lineEnd}${rest}`;
  }
  const [from] = entry.key.range;
  if (map.flow === true) {
    const [previous, next] = [map.items[at - 1], map.items[at + 1]];
    if (previous) return source.slice(0, endOf(previous)) + source.slice(endOf(entry));
    return source.slice(0, from) + source.slice(next ? next.key.range[0] : endOf(entry));
  }
  const until = endOfLine(source, endOf(entry));
  const remark = /#.*/.exec(source.slice(endOf(entry), until))?.[0];
  const begin = source.lastIndexOf('\n', from) + 1;
  return `${source.slice(0, begin)}${remark === undefined ? '' : `${indentOf(source, map)}${remark.trimEnd()}${lineEnd}`}${source.slice(until)}`;
}

function replaced(source: string, entry: Entry, value: string, lineEnd: string): string {
  const [from, to] = entry.value?.range ?? [entry.key.range[1], entry.key.range[1]];
  if (!isSeq(entry.value) || entry.value.flow === true) {
    const isEmpty = from === to;
    const colon = source.indexOf(':', entry.key.range[1]) + 1;
    return isEmpty
      ? `${source.slice(0, colon)} ${value}${source.slice(colon)}`
      : source.slice(0, from) + value + source.slice(to);
  }
  const remarks = remarksOf(entry.value).flatMap((remark) => remark.split('\n'));
  const colon = source.indexOf(':', entry.key.range[1]) + 1;
  const behind = source.slice(0, to).endsWith('\n') ? lineEnd : '';
  const indent = source.slice(source.lastIndexOf('\n', entry.key.range[0]) + 1, entry.key.range[0]);
  const kept = remarks.map((remark) => `#${remark}${lineEnd}${indent}`).join('');
  return `${source.slice(0, entry.key.range[0])}${kept}${source.slice(entry.key.range[0], colon)} ${value}${behind}${source.slice(to)}`;
}

function endOf({ key, value }: Pair<ParsedNode, ParsedNode | null>): number {
  return value?.range[1] ?? key.range[1];
}

/** Behind the line end of the line that a place stands in; a place at the beginning of a line belongs to the one before. */
function endOfLine(source: string, place: number): number {
  if (source[place - 1] === '\n') return place;
  const end = source.indexOf('\n', place);
  return end < 0 ? source.length : end + 1;
}

function indentOf(source: string, map: YAMLMap.Parsed): string {
  const from = map.items[0]?.key.range[0] ?? map.range[0];
  return source.slice(source.lastIndexOf('\n', from - 1) + 1, from);
}
