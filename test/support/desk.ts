import { systemClock } from '../../src/cli/clock.ts';
import { startDesk } from '../../src/cli/desk.ts';
import { parseWeek, type WeekId } from '../../src/core/week.ts';
import { cleanUpLater } from './cleanup.ts';
import { friday } from './newsletter.ts';

/** A desk at work on a newsletter folder. */
export interface TestDesk {
  /** With key and language: `http://127.0.0.1:4711/key/de`. */
  readonly url: string;
  readonly week: WeekId;
  get(path: string): Promise<Response>;
  /** As the browser sends a form of the desk; redirects are not followed. */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
  /** What nobody expected. */
  readonly failures: readonly unknown[];
  close(): Promise<void>;
}

/** How a desk is opened. */
export interface TestDeskOptions {
  readonly week?: string;
  readonly language?: 'de' | 'en';
  /** Lets time go on from Friday, for what waits. */
  readonly isTimePassing?: boolean;
}

/** Starts the desk of a folder for the tests of a file, with the letter of a week on it; there it is Friday. */
export async function openTestDesk(
  folder: string,
  { week = '2026-W47', language = 'de', isTimePassing = false }: TestDeskOptions = {},
): Promise<TestDesk> {
  const failures: unknown[] = [];
  const startMs = performance.now();
  const server = await startDesk({
    folder,
    dir: 'mein-brief',
    week: parseWeek(week),
    port: 0,
    onFailure: (error) => failures.push(error),
    clock: {
      ...systemClock,
      now: () => new Date(Date.parse(friday) + (isTimePassing ? performance.now() - startMs : 0)),
    },
  });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= server.close());
  cleanUpLater(close);
  const url = server.url + language;
  return {
    url,
    week: parseWeek(week),
    failures,
    close,
    get: (path) => fetch(url + path, { redirect: 'manual' }),
    post: (path, fields) =>
      fetch(url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { Origin: new URL(url).origin },
        body: new URLSearchParams(fields),
      }),
  };
}
