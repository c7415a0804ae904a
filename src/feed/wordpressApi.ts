import { TextDecoder } from 'node:util';
import type { NewsletterError, Text } from '../core/errors.ts';
import { readWordpressPosts, type WordpressPost } from '../core/posts/wordpressPosts.ts';
import { parseUrl } from '../core/webAddress.ts';
import { feedError } from './feedErrors.ts';
import { fetchBounded, type Fetched, type FetchOptions } from './fetchBounded.ts';

/** What to ask for: parameters of /wp/v2/posts. */
export type PostQuery = Readonly<Record<string, string>>;

/** What WordPress answered: posts, or that it refuses the question. */
export type PostAnswer =
  | {
      readonly ok: true;
      readonly posts: readonly WordpressPost[];
      /** How many posts there are in all, and pages of them, where the server says so. */
      readonly total: number | undefined;
      readonly pages: number | undefined;
      readonly bytes: number;
    }
  | { readonly ok: false; readonly code: string };

/** A question to the posts of a blog. Throws `feed.*`. */
export type AskPosts = (query: PostQuery) => Promise<PostAnswer>;

/**
 * The REST API of a WordPress blog. It mostly lies at /wp-json/; elsewhere the blog says where (`rel="https://api.w.org/"`),
 * and where addresses are plain it is ?rest_route=/.
 */
export function wordpressApi(address: string, options: FetchOptions): AskPosts {
  let root: string | undefined;
  const askAt = async (at: string, query: PostQuery): Promise<PostAnswer | undefined> => {
    const fetched = await fetchBounded(routeOf(at, query), {
      ...options,
      as: 'wordpress',
      accept: 'application/json',
      alsoAnswers: [400, 401, 403, 404],
    });
    const answer = answerOf(fetched, address);
    if (answer) root = movedRoot(fetched.finalAddress) ?? at;
    return answer;
  };
  return async (query) => {
    if (root !== undefined) {
      const answer = await askAt(root, query);
      if (answer) return answer;
    } else {
      const given = givenRoot(address);
      const first = await askAt(given ?? `${withoutSlash(address)}/wp-json/`, query);
      if (first) return first;
      for (const found of given === undefined ? await discoveredRoots(address, options) : []) {
        const answer = await askAt(found, query);
        if (answer) return answer;
      }
    }
    throw noApi(address);
  };
}

/** Undefined where no API answered at all. */
function answerOf({ status, headers, bytes }: Fetched, address: string): PostAnswer | undefined {
  if (status === 401 || status === 403) throw locked(address, status);
  const body = parseJson(bytes);
  const posts = readWordpressPosts(body);
  if (status === 400) {
    const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';
    return { ok: false, code };
  }
  if (status === 404 || posts === undefined) return undefined;
  return {
    ok: true,
    posts,
    total: countIn(headers['x-wp-total']),
    pages: countIn(headers['x-wp-totalpages']),
    bytes: bytes.length,
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function countIn(header: string | readonly string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,9}$/.test(header.trim()) ? Number(header) : undefined;
}

/** The address of a question, below a root of either kind. */
function routeOf(root: string, query: PostQuery): string {
  const url = new URL(root);
  const route = url.searchParams.get('rest_route');
  if (route === null) url.pathname = `${url.pathname.replace(/\/+$/, '')}/wp/v2/posts`;
  else url.searchParams.set('rest_route', `${route.replace(/\/+$/, '')}/wp/v2/posts`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** The root behind redirects, so that they are followed once only. */
function movedRoot(finalAddress: string): string | undefined {
  const url = new URL(finalAddress);
  if (!url.pathname.endsWith('/wp/v2/posts')) return undefined;
  url.pathname = url.pathname.replace(/wp\/v2\/posts$/, '');
  url.search = '';
  return url.href;
}

/** The root where the author entered the API itself. */
function givenRoot(address: string): string | undefined {
  const url = parseUrl(address);
  if (!url) return undefined;
  if (url.searchParams.has('rest_route')) {
    url.search = '?rest_route=/';
    return url.href;
  }
  const path = /^.*\/wp-json(?=\/|$)/.exec(url.pathname)?.[0];
  if (path === undefined) return undefined;
  url.pathname = `${path}/`;
  url.search = '';
  return url.href;
}

const rel = /\brel\s*=\s*["']?https:\/\/api\.w\.org\/["']?/i;

/** Where else the API may be: where the blog's page says, and where it is with plain addresses. */
async function discoveredRoots(address: string, options: FetchOptions): Promise<readonly string[]> {
  const page = await fetchBounded(address, {
    ...options,
    as: 'wordpress',
    accept: 'text/html',
    alsoAnswers: [404],
  });
  const plain = new URL(page.finalAddress);
  plain.search = '?rest_route=/';
  const named = namedInHeader(page) ?? namedInPage(page);
  const found = named === undefined ? undefined : parseUrl(named, page.finalAddress);
  return found && /^https?:$/.test(found.protocol) ? [found.href, plain.href] : [plain.href];
}

function namedInHeader({ headers }: Fetched): string | undefined {
  const links = [headers['link'] ?? ''].flat().join(', ');
  return [...links.matchAll(/<([^<>]{1,2000})>([^<>]{0,500})/g)].find(([, , rest = '']) =>
    rel.test(rest),
  )?.[1];
}

/** Caches keep pages, but mostly not their headers. */
function namedInPage({ bytes }: Fetched): string | undefined {
  const start = new TextDecoder().decode(bytes.subarray(0, 200_000));
  const tag = [...start.matchAll(/<link\b[^<>]{1,2000}>/gi)].find(([link]) => rel.test(link))?.[0];
  return /\bhref\s*=\s*["']([^"']+)["']/i.exec(tag ?? '')?.[1]?.replaceAll(/&(?:amp|#038);/g, '&');
}

function withoutSlash(address: string): string {
  return address.replace(/[?#].*$/s, '').replace(/\/+$/, '');
}

function locked(address: string, status: number): NewsletterError {
  const reason = {
    de: `die REST-Schnittstelle von WordPress ist gesperrt (Status ${status}).`,
    en: `the REST API of WordPress is locked (status ${status}).`,
  };
  return feedError('feed.unreachable', { address, as: 'wordpress' }, reason, takeFeed(address));
}

function noApi(address: string): NewsletterError {
  const reason = {
    de: 'dort antwortet keine REST-Schnittstelle von WordPress.',
    en: 'no REST API of WordPress answers there.',
  };
  return feedError('feed.unreadable', { address, as: 'wordpress' }, reason, takeFeed(address));
}

function takeFeed(address: string): Text {
  const base = withoutSlash(address.replace(/\/wp-json(?:\/.*)?$/s, ''));
  return {
    de: `Nimm den Feed: „feed: ${base}/feed/“ statt „wordpress“ unter „sources“ in newsletter.yaml. Er zeigt die neuesten Beiträge, und was Wochenbrief einmal las, bleibt bekannt. Oder lass ein Sicherheits-Plugin die REST-Schnittstelle für Beiträge freigeben.`,
    en: `Take the feed: "feed: ${base}/feed/" in place of "wordpress" below "sources" in newsletter.yaml. It shows the newest posts, and what Wochenbrief has read once stays known. Or let a security plug-in open the REST API for posts.`,
  };
}
