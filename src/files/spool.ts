import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { bytesAtOnce } from './listVersionFile.ts';
import { unwritable } from './replaceFile.ts';

/** Lines that wait to be read again: in memory as long as they are few, else on disk. */
export interface Spool {
  /** Adds a line. Throws `file.unwritable`. */
  add(line: string): void;
  /** How many bytes it holds. */
  readonly size: number;
  /** All lines with what stands between them, cut anywhere, as often as they are asked for. */
  pieces(): Iterable<Buffer>;
  /** Each line. */
  lines(): Iterable<string>;
  close(): void;
}

const pieceBytes = 1 << 18;
/** Fewer characters than that stay in memory. */
const portionLength = 1 << 20;

/**
 * A spool beside a file, for what no other user of the machine may read (R39). It has no name of its own, where the system
 * can do that: a process that is killed leaves nothing of it behind.
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
    if (waiting.length > 0 && descriptor !== undefined) flush();
    if (descriptor === undefined) {
      if (waiting.length > 0) yield Buffer.from(waiting.join(''));
      return;
    }
    for (let at = 0; at < written; at += pieceBytes)
      yield bytesAtOnce(descriptor, at, Math.min(at + pieceBytes, written));
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
    *lines() {
      let rest: Buffer = Buffer.alloc(0);
      for (const piece of pieces()) {
        const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
        let from = 0;
        for (let end = bytes.indexOf(between); end >= 0; end = bytes.indexOf(between, from)) {
          yield bytes.toString('utf8', from, end);
          from = end + between.length;
        }
        rest = bytes.subarray(from);
      }
      if (rest.length > 0) yield rest.toString('utf8');
    },
    close() {
      if (descriptor === undefined) return;
      closeSync(descriptor);
      descriptor = undefined;
      waiting = [];
      rmSync(temporary, { force: true });
    },
  };
}
