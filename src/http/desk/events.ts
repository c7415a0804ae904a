import type { WeekId } from '../../core/week.ts';

/** What a page at the desk may show anew. */
export type Topic = 'settings' | 'prompts' | 'templates' | 'draft' | 'sending' | 'checks';

/** A page that waits for changes: of which week it is, and when it was made (in milliseconds since 1970). */
export interface OpenPage {
  readonly week: WeekId | null;
  readonly since: number;
}

/** Calls back whenever files have changed that a page was made from, until the signal fires. */
export type Watch = (
  page: OpenPage,
  signal: AbortSignal,
  onChange: (topics: Iterable<Topic>) => void,
) => void;

/** Who is told of changes: every open page of the desk. */
export interface DeskEvents {
  /** Tells all pages that something has changed that no file shows. */
  tell(topic: Topic): void;
  /** The changes as server-sent events, for one page. */
  stream(page: OpenPage): ReadableStream<Uint8Array>;
}

/** Proxies and browsers hang up on what is silent for longer. */
const heartbeatMs = 20_000;

/** The changes of one newsletter folder, told to the pages. */
export function deskEvents(watch: Watch): DeskEvents {
  const listeners = new Set<(topics: Iterable<Topic>) => void>();
  return {
    tell(topic) {
      for (const listener of listeners) listener([topic]);
    },
    stream(page) {
      const encoder = new TextEncoder();
      const ended = new AbortController();
      return new ReadableStream({
        start(controller) {
          const say = (text: string): void => controller.enqueue(encoder.encode(text));
          const onChange = (topics: Iterable<Topic>): void =>
            say(`event: changed\ndata: ${[...topics].join(' ')}\n\n`);
          const heart = setInterval(() => say(':\n\n'), heartbeatMs);
          heart.unref();
          listeners.add(onChange);
          ended.signal.addEventListener('abort', () => {
            clearInterval(heart);
            listeners.delete(onChange);
          });
          say('retry: 500\n\n');
          watch(page, ended.signal, onChange);
        },
        cancel: () => ended.abort(),
      });
    },
  };
}
