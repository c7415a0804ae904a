import { withoutUnsafeCharacters } from '../core/characters.ts';
import type { Config } from '../core/config.ts';
import { languageNamed } from '../core/site/pageLanguage.ts';
import type { Clock } from '../core/ports.ts';
import {
  preferenceFields,
  readPreferences,
  rhythmNamed,
  type TypedPreferences,
} from '../core/site/preferencesForm.ts';
import type { PreferenceFault, ReaderPage } from '../core/render/pages.ts';
import { dayOf } from '../core/week.ts';
import type { Link, LinkFault, Readers, ReaderView } from '../flow/readers.ts';
import { readFormBody } from './formBody.ts';
import type { Limits } from './limits.ts';
import { comeAgain, found, problem, type PageAnswer, type Routes, type Visit } from './visit.ts';

/** What a reader's own pages need. */
export interface ReaderPagesOrder {
  readonly config: Config;
  readonly readers: Readers;
  readonly clock: Pick<Clock, 'now'>;
  readonly limits: Limits;
}

/**
 * The pages behind signed links. The link itself is the permission: no cookie, no further token. GET only shows, and a
 * button acts (R49); the buttons of confirming and leaving need no body, so that any mail program's POST will do (R50).
 */
export function readerPages(order: ReaderPagesOrder): Routes {
  const { readers, limits } = order;
  const today = (): string => dayOf(order.clock.now(), order.config.schedule.timeZone);
  return {
    '/confirm/:name': {
      async GET(visit) {
        const link = await readers.openConfirmation(visit.name);
        if ('fault' in link) return linkProblem(link.fault);
        const { status, maskedAddress, name } = link.found;
        if (status === 'unsubscribed') return problem('linkUsed', 410);
        return status === 'confirmed'
          ? forReader(visit, link.found, confirmedPage(link, true))
          : forReader(visit, link.found, found({ page: 'confirm', token: visit.name, maskedAddress, name }));
      },
      async POST(visit) {
        const link = await readers.confirm(visit.name);
        if ('fault' in link) return linkProblem(link.fault);
        if (link.found === 'unknown') return problem('linkUnknown', 404);
        if (link.found === 'used') return problem('linkUsed', 410);
        return confirmedPage(link, link.found === 'alreadyConfirmed');
      },
    },
    '/unsubscribe/:name': {
      async GET(visit) {
        const link = await readers.open(visit.name);
        if ('fault' in link) return isForgotten(link) ? found({ page: 'erased' }) : linkProblem(link.fault);
        return link.found.status === 'unsubscribed'
          ? goodbye(visit, link)
          : forReader(visit, link.found, found({ page: 'unsubscribe', reader: readerPage(link, today()) }));
      },
      async POST(visit) {
        const done = await readers.unsubscribe(visit.name);
        if (!('fault' in done)) {
          const link = await readers.open(visit.name);
          return 'fault' in link ? found({ page: 'erased' }) : goodbye(visit, link);
        }
        // Only forged links count: a large provider sends the clicks of all its users from a few addresses.
        const waitMs = await limits.request(visit.client);
        return waitMs > 0 ? comeAgain('tooManyRequests', waitMs) : linkProblem(done.fault);
      },
    },
    '/unsubscribe/:name/undo': {
      async POST(visit) {
        const link = await readers.resume(visit.name);
        if ('fault' in link) return linkProblem(link.fault);
        if (link.found === 'unknown') return problem('linkUnknown', 404);
        return link.found === 'tooLate'
          ? problem('linkExpired', 410)
          : found({ page: 'resumed', readerToken: link.readerToken });
      },
    },
    '/preferences/:name': {
      GET: (visit) => showPreferences(visit, readers, today(), false),
      POST: (visit) => savePreferences(visit, readers, today()),
    },
    '/preferences/:name/erase': {
      async GET(visit) {
        const link = await readers.open(visit.name);
        if ('fault' in link) return isForgotten(link) ? found({ page: 'erased' }) : linkProblem(link.fault);
        return forReader(visit, link.found, found({ page: 'erase', reader: readerPage(link, today()) }));
      },
      async POST(visit) {
        const link = await readers.forget(visit.name);
        return 'fault' in link ? linkProblem(link.fault) : found({ page: 'erased' });
      },
    },
  };
}

