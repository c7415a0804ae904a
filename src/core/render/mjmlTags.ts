/** A tag of MJML without its other half. */
export interface StrayTag {
  /** Counted from 1. */
  readonly line: number;
  readonly tagName: string;
  readonly message: string;
}

const tag = /<!--[\s\S]*?-->|<(\/?)(mj(?:ml|-[a-z-]+))\b(?:[^<>"']|"[^"]*"|'[^']*')*?(\/?)>/g;

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
    if (opened < 0) {
      stray.push({ line: lineOf(index), tagName, message: `</${tagName}> closes what is not open` });
      continue;
    }
    for (const one of open.splice(opened).slice(1)) stray.push(notClosed(one.tagName, lineOf(one.index)));
  }
  return [...stray, ...open.map((one) => notClosed(one.tagName, lineOf(one.index)))];
}

function notClosed(tagName: string, line: number): StrayTag {
  return { line, tagName, message: `</${tagName}> is missing` };
}
