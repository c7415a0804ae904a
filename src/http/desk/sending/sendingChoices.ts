import { html } from 'hono/html';
import type { SendingOffer } from '../../../core/desk/sendingOffers.ts';
import { authorWordsFor, namingOf, type AuthorWords } from '../../../core/render/authorWords.ts';
import type { LyingLetter } from '../../../flow/desk/sendingView.ts';
import { actionForm } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { momentOf } from '../inWords.ts';
import { letterPath } from '../layout.ts';

/** What can be done, with what it does. */
export function choices(offers: readonly SendingOffer[], view: LyingLetter | null, visit: DeskVisit): Html {
  if (offers.length === 0) return '';
  return html`<ul class="deeds">
    ${offers.map((offer, index) => {
      const { label, text } = offerWords(offer, view, visit);
      return html`<li>${offerButton(offer, label, index === 0, visit)}<span>${text}</span></li>`;
    })}
  </ul>`;
}

function offerButton(offer: SendingOffer, label: string, isFirst: boolean, { link, week }: DeskVisit): Html {
  const place = link(letterPath(week, 'send'));
  // What keeps a letter at home is never what the page urges to do.
  const kind = isFirst && offer !== 'hold' && offer !== 'pause' ? 'main' : 'quiet';
  if (offer === 'send') return html`<a id="do-send" class="button ${kind}" href="${place}/now">${label}</a>`;
  if (offer === 'cancel')
    return html`<a id="do-cancel" class="button quiet" href="${place}/cancel">${label}</a>`;
  return actionForm(`${place}/decide`, label, { fields: { decision: offer }, kind });
}

function offerWords(
  offer: SendingOffer,
  view: LyingLetter | null,
  visit: DeskVisit,
): { readonly label: string; readonly text: string } {
  const { say } = visit;
  const words = wordsOf(visit);
  switch (offer) {
    case 'approve':
      if (!view) throw new RangeError('a letter that leaves needs no approval');
      if (view.figures)
        return {
          label: say({ de: 'Vom Zeitplan weitersenden lassen', en: 'Let the clock go on' }),
          text: words.approve(
            { state: view.letter.state, onceApproved: view.onceApproved },
            namingFor(view, visit),
          ).text,
        };
      return approveWords(view, visit);
    case 'hold':
      return words.hold;
    case 'resume':
      return words.resume;
    case 'pause':
      return {
        label: say({ de: 'Unterbrechen', en: 'Pause' }),
        text: say({
          de: 'Was gerade unterwegs ist, wird noch fertig. Alle anderen warten, bis es weitergeht.',
          en: 'What is in flight is finished. All others wait until it goes on.',
        }),
      };
    case 'send':
      return view?.figures
        ? {
            label: say({ de: 'Weiter senden …', en: 'Go on sending …' }),
            text: say({
              de: 'Von hier aus, an alle, die jetzt an der Reihe sind.',
              en: 'From here, to everybody who is due now.',
            }),
          }
        : {
            label: say({ de: 'Jetzt senden …', en: 'Send now …' }),
            text: say({
              de: 'Gleich und von hier aus. Vorher steht noch einmal da, was an wie viele geht.',
              en: 'At once and from here. Before that you see once more what goes to how many.',
            }),
          };
    case 'cancel':
      return {
        label: say({ de: 'Absagen …', en: 'Cancel …' }),
        text:
          view?.figures === null
            ? say({ de: 'Diese Woche geht dann kein Brief hinaus.', en: 'Then no letter leaves this week.' })
            : say({
                de: 'Wer ihn noch nicht hat, bekommt ihn dann nie.',
                en: 'Whoever has not got it yet never will.',
              }),
      };
  }
}

function approveWords(
  view: LyingLetter,
  visit: DeskVisit,
): { readonly label: string; readonly text: string } {
  const { letter, onceApproved, isClockRunning } = view;
  const words = wordsOf(visit).approve({ state: letter.state, onceApproved }, namingFor(view, visit));
  if (isClockRunning || letter.state.is === 'quiet') return words;
  if (onceApproved.leavesNow) return { label: words.label, text: visit.say(onceClockRuns.approved) };
  const at = momentOf(onceApproved.leavesAt, visit);
  return {
    label: words.label,
    text: visit.say({
      de: `Läuft dann ein Zeitplan, geht er am ${at} hinaus.`,
      en: `If a clock runs then, it leaves on ${at}.`,
    }),
  };
}

/** What is said of hours while nobody keeps them. */
export const onceClockRuns = {
  planned: {
    de: 'Er wartet auf deine Freigabe.',
    sie: 'Er wartet auf Ihre Freigabe.',
    en: 'It waits for your approval.',
  },
  approved: {
    de: 'Er geht hinaus, sobald der Zeitplan läuft.',
    en: 'It leaves as soon as the clock runs.',
  },
} as const;

/** The words about a letter, in the author's language. */
export function wordsOf({ language, desk }: DeskVisit): AuthorWords {
  return authorWordsFor(language, desk.config);
}

/** How they name it. */
export function namingFor(
  { letter }: LyingLetter,
  { week, language, desk }: DeskVisit,
): ReturnType<typeof namingOf> {
  const { state, plan } = letter;
  const plannedFor = state.is === 'planned' ? state.leavesAt : plan.sendAt;
  return namingOf({ week, plannedFor }, language, desk.config);
}
