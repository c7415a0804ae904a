import type { Text } from '../errors.ts';
import { nearestName } from '../nearestName.ts';

/** A tag of MJML without its other half. */
export interface StrayTag {
  /** Counted from 1. */
  readonly line: number;
  readonly words: Text;
}

const tag = /<!--[\s\S]*?-->|<(\/?)(mj(?:ml|-[a-z-]+))\b(?:[^<>"']|"[^"]*"|'[^']*')*?(\/?)>/g;

/** How far a name may be from another to be that one mistyped. */
const mistyped = 2;

/** Elements of MJML that are opened and not closed, or closed and not open; HTML between them is its author's own business. */
export function strayTags(mjml: string): readonly StrayTag[] {
  const open: { readonly tagName: string; readonly index: number }[] = [];
  const stray: StrayTag[] = [];
  const lineOf = (index: number): number => mjml.slice(0, index).split('\n').length;
  for (const { index, 1: slash, 2: tagName, 3: isEmpty } of mjml.matchAll(tag)) {
    if (tagName === undefined || isEmpty === '/') continue;
    if (slash === '') {
      open.push({ tagName, index });
      continue;
    }
    const opened = open.findLastIndex((one) => one.tagName === tagName);
    if (opened >= 0) {
      for (const one of open.splice(opened).slice(1)) stray.push(notClosed(one.tagName, lineOf(one.index)));
      continue;
    }
    const last = open.at(-1);
    if (last && nearestName(tagName, [last.tagName], mistyped)) {
      open.pop();
      // Whichever of both is written less often is the one mistyped.
      const isClosingWrong = countOf(last.tagName, mjml) > countOf(tagName, mjml);
      stray.push(otherName(last.tagName, tagName, lineOf(isClosingWrong ? index : last.index)));
    } else stray.push(notOpen(tagName, lineOf(index)));
  }
  return [...stray, ...open.map((one) => notClosed(one.tagName, lineOf(one.index)))].toSorted(
    (one, other) => one.line - other.line,
  );
}

function countOf(tagName: string, mjml: string): number {
  return Array.from(mjml.matchAll(tag)).filter((match) => match[2] === tagName).length;
}

function notClosed(tagName: string, line: number): StrayTag {
  return {
    line,
    words: {
      de: `<${tagName}> wird nicht geschlossen: </${tagName}> fehlt.`,
      en: `<${tagName}> is not closed: </${tagName}> is missing.`,
    },
  };
}

function notOpen(tagName: string, line: number): StrayTag {
  return {
    line,
    words: {
      de: `</${tagName}> schließt etwas, das nicht offen ist: <${tagName}> fehlt davor.`,
      en: `</${tagName}> closes what is not open: <${tagName}> is missing before it.`,
    },
  };
}

function otherName(opened: string, closed: string, line: number): StrayTag {
  return {
    line,
    words: {
      de: `<${opened}> wird mit </${closed}> geschlossen; beide müssen gleich heißen.`,
      en: `<${opened}> is closed by </${closed}>; both must have the same name.`,
    },
  };
}
