/** What front matter usually holds. */
export type UsualValue = string | number | boolean | null | readonly UsualValue[] | UsualGroup;

/** Values by their names. */
export interface UsualGroup {
  readonly [name: string]: UsualValue;
}

// oxlint-disable-next-line no-control-regex -- tabs, controls and odd line ends are left to the parser that knows them
const strange = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\uFEFF]/;
/** Names of more than a thousand signs are none to YAML. */
const named = /^([A-Za-z][\w-]{0,99}):(?: +|$)/;
/** Names that YAML takes for values. */
const noName = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
/** What means something else to YAML where a text begins with it, goes on with it in the next line, or has it inside. */
const unclearStart = /^[-?:,[\]{}#&*!|>%@`]/;
const unclearNext = /^[-?:#%&*!|>]/;
const unclearInside = /: |:$| #/;
/** Whatever may be a number, in any of the ways that YAML writes them. */
const maybeNumber = /^[+.]|^\d[\da-fox.+-]*$/i;
const wholeNumber = /^(?:0|[1-9]\d{0,14})$/;
const day = /^\d{4}-\d{2}-\d{2}$/;
/** Spaces before a name or a dash: the parser refuses what is too deep, where calls within calls would end the process. */
const deepest = 50;

/** The lines of a text, and how far they are read. */
interface Reading {
  readonly lines: string[];
  at: number;
}

/**
 * YAML as this program writes drafts, and as most posts begin: groups and lists by indentation, `[a, b]`, texts in one line or
 * folded, whole numbers, true and false. Undefined for everything else, which a real parser has to read; hundreds of drafts
 * and thousands of posts cost it seconds.
 */
export function readUsualYaml(text: string): UsualGroup | undefined {
  if (strange.test(text)) return undefined;
  const reading: Reading = { lines: text.split('\n'), at: 0 };
  const group = nextDepth(reading) === 0 ? readGroup(reading, 0) : undefined;
  return reading.at < reading.lines.length ? undefined : group;
}

/** The names at one depth, up to where the text is less deep; here and below, undefined where anything is unusual. */
function readGroup(reading: Reading, depth: number): UsualGroup | undefined {
  const group: Record<string, UsualValue> = {};
  for (let found = nextDepth(reading); found >= depth; found = nextDepth(reading)) {
    const line = reading.lines[reading.at] ?? '';
    const [start = '', name = ''] = (found === depth && named.exec(line.slice(depth))) || [];
    if (start === '' || noName.test(name) || Object.hasOwn(group, name)) return undefined;
    const rest = withoutSpacesBehind(line.slice(depth + start.length));
    reading.at += 1;
    const value = rest === '' ? readBelow(reading, depth) : readText(reading, rest, depth);
    if (value === undefined) return undefined;
    group[name] = value;
  }
  return group;
}

/** What stands below a name that has nothing beside it. */
function readBelow(reading: Reading, depth: number): UsualValue | undefined {
  const found = nextDepth(reading);
  const line = reading.lines[reading.at]?.slice(found) ?? '';
  // A list may stand as deep as its name.
  if (found === depth && line.startsWith('- ')) return readList(reading, depth, true);
  if (found <= depth) return found === depth && line.startsWith('-') ? undefined : null;
  if (found > deepest) return undefined;
  if (line.startsWith('- ')) return readList(reading, found);
  return named.test(line) ? readGroup(reading, found) : undefined;
}

function readList(reading: Reading, depth: number, isBesideName = false): readonly UsualValue[] | undefined {
  const list: UsualValue[] = [];
  for (let found = nextDepth(reading); found >= depth; found = nextDepth(reading)) {
    const line = reading.lines[reading.at] ?? '';
    if (isBesideName && found === depth && !line.startsWith('-', depth)) return list;
    const start = found === depth ? (/^- +/.exec(line.slice(depth))?.[0] ?? '') : '';
    if (start === '') return undefined;
    const rest = withoutSpacesBehind(line.slice(depth + start.length));
    const inside = depth + start.length;
    let value: UsualValue | undefined;
    if (named.test(rest)) {
      // The group begins behind the dash, and goes on below at the same depth.
      reading.lines[reading.at] = `${' '.repeat(inside)}${rest}`;
      value = readGroup(reading, inside);
    } else {
      reading.at += 1;
      value = readText(reading, rest, depth);
    }
    if (value === undefined) return undefined;
    list.push(value);
  }
  return list;
}

/** A text, folded over all following lines that are deeper; or a list in brackets, a number, yes or no, nothing. */
function readText(reading: Reading, first: string, depth: number): UsualValue | undefined {
  if (first.startsWith('"') || first.startsWith("'")) return readQuoted(reading, first, depth);
  if (first.startsWith('[')) return goesOn(reading, depth) ? undefined : listInBrackets(first);
  if (first === '' || unclearStart.test(first) || unclearInside.test(first)) return undefined;
  let text = first;
  while (goesOn(reading, depth)) {
    const line = withoutSpacesAround(reading.lines[reading.at] ?? '');
    if (unclearNext.test(line) || unclearInside.test(line)) return undefined;
    text += ` ${line}`;
    reading.at += 1;
  }
  return readPlain(text);
}

function readPlain(text: string): string | number | boolean | null | undefined {
  if (wholeNumber.test(text)) return Number(text);
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^(?:~|null|true|false)$/i.test(text)) return undefined;
  return maybeNumber.test(text) && !day.test(text) ? undefined : text;
}

/** `[a, "b", c d]`. */
function listInBrackets(text: string): readonly UsualValue[] | undefined {
  const inner = /^\[([^[\]{}]*)\]$/.exec(text)?.[1];
  if (inner === undefined) return undefined;
  const list: UsualValue[] = [];
  if (/^ *$/.test(inner)) return list;
  for (const written of inner.split(',')) {
    const item = withoutSpacesAround(written);
    const quoted = /^"([^"\\]*)"$|^'([^']*)'$/.exec(item);
    const isUnclear = item === '' || unclearStart.test(item) || unclearInside.test(item) || /["']/.test(item);
    // Quotation marks around a comma, or a comma at the end: not usual.
    const value = quoted ? (quoted[1] ?? quoted[2]) : isUnclear ? undefined : readPlain(item);
    if (value === undefined) return undefined;
    list.push(value);
  }
  return list;
}

