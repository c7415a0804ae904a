import { Document, isCollection, isMap, isScalar, isSeq, type Scalar, type ToStringOptions } from 'yaml';

/** How far a text indents what stands below a key. */
export interface YamlStyle {
  readonly group: number;
  readonly list: number;
}

/** Texts that are longer go on on the next line. */
const lineWidth = 100;

/** The items of a list on lines of their own, the dashes so far indented. */
export function itemLines(items: readonly unknown[], column: number): string {
  return linesOf(items, column, 2);
}

/** What stands below a key that is so far indented. */
export function linesBelowKey(value: object, column: number, { group, list }: YamlStyle): string {
  return Array.isArray(value) ? itemLines(value, column + list) : linesOf(value, column + group, group);
}

function linesOf(value: object, column: number, step: number): string {
  return writtenAt(new Document(nested(value, depthOf(column, step))), column, step);
}

/** A value behind its key; quotation marks stay those that were there. */
export function valueBehindKey(
  key: string,
  value: unknown,
  column: number,
  present: Scalar.Type | null,
): string {
  const depth = depthOf(column, usualStep);
  const document = new Document(nested({ [key]: value }, depth));
  const node: unknown = document.getIn([...Array.from({ length: depth }, () => outer), key], true);
  if (isScalar(node)) keepMarks(node, present);
  if (isMap(node) || isSeq(node)) node.flow = true;
  const options = {
    flowCollectionPadding: !Array.isArray(value),
    ...(isCollection(node) && { lineWidth: 0 }),
  };
  return writtenAt(document, column, usualStep, options).trimStart().slice(`${key}:`.length).trim();
}

/** A value inside brackets: always on one line. */
export function valueInBrackets(value: unknown, present: Scalar.Type | null = null): string {
  const document = new Document([value]);
  const node: unknown = document.getIn([0], true);
  if (isScalar(node)) keepMarks(node, present);
  if (isSeq(document.contents)) document.contents.flow = true;
  const yaml = document.toString({ lineWidth: 0, flowCollectionPadding: false }).trim().slice(1, -1);
  return yaml.startsWith('{') ? yaml.replace(/^\{(.*)\}$/s, '{ $1 }') : yaml;
}

function keepMarks(node: Scalar, present: Scalar.Type | null): void {
  const isQuoted = present === 'QUOTE_DOUBLE' || present === 'QUOTE_SINGLE';
  if (isQuoted && typeof node.value === 'string') node.type = present;
}

const outer = 'x';
const usualStep = 2;

/** How many groups around it bring a value to a column; none where other steps lead there. */
function depthOf(column: number, step: number): number {
  return column % step === 0 ? column / step : 0;
}

/** A value in groups, so that it is folded where it would be in a whole text. */
function nested(value: object, depth: number): object {
  return depth === 0 ? value : { [outer]: nested(value, depth - 1) };
}

function writtenAt(document: Document, column: number, step: number, options: ToStringOptions = {}): string {
  const depth = depthOf(column, step);
  const lines = document
    .toString({ lineWidth, indent: step, ...options })
    .split('\n')
    .slice(depth);
  const indent = ' '.repeat(column - depth * step);
  return lines.map((line) => (line === '' ? '' : indent + line)).join('\n');
}
