import { tidyLetter, tidyLine } from '../../../core/desk/issueEdits.ts';
import { tooLongIn } from '../../../core/desk/textLimits.ts';
import { NewsletterError } from '../../../core/errors.ts';
import { openDraft } from '../../../flow/desk/openDraft.ts';
import { messageForKind, ownUrls } from '../../../flow/desk/readersView.ts';
import { readDeskForm } from '../deskForm.ts';
import type { DeskAnswer, DeskVisit } from '../deskVisit.ts';
import { tooLongWords } from '../editAnswers.ts';
import { letterPath } from '../layout.ts';
import { framedLetter } from '../letter/letterFrame.ts';
import { wordsParts } from './wordsFields.ts';

/** The letter with words that are not saved yet, as a reader would see it. */
export async function shownWords(visit: DeskVisit): Promise<DeskAnswer> {
  const { desk, week, link, language, request } = visit;
  const draft = await openDraft(desk, week);
  if (!draft?.issue)
    return plainAnswer(
      draft?.fault?.text[language] ?? visit.say({ de: 'Noch kein Entwurf.', en: 'No draft yet.' }),
    );
  const field = request.method === 'POST' ? await readDeskForm(request, wordsParts) : null;
  const tooLong = field ? wordsParts.flatMap((part) => tooLongIn({ part, to: field(part) })) : [];
  if (tooLong.length > 0) return plainAnswer(tooLongWords(tooLong, visit));
  const issue = field
    ? {
        ...draft.issue,
        subject: tidyLine(field('subject')) || draft.issue.subject,
        preheader: tidyLine(field('preheader')),
        letter: tidyLetter(field('letter')),
      }
    : draft.issue;
  try {
    const reader = { name: 'Anna', language: desk.config.locale, rhythm: 'weekly' } as const;
    const message = await messageForKind(desk, week, issue, reader);
    return {
      kind: 'letter',
      type: 'text/html; charset=utf-8',
      body: framedLetter(message.html, {
        mode: 'light',
        ownUrls: ownUrls(desk.config),
        inertUrl: link(`${letterPath(week, 'letter')}/inert`),
        pictureUrl: (mark) => link(`${letterPath(week, 'letter')}/picture/${mark}`),
      }),
    };
  } catch (error) {
    if (error instanceof NewsletterError) return plainAnswer(error.text[language]);
    throw error;
  }
}

function plainAnswer(body: string): DeskAnswer {
  return { kind: 'letterWithoutPictures', type: 'text/plain; charset=utf-8', body };
}
