import { Hono } from 'hono';
import { html } from 'hono/html';
import { NewsletterError, reasonOf, type Language } from '../../core/errors.ts';
import { speaker } from '../../core/saying.ts';
import { isWeekId, type WeekId } from '../../core/week.ts';
import type { OpenDesk } from '../../flow/desk/openDesk.ts';
import { deskHeaders } from './deskHeaders.ts';
import type { DeskAnswer, DeskFile, DeskHandler, DeskPage, DeskRoutes, DeskVisit } from './deskVisit.ts';
import { faultBox, faultText, noSuchPage, type FaultReader } from './deskParts.ts';
import { plainFrame } from './frameChoice.ts';
import type { DeskEvents } from './events.ts';
import { refusalOf, type Refusal } from './guard.ts';
import { wholePage } from './layout.ts';

/** What the desk is made of. */
export interface DeskSiteOrder {
  /** The first part of every path: whoever has the address that was printed has the desk, and nobody else on this machine. */
  readonly key: string;
  /** The language of whoever has not chosen one. */
  readonly language: Language;
  /** Opens the folder as it is now; throws `config.*`. */
  readonly open: () => Promise<OpenDesk>;
  /** The week whose letter comes next. */
  readonly currentWeek: (desk: OpenDesk) => Promise<WeekId>;
  readonly routes: DeskRoutes;
  readonly events: Pick<DeskEvents, 'seen' | 'stream'>;
  /** Files that browsers fetch besides the pages, by name. */
  readonly files: Readonly<Record<string, { readonly type: string; readonly body: string }>>;
  /** Told what nobody expected. */
  readonly onFailure: (error: unknown) => void;
}

/** The desk as a function from request to answer; `port` is where it listens. */
export function deskSite(order: DeskSiteOrder): (request: Request, port: number) => Promise<Response> {
  const root = `/${order.key}`;
  const app = new Hono({ strict: false });
  for (const language of ['de', 'en'] as const) {
    const place = `${root}/${language}`;
    for (const [path, methods] of Object.entries(order.routes)) {
      for (const method of ['GET', 'POST'] as const) {
        const handler = methods[method];
        if (!handler) continue;
        app.on(method, path === '/' ? place : `${place}${path}`, ({ req }) =>
          answerTo(
            {
              request: req.raw,
              params: req.param(),
              language,
              handler,
              isFramed: methods.isFramed ?? false,
            },
            order,
          ),
        );
      }
    }
    app.all(`${place}/*`, ({ req }) =>
      answerTo(
        {
          request: req.raw,
          params: {},
          language,
          handler: async (visit) => notFound(visit),
          isFramed: false,
        },
        order,
      ),
    );
  }
  app.get(root, () => seeOther(`${root}/${order.language}`));
  app.get(`${root}/events`, ({ req }) => {
    const named = req.query('week') ?? '';
    const seen = (req.query('seen') ?? '').split('.');
    // Nobody reads, or ends, the stream of an answer without a body.
    const isAsked = req.method === 'GET';
    const stream = isAsked ? order.events.stream({ week: isWeekId(named) ? named : null, seen }) : null;
    return new Response(stream, {
      headers: { ...deskHeaders('file'), 'Content-Type': 'text/event-stream; charset=utf-8' },
    });
  });
  app.get(`${root}/files/:name`, ({ req }) => {
    const name = req.param('name');
    const file = Object.hasOwn(order.files, name) ? order.files[name] : undefined;
    if (!file) return plain(404, nothingHere);
    return new Response(file.body, { headers: { ...deskHeaders('file'), 'Content-Type': file.type } });
  });
  app.all('*', () => plain(404, nothingHere));

  return async (request, port) => {
    const refusal = refusalOf(request, port);
    return refusal ? plain(403, refusalWords[refusal]) : app.fetch(request);
  };
}

interface Asked {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly language: Language;
  readonly handler: DeskHandler;
  readonly isFramed: boolean;
}

