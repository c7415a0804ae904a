import { html } from 'hono/html';
import type { TooLong, TypedText } from '../../core/desk/textLimits.ts';
import type { Text } from '../../core/errors.ts';
import type { EditOutcome } from '../../flow/desk/editDraft.ts';
import { faultBox } from './deskParts.ts';
import type { DeskVisit, Html } from './deskVisit.ts';
import { letterPath } from './layout.ts';

/** Why an edit was not made, where it was not for a conflict; null where it was made. */
export function refusalBox(outcome: EditOutcome, visit: DeskVisit): Html | null {
  const { say } = visit;
  if (outcome.is === 'frozen') return frozenBox(visit);
  if (outcome.is === 'refused') return faultBox(outcome.why, visit);
  if (outcome.is === 'tooLong') return tooLongBox(outcome.texts, visit);
  if (outcome.is !== 'missing') return null;
  return html`<p class="box fault" role="alert">
    ${say({
      de: 'Den Entwurf gibt es nicht mehr; nichts wurde gespeichert.',
      en: 'The draft is gone; nothing was saved.',
    })}
  </p>`;
}

/** A letter that has begun to leave stays as it is; the way to what readers got. */
export function frozenBox({ say, link, week }: Pick<DeskVisit, 'say' | 'link' | 'week'>): Html {
  return html`<p class="box warning" role="status">
    ${say({
      de: 'Dieser Brief ist hinaus oder unterwegs. Er lässt sich ansehen, aber nicht mehr ändern.',
      en: 'This letter has left or is leaving. It can be looked at, but not changed any more.',
    })}
    <a href="${link(letterPath(week, 'letter'))}"
      >${say({ de: 'So ging er hinaus', en: 'As it was sent' })}</a
    >
  </p>`;
}

/** The status of a page that shows what became of an edit which was not made. */
export function statusOf(outcome: EditOutcome): number {
  if (outcome.is === 'tooLong') return 422;
  return outcome.is === 'missing' ? 404 : 409;
}

/** Texts that no letter has room for are not saved. */
export function tooLongBox(texts: readonly TooLong[], visit: Pick<DeskVisit, 'say' | 'language'>): Html {
  return html`<p class="box fault" role="alert">
    ${visit.say({ de: 'Noch nicht gespeichert.', en: 'Not saved yet.' })} ${tooLongWords(texts, visit)}
  </p>`;
}

/** How long they are, and how long they may be. */
export function tooLongWords(
  texts: readonly TooLong[],
  { say, language }: Pick<DeskVisit, 'say' | 'language'>,
): string {
  const number = new Intl.NumberFormat(language);
  return texts
    .map(({ text, length, most }) => {
      const [has, takes] = [number.format(length), number.format(most)];
      return say({
        de: `${names[text].de} hat ${has} Zeichen; höchstens ${takes} sind möglich.`,
        en: `${names[text].en} has ${has} characters; at most ${takes} are possible.`,
      });
    })
    .join(' ');
}

const names: Readonly<Record<TypedText, Text>> = {
  subject: { de: 'Der Betreff', en: 'The subject' },
  preheader: { de: 'Die Vorschauzeile', en: 'The preview line' },
  letter: { de: 'Der Text des Briefs', en: 'The text of the letter' },
  question: { de: 'Die Frage', en: 'The question' },
  excerpt: { de: 'Der Anriss', en: 'The excerpt' },
  alt: { de: 'Die Bildbeschreibung', en: 'The picture’s description' },
};