function readQuoted(reading: Reading, first: string, depth: number): string | undefined {
  const mark = first.charAt(0);
  let text = '';
  let line = first.slice(1);
  for (;;) {
    let from = 0;
    for (let at = 0; at < line.length; at++) {
      const sign = line.charAt(at);
      if (sign !== mark && (sign !== '\\' || mark === "'")) continue;
      const next = line.charAt(at + 1);
      // A mark that is said: '' between simple ones, \" and \\ between double ones.
      const isSaid = mark === "'" ? next === mark : sign === '\\' && (next === mark || next === '\\');
      text += line.slice(from, at);
      if (!isSaid) return sign === mark && /^ *$/.test(line.slice(at + 1)) ? text : undefined;
      text += next;
      at += 1;
      from = at + 1;
    }
    if (!goesOn(reading, depth)) return undefined;
    text = `${text}${withoutSpacesBehind(line.slice(from))} `;
    line = (reading.lines[reading.at] ?? '').replace(/^ +/, '');
    reading.at += 1;
  }
}

/** Whether the very next line is one of words, and deeper. */
function goesOn({ lines, at }: Reading, depth: number): boolean {
  const line = lines[at] ?? '';
  const found = depthOf(line);
  return found > depth && found < line.length;
}

/** Goes to the next line that says something; answers how deep it is, -1 behind the last. */
function nextDepth(reading: Reading): number {
  for (; reading.at < reading.lines.length; reading.at += 1) {
    const line = reading.lines[reading.at] ?? '';
    const depth = depthOf(line);
    if (depth < line.length && line.charAt(depth) !== '#') return depth;
  }
  return -1;
}

function depthOf(line: string): number {
  let depth = 0;
  while (line.charCodeAt(depth) === 32) depth += 1;
  return depth;
}

// Spaces alone: others, as those that keep words together, belong to a text.
function withoutSpacesBehind(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 32) end -= 1;
  return text.slice(0, end);
}

function withoutSpacesAround(text: string): string {
  return withoutSpacesBehind(text.slice(depthOf(text)));
}
