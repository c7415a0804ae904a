import { Hono, type Context } from 'hono';
import type { Config } from '../core/config.ts';
import type { Secrets } from '../core/secret.ts';
import { acceptedLanguage, languageNamed } from '../core/site/pageLanguage.ts';
import type { Archive, Clock, Subscribers } from '../core/ports.ts';
import type { Pages } from '../core/render/pages.ts';
import type { AuthorDesk } from '../flow/authorDesk.ts';
import type { Readers } from '../flow/readers.ts';
import { authorPages } from './authorPages.ts';
import { archivePages } from './archivePages.ts';
import { clientReader, type Client } from './clientAddress.ts';
import { failureAnswer } from './failures.ts';
import { limits } from './limits.ts';
import { readerPages } from './readerPages.ts';
import { requestLog } from './requestLog.ts';
import { respond, type Press } from './respond.ts';
import { securityHeaders } from './securityHeaders.ts';
import { signUpPages } from './signUpPages.ts';
import { siteFiles } from './siteFiles.ts';
import { comeAgain, problem, type Answer, type Handler, type Routes, type Visit } from './visit.ts';

/** What the public pages of one newsletter are made of. */
export interface SiteOrder {
  readonly config: Config;
  readonly pages: Pages;
  readonly readers: Readers;
  /** The author's own pages. */
  readonly desk: AuthorDesk;
  readonly subscribers: Pick<Subscribers, 'view'>;
  readonly archive: Archive;
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, 'now'>;
  /** Gets one line of JSON per request, without addresses of any kind (R39). */
  readonly log: (line: string) => void;
}

/** What is known of a request besides itself: where it came from. */
export interface Connection {
  readonly incoming: {
    readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    readonly socket: { readonly remoteAddress?: string | undefined };
  };
}

/** The public pages as a function from request to answer. */
export interface PublicSite {
  fetch(request: Request, connection: Connection): Response | Promise<Response>;
  /** For what is no proper request: nothing of it can be trusted, not even its path. */
  unreadable(status: number): Response;
}

/** Where a mail provider's clicks of many readers come from; its handler counts forged links alone (R50). */
const oneClick = '/unsubscribe/:name';

/** Puts the pages together. Links are made from the settings alone; Host and other headers lead nowhere. */
export function publicSite(order: SiteOrder): PublicSite {
  const { config, clock } = order;
  const basePath = new URL(config.baseUrl).pathname.replace(/\/+$/, '');
  const press: Press = { pages: order.pages, basePath, headersFor: securityHeaders(config) };
  const log = requestLog(order.log, clock);
  const floodLimits = limits(config.website.signUpsPerHour);
  const clientOf = clientReader(config.website.trustedProxies);
  const parts = { ...order, basePath, limits: floodLimits };
  const routes: Routes = {
    ...signUpPages(parts),
    ...readerPages(parts),
    ...authorPages(parts),
    ...archivePages(parts),
    ...siteFiles(parts),
  };

  const app = new Hono<{ Bindings: Connection }>({
    getPath: (request) => pathBelow(basePath, request.url),
  });
  const answerWith =
    (route: string, handler: Handler, isCounted: boolean) =>
    async (context: Context<{ Bindings: Connection }>): Promise<Response> => {
      const ended = log.begun(context.req.method, route);
      const client = clientOfRequest(context, clientOf);
      if (client.isBehindUnknownProxy) log.unknownProxy();
      const visit = visitOf(context, client, config);
      const answer = await guarded(async () => {
        const waitMs = isCounted ? await floodLimits.request(client) : 0;
        return waitMs > 0 ? comeAgain('tooManyRequests', waitMs) : handler(visit);
      });
      const isSamePage = ['GET', 'HEAD'].includes(context.req.method);
      const path = isSamePage ? ownPath(context.req.url) : null;
      const asked = { language: visit.language, headers: visit.request.headers, path };
      try {
        const response = respond(answer, asked, press);
        ended(response.status, answer);
        return response;
      } catch (error) {
        ended(500, failureAnswer(error));
        return respond(pageless, asked, press);
      }
    };

  for (const [path, methods] of Object.entries(routes)) {
    const allowed = [...(methods.GET ? ['GET', 'HEAD'] : []), ...(methods.POST ? ['POST'] : [])];
    if (methods.GET) app.get(path, answerWith(path, methods.GET, true));
    if (methods.POST) app.post(path, answerWith(path, methods.POST, path !== oneClick));
    app.all(path, answerWith(path, wrongMethod(allowed.join(', ')), true));
  }
  app.all(
    '*',
    answerWith('other', async () => problem('notFound', 404), true),
  );

  return {
    fetch: (request, connection) => app.fetch(request, connection),
    unreadable(status) {
      const answer = problem(status === 431 ? 'tooLarge' : 'badRequest', status, 'unreadable');
      const asked = { headers: new Headers(), language: config.locale, path: null };
      log.begun('unknown', 'other')(status, answer);
      return respond(answer, asked, press);
    },
  };
}

async function guarded(handler: () => Promise<Answer>): Promise<Answer> {
  try {
    return await handler();
  } catch (error) {
    return failureAnswer(error);
  }
}

/** For a page that cannot be shown, so that the one for failures may not be either. */
const pageless: Answer = {
  body: 'Das hat nicht geklappt. Bitte später noch einmal versuchen.\nThat did not work. Please try again later.\n',
  type: 'text/plain; charset=utf-8',
  status: 500,
};

function wrongMethod(allowed: string): Handler {
  return async () => ({ ...problem('wrongMethod', 405), headers: { Allow: allowed } });
}

/** The path below the newsletter's own; what lies outside matches no route. */
function pathBelow(basePath: string, url: string): string {
  const { pathname } = new URL(url);
  if (pathname !== basePath && !pathname.startsWith(`${basePath}/`)) return '//';
  const path = pathname.slice(basePath.length);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path || '/';
}

function clientOfRequest(
  { env }: Context<{ Bindings: Connection }>,
  clientOf: ReturnType<typeof clientReader>,
): Client {
  const forwardedFor = env.incoming.headers['x-forwarded-for'];
  return clientOf(env.incoming.socket.remoteAddress ?? '', forwardedFor?.toString());
}

function visitOf(context: Context<{ Bindings: Connection }>, client: Client, config: Config): Visit {
  const request = context.req.raw;
  const query = new URL(request.url).searchParams;
  const chosenLanguage = languageNamed(query.get('lang'));
  const liked = acceptedLanguage(request.headers.get('accept-language') ?? '');
  return {
    request,
    name: context.req.param('name') ?? '',
    chosenLanguage,
    language: chosenLanguage ?? liked ?? config.locale,
    client,
  };
}

/** The path as it was asked for. Of the query only what pages of ours write. */
function ownPath(url: string): string {
  const { pathname, searchParams } = new URL(url);
  return searchParams.has('framed') ? `${pathname}?framed=1` : pathname;
}
