/** Whether the envelopes of a connection go along with the contents before them, as long as that gains anything. */
export interface Announcing {
  readonly isGain: boolean;
  /** An envelope that went alone was answered after so many milliseconds. */
  wentAlone(ms: number): void;
  /** One that went along was answered so many milliseconds after the content before it was. */
  wentAlong(ms: number): void;
}

/** Acknowledgements are put off for 40 ms or more; no other delay of an answer that is on its way is as long. */
const suspiciousMs = 20;
/** A hiccup is none. */
const lossesToStop = 3;

/**
 * Begins to announce. A server that reads in blocks and comes upon the end of one in the middle of an envelope answers in two
 * parts, and many systems let the second wait for the acknowledgement of the first (Nagle's algorithm, RFC 896, against
 * RFC 1122 §4.2.3.2): each letter then costs more than the wait it spares. Letters of one issue are all about the same size.
 */
export function announcing(): Announcing {
  let aloneMs = Infinity;
  let losses = 0;
  return {
    get isGain() {
      return losses < lossesToStop;
    },
    wentAlone(ms) {
      aloneMs = Math.min(aloneMs, ms);
    },
    wentAlong(ms) {
      losses = ms > aloneMs + suspiciousMs ? losses + 1 : 0;
    },
  };
}
