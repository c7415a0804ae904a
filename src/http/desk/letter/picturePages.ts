import type { Config } from '../../../core/config.ts';
import type { LetterPress } from '../../../flow/desk/letterPress.ts';
import { openDraft } from '../../../flow/desk/openDraft.ts';
import type { DeskFile, DeskRoutes, DeskVisit } from '../deskVisit.ts';
import { picturesOf } from './letterFrame.ts';

/** Fetches a picture of a letter; undefined for what cannot be had, or is no picture. */
export type FetchPicture = (
  address: string,
  config: Config,
) => Promise<{ readonly bytes: Uint8Array; readonly type: string } | undefined>;

/** The pictures of a week's letter, and no others, so that the browser asks nobody but the desk. Null fetches none. */
export function picturePages(press: LetterPress, fetchPicture: FetchPicture | null): DeskRoutes {
  return {
    '/letter/:week/picture/:name': {
      async GET(visit) {
        if (!fetchPicture) return noPicture;
        return pictureAt(await addressOf(visit.name, visit, press), visit, fetchPicture);
      },
    },
  };
}

/** A picture as the browser gets it; nothing where there is none, or none is fetched. */
export async function pictureAt(
  address: string | undefined,
  { desk }: Pick<DeskVisit, 'desk'>,
  fetchPicture: FetchPicture | null,
): Promise<DeskFile> {
  const picture = address === undefined ? undefined : await fetchPicture?.(address, desk.config);
  return picture ? { body: picture.bytes, type: picture.type, kind: 'file', headers: kept } : noPicture;
}

/** A letter is shown anew with every save, and its pictures are the same. */
const kept = { 'Cache-Control': 'private, max-age=600' };

const noPicture: DeskFile = { body: '', type: 'text/plain; charset=utf-8', kind: 'file', status: 404 };

/** The address that a mark stands for in this week's letter; the month's has more pictures than the week's. */
async function addressOf(
  mark: string,
  { desk, week }: DeskVisit,
  press: LetterPress,
): Promise<string | undefined> {
  const draft = await openDraft(desk, week);
  if (!draft?.issue || draft.fault) return undefined;
  const { issue } = draft;
  for (const rhythm of ['weekly', 'monthly'] as const) {
    const reader = { name: null, language: desk.config.locale, rhythm };
    const { html } = await press(desk, { ...draft, issue }, reader);
    const address = picturesOf(html).get(mark);
    if (address !== undefined) return address;
  }
  return undefined;
}
