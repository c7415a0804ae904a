/** Reads instants as we write them, with a memory: those of a ledger follow one another closely. */
export interface InstantReader {
  /** In epoch milliseconds; NaN for what `toISOString` would not have written like that. */
  read(at: string): number;
}

/** A reader that has read nothing yet. */
export function instantReader(): InstantReader {
  let minute = '';
  let minuteMs = NaN;
  return {
    read(at) {
      if (at.length !== 24) return canonical(at);
      if (!at.startsWith(minute) || minute === '') {
        const ms = canonical(at);
        if (Number.isNaN(ms)) return ms;
        minute = at.slice(0, 17);
        minuteMs = Math.floor(ms / 60_000) * 60_000;
        return ms;
      }
      const ms = secondsIn(at);
      return ms < 60_000 ? minuteMs + ms : canonical(at);
    },
  };
}

function canonical(at: string): number {
  const ms = Date.parse(at);
  return Number.isNaN(ms) || new Date(ms).toISOString() !== at ? NaN : ms;
}

/** `SS.mmmZ` at the end of an instant, in milliseconds; NaN for anything else. */
function secondsIn(at: string): number {
  if (at.charCodeAt(19) !== 0x2e || at.charCodeAt(23) !== 0x5a) return NaN;
  const digits =
    digitAt(at, 17) * 10_000 +
    digitAt(at, 18) * 1000 +
    digitAt(at, 20) * 100 +
    digitAt(at, 21) * 10 +
    digitAt(at, 22);
  return digits;
}

function digitAt(text: string, index: number): number {
  const digit = text.charCodeAt(index) - 0x30;
  return digit >= 0 && digit <= 9 ? digit : NaN;
}
