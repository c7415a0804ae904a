import { testLetterPath } from '../core/message.ts';
import type { Subscribers } from '../core/ports.ts';
import type { Pages } from '../core/render/pages.ts';
import { failureAnswer } from './failures.ts';
import { found, type FileAnswer, type Routes } from './visit.ts';

/** What the site needs besides its pages. */
export interface SiteFilesOrder {
  readonly pages: Pages;
  readonly subscribers: Pick<Subscribers, 'view'>;
  readonly basePath: string;
}

/** The files that browsers, search engines and watchdogs ask for, and the page for links that lead to nobody. */
export function siteFiles({ pages, subscribers, basePath }: SiteFilesOrder): Routes {
  return {
    '/style.css': {
      async GET({ request }) {
        // Pages name the stylesheet with its version, so that a copy of one version never gets old.
        const age = new URL(request.url).searchParams.has('v')
          ? 'max-age=31536000, immutable'
          : 'max-age=600';
        const headers = { 'Cache-Control': `public, ${age}` };
        return { body: pages.style, type: 'text/css; charset=utf-8', status: 200, headers };
      },
    },
    '/robots.txt': {
      async GET() {
        const paths = ['/confirm/', '/unsubscribe/', '/preferences/'];
        const lines = ['User-agent: *', ...paths.map((path) => `Disallow: ${basePath}${path}`)];
        const headers = { 'Cache-Control': 'public, max-age=86400' };
        return {
          body: `${lines.join('\n')}\n`,
          type: 'text/plain; charset=utf-8',
          status: 200,
          headers,
        };
      },
    },
    '/favicon.ico': {
      async GET() {
        return {
          body: null,
          type: 'image/x-icon',
          status: 204,
          headers: { 'Cache-Control': 'public, max-age=86400' },
        };
      },
    },
    [testLetterPath]: { GET: async () => found({ page: 'testLetter' }) },
    '/healthz': { GET: () => health(subscribers) },
  };
}

/** Well means that readers can be served: whoever cannot read the list can neither confirm nor unsubscribe anybody. */
async function health(subscribers: Pick<Subscribers, 'view'>): Promise<FileAnswer> {
  const answer = { type: 'application/json', headers: { 'Cache-Control': 'no-store' } };
  try {
    await subscribers.view();
    return { ...answer, body: '{"status":"ok"}\n', status: 200 };
  } catch (error) {
    const { failure } = failureAnswer(error);
    return { ...answer, body: '{"status":"unavailable"}\n', status: 503, reason: 'listUnavailable', failure };
  }
}
