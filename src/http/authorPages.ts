import { NewsletterError, type ErrorCode, type Language, type Text } from '../core/errors.ts';
import type { Config } from '../core/config.ts';
import type { Offer } from '../core/clock/letterOnDesk.ts';
import type { Came } from '../core/render/authorPageContent.ts';
import type { Pages } from '../core/render/pages.ts';
import type { AuthorDesk, DeskLink } from '../flow/authorDesk.ts';
import { readFormBody } from './formBody.ts';
import {
  found,
  problem,
  type Answer,
  type Handler,
  type PageAnswer,
  type Routes,
  type Visit,
} from './visit.ts';

/** What the author's own pages need. */
export interface AuthorPagesOrder {
  readonly config: Config;
  readonly pages: Pages;
  readonly desk: AuthorDesk;
}

/**
 * The pages behind the links in mails to the author. As for readers, the link itself is the permission, GET only shows, and
 * a button acts (R49). A link that only reads leads to no button.
 */
export function authorPages({ config, pages, desk }: AuthorPagesOrder): Routes {
  /** The author's language is the newsletter's, unless she asks for another. */
  const languageOf = ({ chosenLanguage }: Visit): Language => chosenLanguage ?? config.locale;
  const explained =
    (answer: (visit: Visit) => Promise<Answer>): Handler =>
    async (visit) =>
      inLanguage(await answer(visit).catch(draftFault), languageOf(visit));
  const shown = async (visit: Visit, asked: Offer | null, came: Came | null): Promise<PageAnswer> => {
    const link = await desk.open(visit.name);
    if ('fault' in link) return problem('linkForged', 404);
    return found({ page: 'decide', token: visit.name, desk: link.found, asked, came });
  };
  const step = (offer: Offer, act: (visit: Visit) => Promise<DeskLink<Came> | PageAnswer>) => ({
    GET: explained((visit) => shown(visit, offer, null)),
    POST: explained(async (visit) => {
      const came = await act(visit);
      if ('page' in came) return came;
      if ('fault' in came) return problem('linkForged', 404);
      return shown(visit, offer, came.found);
    }),
  });
  return {
    '/draft/:name': {
      GET: explained(async (visit) => {
        const link = await desk.readDraft(visit.name);
        if ('fault' in link) return problem('linkForged', 404);
        const { html, letter } = link.found;
        if (letter.fault !== null) return faultPage(letter.fault, null, 'issue.invalid');
        if (html === null) return { ...found({ page: 'noDraft' }), status: 404, reason: 'noDraft' };
        return {
          body: pages.draft(html, letter, { language: languageOf(visit) }),
          type: 'text/html; charset=utf-8',
          status: 200,
          headers: { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' },
          isLetter: true,
        };
      }),
    },
    '/decide/:name': { GET: explained((visit) => shown(visit, null, null)) },
    '/decide/:name/approve': step('approve', ({ name }) => desk.decide(name, 'approve')),
    '/decide/:name/hold': step('hold', ({ name }) => desk.decide(name, 'hold')),
    '/decide/:name/resume': step('resume', ({ name }) => desk.decide(name, 'resume')),
    '/decide/:name/question': step('question', async ({ name, request }) => {
      const body = await readFormBody(request, ['question']);
      if ('problem' in body) return problem(body.problem, body.status, body.reason);
      return desk.askAnother(name, body.fields.get('question') ?? '');
    }),
  };
}

/** Faults in the author's own files; she alone can mend them, and hears what is wrong where. */
const herOwn: ReadonlySet<ErrorCode> = new Set([
  'issue.invalid',
  'issue.missing',
  'issue.changed',
  'issue.frozen',
  'prompts.invalid',
  'template.broken',
  'template.missing',
  'letter.tooLarge',
]);

function draftFault(error: unknown): PageAnswer {
  if (!(error instanceof NewsletterError) || !herOwn.has(error.code)) throw error;
  return faultPage(error.text, error.hint ?? null, error.code);
}

function faultPage(fault: Text, hint: Text | null, code: ErrorCode): PageAnswer {
  return { page: { page: 'draftFault', fault, hint }, status: 409, reason: code };
}

function inLanguage(answer: Answer, language: Language): Answer {
  return 'page' in answer ? { ...answer, language } : answer;
}
