import { Readable } from 'node:stream';

/** A message's content that knows how much of itself was taken. */
export interface ContentStream {
  readonly stream: Readable;
  /** Whether the connection has asked for the first byte: the server said 354. */
  readonly isStarted: boolean;
  /** Whether the last byte was handed over, and so the final dot may have been too. */
  readonly isEnded: boolean;
  /** Set when `begin` rejected; nothing was handed over then. */
  readonly failure: { readonly cause: unknown } | undefined;
}

const pieceBytes = 16 * 1024;

/**
 * The two flags are what separates "not sent" from "maybe delivered": nodemailer reports the same error for a connection
 * that broke at EHLO, in the middle of DATA and after the final dot.
 */
export function contentStream(
  bytes: Buffer,
  { begin, onEnd }: { readonly begin: () => Promise<void>; readonly onEnd: () => void },
): ContentStream {
  let isStarted = false;
  let isEnded = false;
  let failure: ContentStream['failure'];
  const pieces = (function* () {
    for (let start = 0; start < bytes.length; start += pieceBytes)
      yield bytes.subarray(start, start + pieceBytes);
  })();
  const push = (): void => {
    const next = pieces.next();
    // Before the null, since the stream behind writes the final dot as soon as it sees the end.
    if (next.done) {
      isEnded = true;
      onEnd();
    }
    stream.push(next.done ? null : next.value);
  };
  const stream = new Readable({
    highWaterMark: 1,
    read() {
      if (isStarted) {
        push();
        return;
      }
      isStarted = true;
      begin().then(push, (cause: unknown) => {
        failure = { cause };
        stream.destroy(new Error('the attempt could not be recorded', { cause }));
      });
    },
  });
  return {
    stream,
    get isStarted() {
      return isStarted;
    },
    get isEnded() {
      return isEnded;
    },
    get failure() {
      return failure;
    },
  };
}
