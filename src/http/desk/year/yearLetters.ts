import { html } from 'hono/html';
import type { YearLetter, YearState } from '../../../core/desk/yearFigures.ts';
import { formatWeekSpan } from '../../../core/locale.ts';
import type { Saying } from '../../../core/saying.ts';
import { numberOfWeek } from '../../../core/week.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { figuresList, figuresOf } from '../figuresList.ts';
import { dayOf } from '../inWords.ts';
import { letterPath } from '../layout.ts';

/** The letters of a year, the newest first, each with what became of it. */
export function yearLetters(letters: readonly YearLetter[], visit: DeskVisit): Html {
  const { say } = visit;
  return html`<h2>${say({ de: 'Die Briefe', en: 'The letters' })}</h2>
    ${
      letters.length === 0
        ? html`<p>
            ${say({ de: 'In diesem Jahr gab es noch keine.', en: 'There have been none this year.' })}
          </p>`
        : html`<p class="quietly narrow">
              ${say({
                de: 'Abschiede sind Abmeldungen in den sieben Tagen nach einem Brief.',
                en: 'Goodbyes are those who unsubscribed in the seven days after a letter.',
              })}
            </p>
            <ol class="letters">
              ${letters.map((letter) => letterItem(letter, visit))}
            </ol>`
    }`;
}

function letterItem(letter: YearLetter, visit: DeskVisit): Html {
  const { week, state, issue, figures, goodbyes, fault } = letter;
  const { say, language, link } = visit;
  const subject = issue?.subject.trim() || say(nameless);
  const hasLeft = figures !== null || state === 'damaged';
  const place = link(hasLeft ? `${letterPath(week, 'letter')}/sent` : letterPath(week, 'letter'));
  return html`<li>
    <div class="when">
      <p>${say({ de: `Woche ${numberOfWeek(week)}`, en: `Week ${numberOfWeek(week)}` })}</p>
      <p class="quietly">${timeOf(letter, visit)}</p>
      <p class="state ${state}">${say(states[state])}</p>
    </div>
    <div class="what">
      <h3><a href="${place}">${subject}</a></h3>
      ${issue?.question ? html`<p class="question">${issue.question.text}</p>` : ''}
      ${issue ? postTitles(issue, visit) : ''}
      ${fault ? html`<p class="lines warning">${fault[language]}</p>` : ''}
    </div>
    ${
      figures === null
        ? ''
        : figures === 'uncounted'
          ? html`<p class="quietly">${say({ de: 'wird gezählt …', en: 'is being counted …' })}</p>`
          : figuresList([...figuresOf(figures), { name: goodbyeName, count: goodbyes }], visit)
    }
  </li>`;
}

/** Its day; of a letter that has not left, its week. */
function timeOf({ week, figures }: YearLetter, visit: DeskVisit): string {
  return figures === null || figures === 'uncounted'
    ? formatWeekSpan(week, visit.language)
    : dayOf(figures.sentAt, visit);
}

/** More titles than these are folded up. */
const mostTitles = 4;

function postTitles({ posts, olderPosts }: NonNullable<YearLetter['issue']>, { say }: DeskVisit): Html {
  const titles = [...posts, ...olderPosts].map(({ title }) => html`<li>${title}</li>`);
  if (titles.length === 0) return '';
  const list = html`<ul class="titles">
    ${titles}
  </ul>`;
  if (titles.length <= mostTitles) return list;
  return html`<details>
    <summary>${say({ de: `${titles.length} Beiträge`, en: `${titles.length} posts` })}</summary>
    ${list}
  </details>`;
}

/** The goodbyes of the seven days after a letter. */
const goodbyeName: Saying = { de: 'Abschiede', en: 'goodbyes' };

/** In place of a subject that is not there, or cannot be read. */
export const nameless: Saying = { de: 'Ohne Betreff', en: 'No subject' };

/** Where a letter stands, in a word or two. */
const states: Readonly<Record<YearState, Saying>> = {
  sent: { de: 'gesendet', en: 'sent' },
  sending: { de: 'wird gesendet', en: 'being sent' },
  interrupted: { de: 'unterbrochen', en: 'interrupted' },
  cancelled: { de: 'abgebrochen', en: 'cancelled' },
  held: { de: 'angehalten', en: 'held' },
  approved: { de: 'freigegeben', en: 'approved' },
  draft: { de: 'Entwurf', en: 'draft' },
  quiet: { de: 'stille Woche', en: 'quiet week' },
  over: { de: 'nie gesendet', en: 'never sent' },
  damaged: { de: 'nicht lesbar', en: 'not readable' },
};
