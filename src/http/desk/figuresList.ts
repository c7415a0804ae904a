import { html } from 'hono/html';
import type { SentFigures } from '../../core/desk/sentFigures.ts';
import type { Saying } from '../../core/saying.ts';
import type { DeskVisit, Html } from './deskVisit.ts';
import { numberIn } from './inWords.ts';

/** A number in a letter's figures; null where nobody can know it (any more). */
export interface Figure {
  readonly name: Saying;
  readonly count: number | null;
}

/** What became of a letter: always the same numbers in the same order, then those that are not zero. */
export function figuresOf({ totals, inFlight }: SentFigures): readonly Figure[] {
  const { audience, accepted, rejected, expired, uncertain, left, deferred, waiting } = totals;
  const open = deferred + waiting;
  return [
    { name: { de: 'Leserinnen und Leser', en: 'Readers' }, count: audience },
    { name: { de: 'angenommen', en: 'accepted' }, count: accepted },
    { name: { de: 'abgewiesen', en: 'rejected' }, count: rejected + expired },
    { name: { de: 'ungewiss', en: 'uncertain' }, count: uncertain + left },
    ...(inFlight > 0 ? [{ name: { de: 'gerade unterwegs', en: 'in flight' }, count: inFlight }] : []),
    ...(open > 0 ? [{ name: { de: 'noch offen', en: 'still open' }, count: open }] : []),
    ...(totals.withdrawn > 0
      ? [{ name: { de: 'vorher gegangen', en: 'left before' }, count: totals.withdrawn }]
      : []),
    ...(totals.cancelled > 0
      ? [{ name: { de: 'nicht mehr gesendet', en: 'not sent any more' }, count: totals.cancelled }]
      : []),
  ];
}

/** Numbers with their names below each other. */
export function figuresList(
  figures: readonly Figure[],
  { say, language }: Pick<DeskVisit, 'say' | 'language'>,
): Html {
  return html`<dl class="figures">
    ${figures.map(
      ({ name, count }) =>
        html`<div ${count === 0 ? 'class="none"' : ''}>
          <dt>${say(name)}</dt>
          <dd>${count === null ? unknown({ say }) : numberIn(language, count)}</dd>
        </div>`,
    )}
  </dl>`;
}

/** In place of a number that nobody can know (any more). */
export function unknown({ say }: Pick<DeskVisit, 'say'>): Html {
  return html`<span aria-hidden="true">–</span
    ><span class="hidden">${say({ de: 'nicht bekannt', en: 'not known' })}</span>`;
}
