import { html } from 'hono/html';
import { skipWords } from '../../../core/list/skipWords.ts';
import type { SecondLook } from '../../../flow/desk/secondLook.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { numberIn } from '../inWords.ts';
import { nextTryWords } from './sendingHead.ts';

/** Who gets the letter when it leaves now, and who does not, with the reason. */
export function whoGetsIt(look: SecondLook, visit: DeskVisit): Html {
  return look.is === 'whole' ? audienceDetails(look, visit) : restDetails(look, visit);
}

function audienceDetails(
  { monthly, skipped }: Extract<SecondLook, { is: 'whole' }>,
  { say, language }: DeskVisit,
): Html {
  const lines: readonly (readonly [number, string])[] = [
    ...(monthly > 0
      ? [
          [
            monthly,
            say({
              de: 'davon als Monatsbrief, mit den Beiträgen seit dem letzten',
              en: 'of them as the monthly letter, with the posts since the last one',
            }),
          ] as const,
        ]
      : []),
    ...skipped.map(
      ({ reason, count }) =>
        [count, `${say({ de: 'nicht dabei', en: 'left out' })}: ${skipWords[reason][language]}`] as const,
    ),
  ];
  return lines.length === 0
    ? ''
    : html`<ul class="reasons">
        ${lines.map(([count, words]) => html`<li><span class="count">${numberIn(language, count)}</span> ${words}</li>`)}
      </ul>`;
}

function restDetails({ readers, nextTryAt }: Extract<SecondLook, { is: 'rest' }>, visit: DeskVisit): Html {
  const { say } = visit;
  if (readers > 0)
    return html`<p class="quietly">
      ${say({
        de: 'So viele sind jetzt an der Reihe. Es geht derselbe Brief hinaus, den die anderen schon haben.',
        en: 'So many are due now. The very letter leaves that the others already have.',
      })}
    </p>`;
  return html`<p>
    ${say({ de: 'Gerade ist niemand an der Reihe.', en: 'Nobody is due right now.' })}
    ${nextTryWords(nextTryAt, visit)}
  </p>`;
}
