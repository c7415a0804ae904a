import { archiveFeed } from '../core/archiveFeed.ts';
import type { Config } from '../core/config.ts';
import type { Archive } from '../core/ports.ts';
import { isWeekId } from '../core/week.ts';
import { found, problem, type Answer, type Routes } from './visit.ts';

/** What showing the archive needs. */
export interface ArchivePagesOrder {
  readonly config: Config;
  readonly archive: Archive;
}

/** Feed readers and caches may keep an answer so long before they ask again whether it has changed. */
const keepSeconds = 600;

/** The letters that were sent, for everybody to read, unless the settings say otherwise. */
export function archivePages({ config, archive }: ArchivePagesOrder): Routes {
  const ifShown =
    (answer: (week: string) => Promise<Answer>) =>
    async ({ name }: { readonly name: string }): Promise<Answer> =>
      config.website.archive ? answer(name) : problem('notFound', 404);
  return {
    '/archive': {
      GET: ifShown(async () => {
        const letters = await archive.list();
        const headers = freshness(letters[0]?.sentAt);
        return { ...found({ page: 'archive', letters }), headers, isPublic: true };
      }),
    },
    '/archive/feed.xml': {
      GET: ifShown(async () => {
        const letters = await archive.list();
        const body = archiveFeed(letters, config);
        return {
          body,
          type: 'application/atom+xml; charset=utf-8',
          status: 200,
          headers: freshness(letters[0]?.sentAt),
        };
      }),
    },
    '/archive/:name': {
      GET: ifShown(async (week) => {
        const sent = isWeekId(week) ? await archive.read(week) : undefined;
        if (sent === undefined) return problem('notFound', 404);
        const headers = freshness(sent.letter.sentAt);
        return { body: sent.html, type: 'text/html; charset=utf-8', status: 200, headers, isLetter: true };
      }),
    },
  };
}

function freshness(sentAt: string | undefined): Readonly<Record<string, string>> {
  const control = { 'Cache-Control': `public, max-age=${keepSeconds}` };
  return sentAt === undefined ? control : { ...control, 'Last-Modified': new Date(sentAt).toUTCString() };
}
