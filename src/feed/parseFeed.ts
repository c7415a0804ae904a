import type { Text } from '../core/errors.ts';
import { reasonOf, systemCodeOf } from '../core/errors.ts';
import type { FeedDocument } from '../core/posts/feedDocument.ts';
import { feedDocument } from './feedDocument.ts';
import type { ParseReply } from './parseText.mjs';
import { parseInThread } from './parseThread.ts';

/** What a text turned out to be: a feed, or why it is none. */
export type FeedReading =
  | { readonly ok: true; readonly feed: FeedDocument }
  | { readonly ok: false; readonly kind: 'page' | 'unknown' | 'broken'; readonly reason: Text };

/** How much a feed may ask of the machine. */
export interface ParseLimits {
  readonly timeoutMs?: number;
  readonly memoryMb?: number;
}

/** Reads a feed in a worker thread that is stopped after 5 seconds or 128 MB (R59). */
export async function parseFeed(text: string, limits: ParseLimits = {}): Promise<FeedReading> {
  const { timeoutMs = 5000, memoryMb = 128 } = limits;
  try {
    const reply = await parseInThread(text, timeoutMs, memoryMb);
    return reply === undefined ? tooSlow(timeoutMs) : readingOf(reply);
  } catch (error) {
    if (systemCodeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') return tooHungry(memoryMb);
    return refused({
      de: `er lässt sich nicht lesen: ${reasonOf(error)}.`,
      en: `it cannot be read: ${reasonOf(error)}.`,
    });
  }
}

/** A reply of the worker as what the core knows. */
export function readingOf(reply: ParseReply): FeedReading {
  if (reply.ok) return { ok: true, feed: feedDocument(reply.parsed, reply.bases) };
  switch (reply.reason) {
    case 'empty':
      return refused({ de: 'die Antwort ist leer.', en: 'the answer is empty.' });
    case 'doctype':
      return refused({
        de: 'er enthält eine DOCTYPE-Angabe; solche Dateien werden aus Vorsicht nicht gelesen.',
        en: 'it contains a DOCTYPE; as a precaution such files are not read.',
      });
    case 'page':
      return {
        ok: false,
        kind: 'page',
        reason: { de: 'dort liegt eine Webseite, kein Feed.', en: 'it is a web page, not a feed.' },
      };
    case 'unknown':
      return {
        ok: false,
        kind: 'unknown',
        reason: {
          de: 'die Antwort ist weder RSS noch Atom noch JSON Feed.',
          en: 'the answer is neither RSS nor Atom nor JSON Feed.',
        },
      };
    case 'broken':
    default:
      return broken(reply.line, reply.detail);
  }
}

function broken(line: number | undefined, detail: string | undefined): FeedReading {
  const at = line === undefined ? { de: '', en: '' } : { de: ` in Zeile ${line}`, en: ` in line ${line}` };
  return detail === undefined
    ? refused({
        de: `er bricht${at.de} ab, bevor er zu Ende ist.`,
        en: `it breaks off${at.en} before its end.`,
      })
    : refused({ de: `er ist${at.de} kaputt (${detail}).`, en: `it is broken${at.en} (${detail}).` });
}

function tooSlow(timeoutMs: number): FeedReading {
  const seconds = timeoutMs / 1000;
  return refused({
    de: `er ließ sich in ${seconds} Sekunden nicht lesen.`,
    en: `it could not be read within ${seconds} seconds.`,
  });
}

function tooHungry(memoryMb: number): FeedReading {
  return refused({
    de: `ihn zu lesen würde mehr als ${memoryMb} MB Speicher kosten.`,
    en: `reading it would take more than ${memoryMb} MB of memory.`,
  });
}

function refused(reason: Text): FeedReading {
  return { ok: false, kind: 'broken', reason };
}
