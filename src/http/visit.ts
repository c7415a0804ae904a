import type { Language } from '../core/errors.ts';
import type { Page, PageProblem } from '../core/render/pages.ts';
import type { Client } from './clientAddress.ts';

/** One request, as the pages see it. */
export interface Visit {
  readonly request: Request;
  /** What stands in the path where the route has a variable part; else empty. */
  readonly name: string;
  /** The visitor's own choice (`?lang=`), which nothing overrides. */
  readonly chosenLanguage: Language | undefined;
  /** That, or what her browser prefers, or the newsletter's. */
  readonly language: Language;
  readonly client: Client;
}

/** What went wrong, without anything a visitor typed: messages of unexpected errors may quote it, so they stay out. */
export interface Failure {
  readonly code: string;
  readonly message?: string;
  readonly stack?: readonly string[];
}

/** What a visit comes to. */
export type Answer = PageAnswer | FileAnswer;

/** A page, with what the log is told where it is not simply the one that was asked for. */
export interface PageAnswer {
  readonly page: Page;
  readonly status: number;
  readonly reason?: string;
  readonly failure?: Failure;
  readonly language?: Language;
  /** Whether other sites may show it in a frame; never what a signed link opens, whose buttons could be covered up. */
  readonly isFramed?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether everybody may keep a copy; pages are nobody else's business otherwise. */
  readonly isPublic?: boolean;
}

/** Anything else, as it stands. */
export interface FileAnswer {
  readonly body: string | null;
  readonly type: string;
  readonly status: number;
  readonly reason?: string;
  readonly failure?: Failure;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isLetter?: boolean;
}

/** Answers one kind of request. */
export type Handler = (visit: Visit) => Promise<Answer>;

/** Which handler answers which method of a path; HEAD is answered as GET. */
export type Routes = Readonly<Record<string, { readonly GET?: Handler; readonly POST?: Handler }>>;

/** A page that was asked for and is there. */
export function found(page: Page): PageAnswer {
  return { page, status: 200 };
}

/** A page that says why there is none, and what to do next. */
export function problem(kind: PageProblem, status: number, reason: string = kind): PageAnswer {
  return { page: { page: 'problem', problem: kind }, status, reason };
}

/** The same for somebody who may come again later. */
export function comeAgain(kind: 'tooManyRequests' | 'tooManySignUps', waitMs: number): PageAnswer {
  const headers = { 'Retry-After': String(Math.ceil(waitMs / 1000)) };
  return { ...problem(kind, kind === 'tooManyRequests' ? 429 : 503), headers };
}