async function answerTo(
  { request, params, language, handler, isFramed }: Asked,
  order: DeskSiteOrder,
): Promise<Response> {
  const around = { language, link: (to: string) => `/${order.key}/${language}${to}` };
  let desk: OpenDesk | undefined;
  try {
    const named = params['week'];
    const isStrange = named !== undefined && !isWeekId(named);
    const week = named !== undefined && isWeekId(named) ? named : await order.currentWeek(await order.open());
    const seen = await order.events.seen(week);
    // Opened after that, so that nothing changes unseen.
    desk = await order.open();
    const say = speaker(language, desk.config);
    const query = new URL(request.url).searchParams;
    const visit = { ...around, desk, seen, say, week, name: params['name'] ?? '', query, request };
    return await respond(isStrange ? notFound(visit) : await handler(visit), visit);
  } catch (error) {
    if (!(error instanceof NewsletterError)) order.onFailure(error);
    return isFramed
      ? fileResponse(failureFrame(error, { language, desk }))
      : pageResponse(failurePage(error, { language, desk }), around);
  }
}

async function respond(answer: DeskAnswer, visit: DeskVisit): Promise<Response> {
  if ('seeOther' in answer) return seeOther(answer.seeOther);
  if ('main' in answer) return pageResponse(answer, visit);
  return fileResponse(answer);
}

function fileResponse({ body, type, kind, status = 200, headers }: DeskFile): Response {
  const bytes = body instanceof Uint8Array ? new Uint8Array(body) : body;
  return new Response(bytes, {
    status,
    headers: { ...deskHeaders(kind), 'Content-Type': type, ...headers },
  });
}

async function pageResponse(
  answer: DeskPage,
  visit: DeskVisit | Pick<DeskVisit, 'language' | 'link'>,
): Promise<Response> {
  const { language } = visit;
  const headers = {
    ...deskHeaders('page'),
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': language,
  };
  return new Response(await wholePage(answer, visit), { status: answer.status ?? 200, headers });
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { ...deskHeaders('file'), Location: location } });
}

/** For whoever has no business here: not even the language of the newsletter is told. */
function plain(status: number, words: string): Response {
  return new Response(`${words}\n`, {
    status,
    headers: { ...deskHeaders('file'), 'Content-Type': 'text/plain; charset=utf-8' },
  });
}

const nothingHere =
  'Hier ist nichts. Die Adresse des Schreibtischs steht im Terminal, in dem er läuft.\n' +
  'There is nothing here. The address of the desk is printed in the terminal in which it runs.';

const refusalWords: Readonly<Record<Refusal, string>> = {
  foreignHost:
    'Diese Seiten gibt es nur unter ihrer eigenen Adresse. / These pages exist at their own address only.',
  foreignOrigin:
    'Ein Formular einer anderen Seite wird nicht angenommen. / A form of another site is not taken.',
};

function notFound({ say, link }: Pick<DeskVisit, 'say' | 'link'>): DeskPage {
  return noSuchPage(say({ de: 'Diese Seite gibt es nicht', en: 'There is no such page' }), null, {
    to: link('/'),
    label: say({ de: 'Zum Brief der Woche', en: 'To the letter of the week' }),
  });
}

/** The words of a fault where a frame shows them; the page around it has the rest. */
function failureFrame(error: unknown, reader: FaultReader): DeskFile {
  if (!(error instanceof NewsletterError)) return plainFrame(reasonOf(error), 500);
  return plainFrame(faultText(error, reader));
}

/** Faults in the author's own files are hers to mend: she hears what is wrong, where, and what to do. */
function failurePage(error: unknown, reader: FaultReader): DeskPage {
  const title = { de: 'Hier stimmt etwas nicht', en: 'Something is wrong here' }[reader.language];
  const isKnown = error instanceof NewsletterError;
  const fault = isKnown ? error : { text: { de: reasonOf(error), en: reasonOf(error) } };
  return {
    title,
    tab: null,
    status: isKnown ? 409 : 500,
    main: html`<h1>${title}</h1>
      <div id="fault" data-live="settings prompts templates draft">${faultBox(fault, reader)}</div>`,
  };
}
