import { createHash } from 'node:crypto';
import type { Language } from '../core/errors.ts';
import type { Pages } from '../core/render/pages.ts';
import type { AnswerKind } from './securityHeaders.ts';
import type { Answer, PageAnswer } from './visit.ts';

/** What turns answers into bytes. */
export interface Press {
  readonly pages: Pages;
  readonly basePath: string;
  readonly headersFor: (kind: AnswerKind) => Readonly<Record<string, string>>;
}

/** What an answer needs to know of its request. */
export interface Asked {
  /** Lower-case names. */
  readonly headers: Pick<Headers, 'get'>;
  readonly language: Language;
  /** The page's own path with its query but without `lang`; null where the same request would not lead there again. */
  readonly path: string | null;
}

/** An answer as the browser gets it; a copy that has not changed is not sent again. */
export function respond(answer: Answer, asked: Asked, press: Press): Response {
  if ('page' in answer) return respondPage(answer, asked, press);
  const { body, type, status, headers, isLetter } = answer;
  const kind = isLetter ? 'letter' : 'file';
  return conditional(body, status, { 'Content-Type': type, ...headers, ...press.headersFor(kind) }, asked);
}

function respondPage(answer: PageAnswer, asked: Asked, { pages, basePath, headersFor }: Press): Response {
  const language = answer.language ?? asked.language;
  const isFramed = answer.isFramed ?? false;
  const path = answer.page.page === 'problem' ? null : asked.path;
  const body = pages.show(answer.page, { language, isFramed, basePath, path });
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': language,
    Vary: 'Accept-Language',
    ...(answer.isPublic ? {} : { 'Cache-Control': 'no-store' }),
    ...answer.headers,
    ...headersFor(isFramed ? 'framed' : 'page'),
  };
  return conditional(body, answer.status, headers, asked);
}

function conditional(
  body: string | null,
  status: number,
  headers: Readonly<Record<string, string>>,
  asked: Asked,
): Response {
  const isKept = status === 200 && body !== null && (headers['Cache-Control'] ?? '').startsWith('public');
  if (!isKept) return whole(body, status, headers);
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const tagged = { ...headers, ETag: tag };
  return isUnchanged(asked.headers, tag, headers['Last-Modified'])
    ? new Response(null, { status: 304, headers: tagged })
    : whole(body, status, tagged);
}

/** HEAD tells the length of what GET would bring. */
function whole(body: string | null, status: number, headers: Readonly<Record<string, string>>): Response {
  const length = body === null ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  return new Response(body, { status, headers: { ...headers, ...length } });
}

/** RFC 9110 §13.2.2: the tag decides where there is one, else the date. */
function isUnchanged(headers: Pick<Headers, 'get'>, tag: string, modified: string | undefined): boolean {
  const tags = headers.get('if-none-match');
  if (tags !== null)
    return tags.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  return modified !== undefined && since >= Date.parse(modified);
}
