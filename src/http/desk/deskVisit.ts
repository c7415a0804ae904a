import type { html } from 'hono/html';
import type { Language } from '../../core/errors.ts';
import type { Say } from '../../core/saying.ts';
import type { WeekId } from '../../core/week.ts';
import type { OpenDesk } from '../../flow/desk/openDesk.ts';

/** A piece of a page; what strangers wrote is escaped in it. */
export type Html = ReturnType<typeof html> | string;

/** The places at the desk where one week's letter lies. */
export type LetterTab = 'letter' | 'words' | 'question' | 'posts' | 'checks' | 'send';

/** The places for everything else. */
export type DeskTab = LetterTab | 'year' | 'mails' | 'looks';

/** One request of the author's browser, with the folder as it is right now. */
export interface DeskVisit {
  readonly desk: OpenDesk;
  /** The marks of the files as they were before anything was read from them. */
  readonly seen: readonly string[];
  /** The week in the path; else the one whose letter comes next. */
  readonly week: WeekId;
  /** What stands in the path where the route says `:name`; else empty. */
  readonly name: string;
  readonly language: Language;
  readonly say: Say;
  /** The address of a place at the desk: `link('/year')`. */
  readonly link: (path: string) => string;
  readonly query: URLSearchParams;
  readonly request: Request;
}

/** What a visit comes to. */
export type DeskAnswer = DeskPage | SeeOther | DeskFile;

/** A page in the frame that all pages have. */
export interface DeskPage {
  readonly title: string;
  readonly tab: DeskTab | null;
  readonly main: Html;
  readonly status?: number;
  /** Browser scripts of its own, by their file names; `desk.js` is always there. */
  readonly scripts?: readonly string[];
}

/** After a button: the page that shows what came of it. */
export interface SeeOther {
  readonly seeOther: string;
}

/** Anything else, as it stands. */
export interface DeskFile {
  readonly body: string | Uint8Array | ReadableStream;
  readonly type: string;
  /** `letter` is shown in a frame, with its own styles and without scripts. */
  readonly kind: 'file' | 'letter' | 'letterWithoutPictures';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one kind of request. */
export type DeskHandler = (visit: DeskVisit) => Promise<DeskAnswer>;

/** Which handler answers which method of a path below the desk's own: `/letter/:week/words`. */
export type DeskRoutes = Readonly<
  Record<
    string,
    {
      readonly GET?: DeskHandler;
      readonly POST?: DeskHandler;
      /** Shown in a frame of a page, where faults are words alone too. */
      readonly isFramed?: boolean;
    }
  >
>;
