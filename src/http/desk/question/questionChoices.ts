import { html } from 'hono/html';
import { markOfPart } from '../../../core/desk/issueParts.ts';
import type { KnownQuestion, QuestionsToChoose } from '../../../core/desk/questionsToChoose.ts';
import { search } from '../../../core/desk/search.ts';
import type { RankedQuestion } from '../../../core/composing/prompt.ts';
import type { Issue } from '../../../core/issue.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { letterPath } from '../layout.ts';
import { foundWords, pageLinks, searchForm } from '../listSearch.ts';

/** The questions that fit best just now, and below them those that the author has decided against. */
export function bestQuestions(
  { best, declined }: Pick<QuestionsToChoose, 'best' | 'declined'>,
  issue: Issue,
  visit: DeskVisit,
): Html {
  const { say, link, week } = visit;
  const place = link(letterPath(week, 'question'));
  const seen = markOfPart(issue, 'question');
  return html`<section class="part" aria-labelledby="best">
    <h2 id="best">${say({ de: 'Diese passen auch', en: 'These fit as well' })}</h2>
    <div id="best-list" data-live="draft prompts">
      <ul class="choices">
        ${best.slice(0, 5).map((one) => bestItem(one, place, seen, visit))}
      </ul>
      ${
        declined.length === 0
          ? ''
          : html`<ul class="choices declined">
              ${declined.map((text) => declinedItem(text, place, seen, visit))}
            </ul>`
      }
    </div>
  </section>`;
}

/** A question of the author's own; what was refused of it stays in the field. */
export function ownQuestion(issue: Issue, refused: string, visit: DeskVisit): Html {
  const { say, desk, link, week } = visit;
  return html`<section class="part own" aria-labelledby="own-title">
    <h2 id="own-title">${say({ de: 'Eine eigene stellen', en: 'Ask one of your own' })}</h2>
    <form method="post" action="${link(letterPath(week, 'question'))}">
      <input type="hidden" name="does" value="own" />
      <input type="hidden" name="seen" value="${markOfPart(issue, 'question')}" />
      <label for="own">${say({ de: 'Deine Frage', sie: 'Ihre Frage', en: 'Your question' })}</label>
      <textarea
        id="own"
        name="text"
        rows="2"
        lang="${desk.config.locale}"
        required
        ${refused ? 'data-only-here' : ''}
      >
${refused}</textarea>
      <p class="buttons">
        <button>${say({ de: 'Diese Frage stellen', en: 'Ask this question' })}</button>
        <span class="quietly"
          >${say({
            de: 'Sie steht dann in diesem Brief, nicht in prompts.yaml.',
            en: 'It stands in this letter then, not in prompts.yaml.',
          })}</span
        >
      </p>
    </form>
  </section>`;
}

/** All questions of prompts.yaml, to be searched. */
export function allQuestions(all: readonly KnownQuestion[], issue: Issue, visit: DeskVisit): Html {
  const { say, link, week, query } = visit;
  const place = link(letterPath(week, 'question'));
  const seen = markOfPart(issue, 'question');
  const found = search(
    all,
    ({ text, tags }) => `${text} ${tags.join(' ')}`,
    query.get('q') ?? '',
    Number(query.get('page') ?? 1),
  );
  const names = { one: { de: 'Frage', en: 'question' }, many: { de: 'Fragen', en: 'questions' } };
  return html`<div>
    <section class="part" aria-labelledby="found">
      <h2 id="found">${say({ de: 'Alle Fragen', en: 'All questions' })}</h2>
      ${searchForm(place, { de: 'Wort oder Thema', en: 'Word or theme' }, visit)}
      <p class="quietly" role="status">${foundWords(found, names, visit)}</p>
      <div id="found-list" data-live="prompts draft">
        <ul class="choices">
          ${found.shown.map((one) => knownItem(one, issue, place, seen, visit))}
        </ul>
      </div>
      ${pageLinks(place, found, visit)}
    </section>
  </div>`;
}

function bestItem({ text, reason }: RankedQuestion, place: string, seen: string, visit: DeskVisit): Html {
  const { locale } = visit.desk.config;
  return html`<li>
    <div>
      <p class="title" lang="${locale}">${text}</p>
      <p class="quietly" lang="${locale}">${reason}</p>
    </div>
    ${askForm(text, place, seen, visit)}
  </li>`;
}

function declinedItem(text: string, place: string, seen: string, visit: DeskVisit): Html {
  const { say, desk } = visit;
  return html`<li>
    <div>
      <p class="title" lang="${desk.config.locale}">${text}</p>
      <p class="quietly">${say({ de: 'für diese Woche abgewählt', en: 'decided against for this week' })}</p>
    </div>
    ${askForm(text, place, seen, visit)}
  </li>`;
}

function knownItem(
  { text, tags, season, asked }: KnownQuestion,
  issue: Issue,
  place: string,
  seen: string,
  visit: DeskVisit,
): Html {
  const { say, desk } = visit;
  const [last] = asked;
  const when =
    last === undefined
      ? say({ de: 'noch nicht gestellt', en: 'not asked yet' })
      : say({ de: `zuletzt in ${last}`, en: `last in ${last}` });
  return html`<li>
    <div>
      <p class="title" lang="${desk.config.locale}">${text}</p>
      <p class="quietly">${[when, ...(season === null ? [] : [season]), ...tags].join(' · ')}</p>
    </div>
    ${
      text === issue.question?.text
        ? html`<p class="quietly">${say({ de: 'steht im Brief', en: 'is in the letter' })}</p>`
        : askForm(text, place, seen, visit)
    }
  </li>`;
}

function askForm(text: string, place: string, seen: string, { say }: DeskVisit): Html {
  return html`<form method="post" action="${place}" class="buttons">
    <input type="hidden" name="does" value="pick" />
    <input type="hidden" name="seen" value="${seen}" />
    <button
      class="quiet"
      name="text"
      value="${text}"
      aria-label="${say({ de: `Stellen: ${text}`, en: `Ask: ${text}` })}"
    >
      ${say({ de: 'Stellen', en: 'Ask' })}
    </button>
  </form>`;
}
