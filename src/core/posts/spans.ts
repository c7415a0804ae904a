/** A text without what stands between two marks, in one pass over it; what is never closed stays. */
export function withoutSpans(text: string, open: string, close: string): string {
  let at = text.indexOf(open);
  if (at < 0) return text;
  let kept = '';
  let from = 0;
  while (at >= 0) {
    const end = text.indexOf(close, at + open.length);
    if (end < 0) break;
    kept += text.slice(from, at);
    from = end + close.length;
    at = text.indexOf(open, from);
  }
  return kept + text.slice(from);
}

/** A text without pairs of marks and what they hold; `close` is looked for behind each `open`. */
export function withoutPairs(text: string, open: RegExp, close: (found: RegExpExecArray) => RegExp): string {
  let kept = '';
  let from = 0;
  for (let found = open.exec(text); found !== null; found = open.exec(text)) {
    const end = close(found);
    end.lastIndex = found.index + found[0].length;
    const closed = end.exec(text);
    if (closed === null) break;
    kept += text.slice(from, found.index);
    from = closed.index + closed[0].length;
    open.lastIndex = from;
  }
  open.lastIndex = 0;
  return kept + text.slice(from);
}