async function showPreferences(
  visit: Visit,
  readers: Readers,
  today: string,
  isSaved: boolean,
): Promise<PageAnswer> {
  const link = await readers.open(visit.name);
  if ('fault' in link) return linkProblem(link.fault);
  if (link.found.status === 'unsubscribed') return goodbye(visit, link);
  // She has signed up once more; nothing can be chosen before she confirms it.
  if (link.found.status === 'pending') return forReader(visit, link.found, found({ page: 'mailUnderWay' }));
  const reader = readerPage(link, today);
  return forReader(visit, link.found, found({ page: 'preferences', reader, isSaved, faults: [] }));
}

async function savePreferences(visit: Visit, readers: Readers, today: string): Promise<PageAnswer> {
  const body = await readFormBody(visit.request, preferenceFields);
  if ('problem' in body) return problem(body.problem, body.status, body.reason);
  const read = readPreferences(body.fields, today);
  if (read === null) return problem('badRequest', 400, 'unknownValue');
  if ('faults' in read) return showFaults(visit, readers, today, read.faults, body.fields);
  const saved = await readers.save(visit.name, read.changes);
  if ('fault' in saved) return linkProblem(saved.fault);
  const answer = await showPreferences(visit, readers, today, saved.found);
  // The address still names the language of before; who has just chosen another sees that it worked.
  const { language } = read.changes;
  return language ? { ...answer, language } : answer;
}

/** The form once more, with everything that was typed. */
async function showFaults(
  visit: Visit,
  readers: Readers,
  today: string,
  faults: readonly PreferenceFault[],
  typed: TypedPreferences,
): Promise<PageAnswer> {
  const answer = await showPreferences(visit, readers, today, false);
  if (answer.page.page !== 'preferences') return answer;
  const { reader } = answer.page;
  const kept = {
    ...reader,
    name: withoutUnsafeCharacters(typed.get('name') ?? reader.name ?? ''),
    pausedUntil: typed.get('pausedUntil') ?? reader.pausedUntil,
    language: typed.has('language') ? (languageNamed(typed.get('language')) ?? null) : reader.language,
    rhythm: rhythmNamed(typed.get('rhythm')) ?? reader.rhythm,
  };
  const page = { page: 'preferences', reader: kept, isSaved: false, faults } as const;
  return { ...answer, page, status: 422, reason: faults.join(' ') };
}

type OpenLink<T> = Extract<Link<T>, { readonly found: T }>;

function confirmedPage(link: OpenLink<unknown>, isAlready: boolean): PageAnswer {
  return found({ page: 'confirmed', readerToken: link.readerToken, isAlready });
}

/** The same for whoever leaves now and for whoever has left before. */
function goodbye(visit: Visit, link: OpenLink<ReaderView>): PageAnswer {
  const page = found({ page: 'goodbye', token: visit.name, mayUndo: link.found.mayUndo });
  return forReader(visit, link.found, page);
}

/** A pause that is over is none. */
function readerPage({ found: view, readerToken: token }: OpenLink<ReaderView>, today: string): ReaderPage {
  const { maskedAddress, name, language, rhythm } = view;
  const pausedUntil = view.pausedUntil !== null && view.pausedUntil > today ? view.pausedUntil : null;
  return { token, maskedAddress, name, language, rhythm, pausedUntil };
}

/** A reader's pages speak the language she chose for her letters, unless she asks for another right now. */
function forReader(visit: Visit, { language }: ReaderView, answer: PageAnswer): PageAnswer {
  return { ...answer, language: visit.chosenLanguage ?? language ?? visit.language };
}

function isForgotten(link: { readonly fault: LinkFault }): boolean {
  return link.fault === 'unknown';
}

function linkProblem(fault: LinkFault): PageAnswer {
  if (fault === 'expired') return problem('linkExpired', 410);
  return fault === 'unknown' ? problem('linkUnknown', 404) : problem('linkForged', 404);
}
