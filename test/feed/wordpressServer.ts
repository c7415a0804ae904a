import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { startServer } from './feedServer.ts';

/** A post as an author of the blog sees it. */
export interface BlogPost {
  readonly id: number;
  /** Instants in UTC without a zone, as WordPress has them: `2026-11-20T08:00:00`. */
  readonly date: string;
  readonly modified?: string;
  readonly title?: string;
  readonly content?: string;
  readonly excerpt?: string;
  readonly guid?: string;
  readonly tags?: readonly string[];
  readonly categories?: readonly string[];
  readonly picture?: string;
  readonly isProtected?: boolean;
}

/** How a blog differs from a WordPress fresh from the box. */
export interface BlogWays {
  posts: readonly BlogPost[];
  /** Plain addresses: there is no /wp-json/, and ?rest_route= is used. */
  isPlain?: boolean;
  /** Where /wp-json/ lies; pages name it. */
  apiFolder?: string;
  /** How the page names the API: by header (WordPress), in its head (caches drop headers), or not at all. */
  naming?: 'header' | 'head' | 'none';
  /** Before 5.7 there was no `modified_after`. */
  isOld?: boolean;
  /** Some hosts allow less than 100. */
  largestPage?: number;
  hasTotals?: boolean;
  /** How long an answer takes. */
  answerMs?: number;
  /** Answers behind the first page wait until two have been asked for at once, however busy the machine is; five seconds at most. */
  meetsTwo?: boolean;
  /** Something else in place of an answer. */
  instead?: (url: URL, page: number) => readonly [status: number, body: string] | undefined;
}

/** A running blog: its ways can be changed meanwhile, and what it was asked is kept. */
export interface RunningBlog {
  readonly address: string;
  readonly ways: BlogWays;
  readonly asked: URL[];
  /** How many questions waited at once. */
  readonly waiting: { now: number; most: number };
}

/** A server that answers /wp/v2/posts as WordPress 6 does, with pages, totals, embedded terms and its errors. */
export async function startWordpress(ways: BlogWays): Promise<RunningBlog> {
  const asked: URL[] = [];
  const waiting = { now: 0, most: 0 };
  let haveMet = (): void => undefined;
  const meeting = new Promise<void>((resolve) => (haveMet = resolve));
  const answerSoon = async (url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isMeeting = ways.meetsTwo === true && url.searchParams.get('page') !== '1';
    if (isMeeting) await Promise.race([meeting, delay(5000, undefined, { ref: false })]);
    await delay(ways.answerMs ?? 0);
    waiting.now -= 1;
    answer(url, ways, request, response);
  };
  const address = await startServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    asked.push(url);
    waiting.now += 1;
    waiting.most = Math.max(waiting.most, waiting.now);
    if (waiting.most > 1) haveMet();
    void answerSoon(url, request, response);
  });
  return { address, ways, asked, waiting };
}

function answer(url: URL, ways: BlogWays, request: IncomingMessage, response: ServerResponse): void {
  const instead = ways.instead?.(url, Number(url.searchParams.get('page') ?? 1));
  if (instead) {
    response.writeHead(instead[0]).end(instead[1]);
    return;
  }
  const route = ways.isPlain === true ? url.searchParams.get('rest_route') : routeInPath(url, ways);
  if (route === '/wp/v2/posts') answerPosts(url, ways, response);
  else if (route !== null) answerError(response, 404, 'rest_no_route');
  else if (/wp-json/.test(url.pathname)) response.writeHead(404).end('<!DOCTYPE html><html>nicht da</html>');
  else answerPage(ways, request, response);
}

function routeInPath(url: URL, { apiFolder = '' }: BlogWays): string | null {
  const start = `${apiFolder}/wp-json`;
  return url.pathname.startsWith(`${start}/`) ? url.pathname.slice(start.length) : null;
}

function answerPage(ways: BlogWays, request: IncomingMessage, response: ServerResponse): void {
  const { naming = 'header', apiFolder = '', isPlain } = ways;
  const root = `http://${request.headers.host}${isPlain === true ? '/index.php?rest_route=/' : `${apiFolder}/wp-json/`}`;
  if (naming === 'header')
    response.setHeader('link', [
      `<${root}>; rel="https://api.w.org/"`,
      '<https://example.org/>; rel=shortlink',
    ]);
  const head = naming === 'head' ? `<link rel="https://api.w.org/" href="${root}" />` : '';
  response.end(`<!DOCTYPE html><html><head>${head}</head><body>Mein Blog</body></html>`);
}

function answerPosts(url: URL, ways: BlogWays, response: ServerResponse): void {
  const query = url.searchParams;
  const perPage = Number(query.get('per_page') ?? 10);
  const page = Number(query.get('page') ?? 1);
  if (perPage > (ways.largestPage ?? 100)) {
    answerError(response, 400, 'rest_invalid_param');
    return;
  }
  const found = foundPosts(query, ways);
  const pages = Math.ceil(found.length / perPage);
  if (page > Math.max(1, pages)) {
    answerError(response, 400, 'rest_post_invalid_page_number');
    return;
  }
  if (ways.hasTotals !== false) {
    response.setHeader('x-wp-total', `${found.length}`);
    response.setHeader('x-wp-totalpages', `${pages}`);
  }
  const fields = query.get('_fields')?.split(',') ?? [];
  const shown = found.slice((page - 1) * perPage, page * perPage).map((post) => {
    const whole = Object.entries(asWordpress(post, url.origin));
    return Object.fromEntries(whole.filter(([name]) => fields.length === 0 || fields.includes(name)));
  });
  response.setHeader('content-type', 'application/json; charset=UTF-8');
  response.end(JSON.stringify(shown));
}

function foundPosts(query: URLSearchParams, ways: BlogWays): readonly BlogPost[] {
  const include = query.get('include')?.split(',').map(Number);
  const after = ways.isOld === true ? null : query.get('modified_after');
  return ways.posts
    .filter(({ id }) => include === undefined || include.includes(id))
    .filter(({ date, modified = date }) => after === null || Date.parse(`${modified}Z`) > Date.parse(after))
    .toSorted((a, b) => (a.date < b.date ? 1 : -1));
}

function asWordpress(post: BlogPost, origin: string): Readonly<Record<string, unknown>> {
  const { id, date, modified = date, title = `Beitrag ${id}`, isProtected = false } = post;
  const terms = (taxonomy: string, names: readonly string[] = []) =>
    names.map((name, index) => ({ id: index + 1, taxonomy, name, link: `${origin}/${taxonomy}/` }));
  return {
    id,
    date,
    date_gmt: date,
    modified_gmt: modified,
    link: `${origin}/${id}/`,
    guid: { rendered: post.guid ?? `${origin}/?p=${id}` },
    title: { rendered: title },
    excerpt: {
      rendered: isProtected ? '' : `<p>${post.excerpt ?? 'Ein Anfang.'}</p>`,
      protected: isProtected,
    },
    content: { rendered: isProtected ? '' : (post.content ?? '<p>Ein Text.</p>'), protected: isProtected },
    _links: { 'wp:term': [] },
    _embedded: {
      'wp:term': [terms('category', post.categories), terms('post_tag', post.tags)],
      ...(post.picture === undefined
        ? {}
        : {
            'wp:featuredmedia': [
              { source_url: post.picture, alt_text: 'Brot', media_details: { width: 800, height: 600 } },
            ],
          }),
    },
  };
}

function answerError(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ code, message: 'Fehler', data: { status } }));
}
