/** A piece of a text, and what stands there instead. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly put: string;
}

/**
 * A text with some of its pieces replaced. Who says which sees it with `\n` line ends and one at its end; what is put in gets
 * the line ends that the text has.
 */
export function spliced(
  source: string,
  decide: (text: string) => readonly Splice[] | undefined,
): string | undefined {
  const lineEnd = /\r?\n/.exec(source)?.[0] ?? '\n';
  const whole = source.endsWith('\n') ? source : source + lineEnd;
  const splices = decide(whole.replaceAll('\r\n', '\n'));
  if (!splices) return undefined;
  const placeOf = placesIn(whole);
  const changed = splices
    .toSorted((a, b) => b.from - a.from || b.to - a.to)
    .reduce(
      (text, { from, to, put }) =>
        text.slice(0, placeOf(from)) + put.replaceAll('\n', lineEnd) + text.slice(placeOf(to)),
      whole,
    );
  return whole === source || !changed.endsWith(lineEnd) ? changed : changed.slice(0, -lineEnd.length);
}

/** Where a place of the text with plain line ends is in the text as it is. */
function placesIn(source: string): (place: number) => number {
  const ends = Array.from(source.matchAll(/\r\n/g), ({ index }, count) => index - count);
  return (place) => place + ends.filter((end) => end < place).length;
}
