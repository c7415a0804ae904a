import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { bytesAtOnce } from './listVersionFile.ts';
import { unwritable } from './replaceFile.ts';

/** Lines that wait to be read again: in memory as long as they are few, else on disk. */
export interface Spool {
  /** Adds a line. Throws `file.unwritable`. */
  add(line: string): void;
  /** How many bytes it holds. */
  readonly size: number;
  /** All bytes, lines and what stands between them, as often as they are asked for. */
  pieces(): Iterable<Buffer>;
  /**
   * The same by whole lines; each stretch but the last ends with what stands between two. The bytes are others once the next
   * stretch is asked for.
   */
  stretches(): Iterable<Buffer>;
  close(): void;
}

/** As much as is written at once. */
const pieceBytes = 1 << 20;
const stretchBytes = 1 << 18;
const newline = 10;
/** Fewer characters than that stay in memory. */
const portionLength = 1 << 20;

/**
 * A spool beside a file; what stands between two lines ends with a line end. No other user of the machine may read it (R39),
 * and where the system can do that it has no name: a process that is killed leaves nothing of it behind.
 */
export function spoolBeside(path: string, between: string): Spool {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  let descriptor: number | undefined;
  let written = 0;
  let waiting: string[] = [];
  let waitingLength = 0;
  let isEmpty = true;

  const flush = (): void => {
    try {
      if (descriptor === undefined) {
        descriptor = openSync(temporary, 'wx+', 0o600);
        // Windows lets go of the name only when the file is closed.
        if (process.platform !== 'win32') rmSync(temporary);
      }
      const bytes = Buffer.from(waiting.join(''));
      for (let done = 0; done < bytes.length;) {
        const count = writeSync(descriptor, bytes, done, bytes.length - done, written);
        if (count === 0) throw new Error('the disk takes no more bytes');
        done += count;
        written += count;
      }
    } catch (error) {
      throw unwritable(path, error);
    }
    waiting = [];
    waitingLength = 0;
  };

  function* pieces(): Generator<Buffer> {
    if (descriptor === undefined) {
      if (waiting.length > 0) yield Buffer.from(waiting.join(''));
      return;
    }
    flush();
    for (let at = 0; at < written; at += pieceBytes)
      yield bytesAtOnce(descriptor, at, Math.min(at + pieceBytes, written));
  }

  function* stretches(): Generator<Buffer> {
    if (descriptor === undefined) {
      yield* pieces();
      return;
    }
    flush();
    // Always the same buffer: what is read of a long spool would wait in hundreds for the garbage collector.
    let buffer = Buffer.allocUnsafeSlow(stretchBytes);
    let filled = 0;
    for (let at = 0; at < written;) {
      const count = readSync(descriptor, buffer, filled, buffer.length - filled, at);
      if (count === 0) throw unwritable(path, new Error('the disk has lost bytes'));
      at += count;
      filled += count;
      const end = at === written ? filled : buffer.lastIndexOf(newline, filled - 1) + 1;
      if (end > 0) yield buffer.subarray(0, end);
      else if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
      if (end > 0) buffer.copyWithin(0, end, filled);
      filled -= end;
    }
  }

  return {
    add(line) {
      const text = isEmpty ? line : between + line;
      isEmpty = false;
      waiting.push(text);
      waitingLength += text.length;
      if (waitingLength >= portionLength) flush();
    },
    get size() {
      return written + waiting.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    },
    pieces,
    stretches,
    close() {
      if (descriptor === undefined) return;
      closeSync(descriptor);
      descriptor = undefined;
      waiting = [];
      rmSync(temporary, { force: true });
    },
  };
}
