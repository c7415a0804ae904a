import type { WeekId } from '../../core/week.ts';

/** What a page at the desk may show anew. */
export type Topic = 'settings' | 'prompts' | 'templates' | 'draft' | 'sending';

/** Calls back whenever files change that a week's pages are made from, until the signal fires. */
export type Watch = (
  week: WeekId | null,
  signal: AbortSignal,
  onChange: (topics: Iterable<Topic>) => void,
) => void;

/** Who is told of changes: every open page of the desk. */
export interface DeskEvents {
  /** Tells all pages that something has changed that no file shows. */
  tell(topic: Topic): void;
  /** The changes as server-sent events, for one page. */
  stream(week: WeekId | null): ReadableStream<Uint8Array>;
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
    stream(week) {
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
          watch(week, ended.signal, onChange);
        },
        cancel: () => ended.abort(),
      });
    },
  };
}
