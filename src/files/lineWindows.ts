import { personIn } from './listCheck.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import { readFully } from './listVersionFile.ts';

/** Reads single lines of a file through a few windows, so that those who stand side by side cost one read. */
export interface LineWindows {
  /**
   * The person whose line begins there; a promise only where it has to be read first. Undefined where no line of a person
   * stands there, or no more: whoever knew the place asks again where the list has changed.
   */
  personAt(place: number): Subscriber | undefined | Promise<Subscriber | undefined>;
  /** Turns to another file. */
  turnTo(descriptor: number): void;
}

interface Window {
  bytes: Buffer;
  start: number;
  filled: number;
  /** While it is read. */
  reading: Promise<void> | undefined;
}

const windowBytes = 128 * 1024;
/** Those who are tried again stand elsewhere than those who come next. */
const windowCount = 4;

const newline = 10;
const comma = 44;

/** Windows on nothing yet. */
export function lineWindows(): LineWindows {
  let descriptor = -1;
  let windows: Window[] = [];
  let next = 0;
  let turn = 0;

  const covering = (place: number): Window | undefined => {
    for (const window of windows)
      if (place >= window.start && place < window.start + window.filled) return window;
    return undefined;
  };

  /** Undefined where the line goes on behind the window. */
  const lineIn = (window: Window, place: number): { readonly person: Subscriber | undefined } | undefined => {
    const from = place - window.start;
    const found = window.bytes.subarray(0, window.filled).indexOf(newline, from);
    if (found < 0) return undefined;
    const end = window.bytes[found - 1] === comma ? found - 1 : found;
    return { person: personIn(window.bytes, from, end) };
  };

  const fill = async (window: Window): Promise<void> => {
    try {
      window.filled = await readFully(descriptor, window.bytes, window.start);
    } catch (error) {
      window.filled = 0;
      throw error;
    } finally {
      window.reading = undefined;
    }
  };

  /** Undefined while the window whose turn it is is still being read. */
  const open = (place: number, length: number): Window | undefined => {
    const window = windows[next] ?? { bytes: Buffer.alloc(0), start: 0, filled: 0, reading: undefined };
    if (window.reading) return undefined;
    if (window.bytes.length < length) window.bytes = Buffer.allocUnsafeSlow(length);
    windows[next] = window;
    next = (next + 1) % windowCount;
    window.start = place;
    // What is to stand there is waited for rather than read twice.
    window.filled = window.bytes.length;
    window.reading = fill(window);
    return window;
  };

  const readAt = async (place: number): Promise<Subscriber | undefined> => {
    const from = turn;
    for (let length = windowBytes; ;) {
      const window = covering(place) ?? open(place, length);
      const reading = window ? window.reading : windows[next]?.reading;
      if (reading) {
        await reading;
        if (turn !== from) return undefined;
        continue;
      }
      const line = window && lineIn(window, place);
      if (!window || line) return line?.person;
      // A line that a window cuts gets one of its own, and a larger one should it still be cut.
      if (window.start === place) {
        if (window.filled < window.bytes.length) return undefined;
        length = window.bytes.length * 2;
      }
      window.filled = place - window.start;
    }
  };

  return {
    personAt(place) {
      const window = covering(place);
      const line = window && !window.reading ? lineIn(window, place) : undefined;
      return line ? line.person : readAt(place);
    },
    turnTo(file) {
      descriptor = file;
      windows = [];
      next = 0;
      turn += 1;
    },
  };
}
