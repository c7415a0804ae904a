import type { WeekId } from '../../core/week.ts';

/** What a page at the desk may show anew. */
export type Aspect = 'settings' | 'prompts' | 'templates' | 'draft' | 'sending' | 'checks';

/** A page that waits for changes: of which week it is, and the marks of the files it was made from. */
export interface OpenPage {
  readonly week: WeekId | null;
  readonly seen: readonly string[];
}

/** Looks at the files that pages are made from. */
export interface Watch {
  /** The marks of what stands in them now. */
  seen(week: WeekId | null): Promise<readonly string[]>;
  /** Calls back whenever they are other than a page has seen them, until the signal fires. */
  follow(page: OpenPage, signal: AbortSignal, onChange: (aspects: Iterable<Aspect>) => void): void;
}

/** Who is told of changes: every open page of the desk. */
export interface DeskEvents {
  /** Tells all pages that something has changed that no file shows. */
  tell(aspect: Aspect): void;
  /** What a page that is made now is made from. */
  seen(week: WeekId | null): Promise<readonly string[]>;
  /** The changes as server-sent events, for one page. */
  stream(page: OpenPage): ReadableStream<Uint8Array>;
}

/** Proxies and browsers hang up on what is silent for longer. */
const heartbeatMs = 20_000;

/** The changes of one newsletter folder, told to the pages. */
export function deskEvents(watch: Watch): DeskEvents {
  const listeners = new Set<(aspects: Iterable<Aspect>) => void>();
  return {
    seen: (week) => watch.seen(week),
    tell(aspect) {
      for (const listener of listeners) listener([aspect]);
    },
    stream(page) {
      const encoder = new TextEncoder();
      const ended = new AbortController();
      return new ReadableStream({
        start(controller) {
          const say = (text: string): void => controller.enqueue(encoder.encode(text));
          const onChange = (aspects: Iterable<Aspect>): void =>
            say(`event: changed\ndata: ${[...aspects].join(' ')}\n\n`);
          const heart = setInterval(() => say(':\n\n'), heartbeatMs);
          heart.unref();
          listeners.add(onChange);
          ended.signal.addEventListener('abort', () => {
            clearInterval(heart);
            listeners.delete(onChange);
          });
          say('retry: 500\n\n');
          watch.follow(page, ended.signal, onChange);
        },
        cancel: () => ended.abort(),
      });
    },
  };
}
