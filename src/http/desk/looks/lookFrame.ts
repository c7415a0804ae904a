import { configWithLook, lookToTry } from '../../../core/desk/lookChoice.ts';
import { sampleLetter } from '../../../core/render/sampleLetter.ts';
import { openDraft } from '../../../flow/desk/openDraft.ts';
import { messageForKind, ownUrls } from '../../../flow/desk/readersView.ts';
import type { DeskFile, DeskVisit } from '../deskVisit.ts';
import { letterPath } from '../layout.ts';
import { framedLetter } from '../letter/letterFrame.ts';
import { lookFieldsIn } from './lookFields.ts';

/** The week's letter, or a sample, in a look that is tried. Throws `template.*`. */
export async function lookFrame({ desk, week, query, link }: DeskVisit): Promise<DeskFile> {
  const fields = lookFieldsIn((name) => query.get(name) ?? '');
  const tried = { ...desk, config: configWithLook(desk.config, lookToTry(fields, desk.config.look)) };
  const draft = await openDraft(desk, week);
  const issue = draft?.issue ?? { ...sampleLetter(desk.config.locale), week };
  const reader = { name: 'Anna', language: desk.config.locale, rhythm: 'weekly' } as const;
  const message = await messageForKind(tried, week, issue, reader);
  const letter = link(letterPath(week, 'letter'));
  return {
    kind: draft?.issue ? 'letter' : 'letterWithoutPictures',
    type: 'text/html; charset=utf-8',
    body: framedLetter(message.html, {
      mode: query.get('mode') === 'dark' ? 'dark' : 'light',
      ownUrls: ownUrls(desk.config),
      inertUrl: `${letter}/inert`,
      pictureUrl: (mark) => `${letter}/picture/${mark}`,
    }),
  };
}
