import { html } from 'hono/html';
import type { ReasonCount } from '../../../core/clock/authorNews.ts';
import type { SentFigures } from '../../../core/desk/sentFigures.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { numberIn } from '../inWords.ts';

/** The reasons that servers gave for not taking a letter, or not yet. */
export function serverReasons(
  { refusals, deferrals, totals }: Pick<SentFigures, 'refusals' | 'deferrals' | 'totals'>,
  visit: DeskVisit,
): Html {
  const { say } = visit;
  const { rejected, expired, deferred } = totals;
  return html`${reasons(
    say({ de: 'Warum abgewiesen wurde', en: 'Why it was rejected' }),
    refusals,
    rejected + expired,
    visit,
  )}
  ${reasons(say({ de: 'Warum noch gewartet wird', en: 'Why some still wait' }), deferrals, deferred, visit)}`;
}

/** Each with how many it concerns; the rest of `all` is summed up. */
function reasons(heading: string, list: readonly ReasonCount[], all: number, visit: DeskVisit): Html {
  if (list.length === 0) return '';
  const { say, language } = visit;
  const rest = all - list.reduce((sum, { count }) => sum + count, 0);
  return html`<h2>${heading}</h2>
    <ul class="reasons">
      ${list.map(
        ({ reason, count }) =>
          html`<li><span class="count">${numberIn(language, count)}</span> <code>${reason}</code></li>`,
      )}
      ${
        rest > 0
          ? html`<li>
              <span class="count">${numberIn(language, rest)}</span>
              ${say({ de: 'aus anderen Gründen', en: 'for other reasons' })}
            </li>`
          : ''
      }
    </ul>`;
}
