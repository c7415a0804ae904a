import { html } from 'hono/html';
import { markOfPart } from '../../core/desk/issueParts.ts';
import { tidyLine } from '../../core/desk/issueEdits.ts';
import type { KnownQuestion } from '../../core/desk/questionsToChoose.ts';
import { search } from '../../core/desk/search.ts';
import { isQuestionSubject } from '../../core/clock/anotherQuestion.ts';
import type { RankedQuestion } from '../../core/composing/prompt.ts';
import type { Issue } from '../../core/issue.ts';
import { askAnother } from '../../flow/anotherQuestion.ts';
import { openDraft, type DeskDraft } from '../../flow/desk/openDraft.ts';
import { chooseQuestion, lookUpQuestions } from '../../flow/desk/questionShelf.ts';
import { readDeskForm } from './deskForm.ts';
import { actionForm, doneBox, faultBox } from './deskParts.ts';
import type { DeskAnswer, DeskPage, DeskRoutes, DeskVisit, Html } from './deskVisit.ts';
import { frozenBox, refusalBox, statusOf } from './editAnswers.ts';
import { letterPath } from './layout.ts';
import { foundWords, pageLinks, searchForm } from './listSearch.ts';
import { noDraft } from './noDraft.ts';

/** The question of the letter: why this one, and what could be asked instead. */
export function questionPages(): DeskRoutes {
  return {
    '/letter/:week/question': {
      GET: (visit) => show(visit),
      POST: (visit) => choose(visit),
    },
  };
}

/** What a refused choice leaves for the page to say. */
interface Refused {
  readonly notice: Html;
  readonly status: number;
  /** What the author wrote herself. */
  readonly own: string;
}

async function show(visit: DeskVisit, refused?: Refused): Promise<DeskPage> {
  const { desk, week, say } = visit;
  const draft = await openDraft(desk, week);
  const page = {
    title: say({ de: 'Frage', en: 'Question' }),
    tab: 'question',
    scripts: ['unsaved.js'],
  } as const;
  if (!draft) return { ...page, main: noDraft(visit) };
  if (!draft.issue)
    return {
      ...page,
      main: html`<div id="fault" data-live="draft">
        ${draft.fault ? faultBox(draft.fault, visit.language) : ''}
      </div>`,
    };
  const main = await questionMain(draft, draft.issue, visit, refused);
  return refused ? { ...page, main, status: refused.status } : { ...page, main };
}

async function choose(visit: DeskVisit): Promise<DeskAnswer> {
  const { desk, week, link, say } = visit;
  const field = await readDeskForm(visit.request, ['does', 'text', 'seen', 'shown']);
  const place = link(letterPath(week, 'question'));
  const refuse = (notice: Html, status: number): Promise<DeskPage> =>
    show(visit, { notice, status, own: field('does') === 'own' ? field('text') : '' });
  if (field('does') === 'another') {
    const another = await askAnother({ ...desk, week }, 'command', (question) => question === field('shown'));
    if (another.is === 'found') return { seeOther: `${place}?done=changed` };
    return refuse(another.is === 'changed' ? conflictBox(visit) : noneLeftBox(visit), 409);
  }
  const draft = await openDraft(desk, week);
  if (!draft?.issue) return show(visit);
  const text = field('does') === 'remove' ? null : tidyLine(field('text'));
  if (text === '')
    return refuse(
      html`<p class="box fault" role="alert">
        ${say({ de: 'Hier steht noch keine Frage.', en: 'There is no question here yet.' })}
      </p>`,
      422,
    );
  const outcome = await chooseQuestion(desk, week, { text, issue: draft.issue, seen: field('seen') });
  if (outcome.is === 'saved' || outcome.is === 'unchanged')
    return { seeOther: `${place}?done=${text === null ? 'removed' : 'changed'}` };
  return refuse(refusalBox(outcome, visit) ?? conflictBox(visit), statusOf(outcome));
}

async function questionMain(
  draft: DeskDraft,
  issue: Issue,
  visit: DeskVisit,
  refused?: Refused,
): Promise<Html> {
  const { desk, week, say, query, link } = visit;
  const place = link(letterPath(week, 'question'));
  const { best, all } = await lookUpQuestions(desk, week, issue);
  const found = search(
    all,
    ({ text, tags }) => `${text} ${tags.join(' ')}`,
    query.get('q') ?? '',
    Number(query.get('page') ?? 1),
  );
  const isFixed = draft.isFrozen;
  const fields = { seen: markOfPart(issue, 'question') };
  const names = { one: { de: 'Frage', en: 'question' }, many: { de: 'Fragen', en: 'questions' } };
  return html`<h1>${say({ de: 'Die Frage der Woche', en: 'The question of the week' })}</h1>
    <div id="notice">${refused?.notice ?? (isFixed ? frozenBox(visit) : doneNotice(visit))}</div>
    <div class="beside">
      <div>
        <div id="present" data-live="draft" class="part">${present(issue, isFixed, visit)}</div>
        ${
          isFixed
            ? ''
            : html`<section class="part" aria-labelledby="best">
                  <h2 id="best">${say({ de: 'Diese passen auch', en: 'These fit as well' })}</h2>
                  <div id="best-list" data-live="draft prompts">
                    <ul class="choices">
                      ${best.slice(0, 5).map((one) => bestItem(one, place, fields, visit))}
                    </ul>
                  </div>
                </section>
                <section class="part own" aria-labelledby="own-title">
                  <h2 id="own-title">${say({ de: 'Eine eigene stellen', en: 'Ask one of your own' })}</h2>
                  <form method="post" action="${place}">
                    <input type="hidden" name="does" value="own" />
                    <input type="hidden" name="seen" value="${fields.seen}" />
                    <label for="own"
                      >${say({ de: 'Deine Frage', sie: 'Ihre Frage', en: 'Your question' })}</label
                    >
                    <textarea
                      id="own"
                      name="text"
                      rows="2"
                      lang="${desk.config.locale}"
                      required
                      ${refused?.own ? 'data-only-here' : ''}
                    >
${refused?.own ?? ''}</textarea>
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
                </section>`
        }
      </div>
      ${
        isFixed
          ? ''
          : html`<div>
              <section class="part" aria-labelledby="found">
                <h2 id="found">${say({ de: 'Alle Fragen', en: 'All questions' })}</h2>
                ${searchForm(place, { de: 'Wort oder Thema', en: 'Word or theme' }, visit)}
                <p class="quietly" role="status">${foundWords(found, names, visit)}</p>
                <div id="found-list" data-live="prompts draft">
                  <ul class="choices">
                    ${found.shown.map((one) => knownItem(one, issue, place, fields, visit))}
                  </ul>
                </div>
                ${pageLinks(place, found, visit)}
              </section>
            </div>`
      }
    </div>`;
}

function present(issue: Issue, isFixed: boolean, visit: DeskVisit): Html {
  const { say, week, link, desk } = visit;
  const { question } = issue;
  const place = link(letterPath(week, 'question'));
  if (!question)
    return html`<div class="present">
      <p>
        ${
          isFixed
            ? say({ de: 'Dieser Brief stellt keine Frage.', en: 'This letter asks no question.' })
            : say({
                de: 'Dieser Brief stellt keine Frage. Unten lässt sich eine wählen.',
                en: 'This letter asks no question. One can be picked below.',
              })
        }
      </p>
    </div>`;
  const seen = markOfPart(issue, 'question');
  return html`<div class="present">
    <p class="question" lang="${desk.config.locale}">${question.text}</p>
    <p class="quietly" lang="${desk.config.locale}">${question.reason}</p>
    ${
      isQuestionSubject(issue)
        ? html`<p class="quietly">
            ${say({
              de: 'Sie ist auch der Betreff; eine andere wird es dann ebenso.',
              en: 'It is the subject too; another one will become it as well.',
            })}
          </p>`
        : ''
    }
    ${
      isFixed
        ? ''
        : html`<div class="buttons">
            ${actionForm(place, say({ de: 'Eine andere vorschlagen', en: 'Propose another one' }), {
              fields: { does: 'another', shown: question.text },
            })}
            ${actionForm(place, say({ de: 'Ohne Frage', en: 'No question' }), {
              fields: { does: 'remove', seen },
              kind: 'quiet',
            })}
          </div>`
    }
  </div>`;
}

type Fields = Readonly<Record<'seen', string>>;

function bestItem({ text, reason }: RankedQuestion, place: string, fields: Fields, visit: DeskVisit): Html {
  const { locale } = visit.desk.config;
  return html`<li>
    <div>
      <p class="title" lang="${locale}">${text}</p>
      <p class="quietly" lang="${locale}">${reason}</p>
    </div>
    ${askForm(text, place, fields, visit)}
  </li>`;
}

function knownItem(
  { text, tags, season, asked }: KnownQuestion,
  issue: Issue,
  place: string,
  fields: Fields,
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
        : askForm(text, place, fields, visit)
    }
  </li>`;
}

function askForm(text: string, place: string, fields: Fields, { say }: DeskVisit): Html {
  return html`<form method="post" action="${place}" class="buttons">
    <input type="hidden" name="does" value="pick" />
    <input type="hidden" name="seen" value="${fields.seen}" />
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

function doneNotice({ query, say }: DeskVisit): Html {
  const done = query.get('done');
  if (done === 'changed')
    return doneBox(
      say({ de: 'Diese Frage steht jetzt im Brief.', en: 'This question is in the letter now.' }),
    );
  return done === 'removed'
    ? doneBox(say({ de: 'Der Brief stellt jetzt keine Frage.', en: 'The letter asks no question now.' }))
    : '';
}

function conflictBox({ say }: DeskVisit): Html {
  return html`<p class="box warning" role="alert">
    ${say({
      de: 'Die Frage wurde inzwischen an einer anderen Stelle geändert; hier steht sie, wie sie jetzt im Entwurf ist. Soll es doch die andere sein, wähle sie noch einmal.',
      sie: 'Die Frage wurde inzwischen an einer anderen Stelle geändert; hier steht sie, wie sie jetzt im Entwurf ist. Soll es doch die andere sein, wählen Sie sie noch einmal.',
      en: 'The question was changed somewhere else meanwhile; here it is as the draft has it now. If you want the other one after all, pick it once more.',
    })}
  </p>`;
}

function noneLeftBox({ say }: DeskVisit): Html {
  return html`<p class="box warning" role="alert">
    ${say({
      de: 'Es ist keine weitere Frage übrig, die jetzt passt. Unten stehen alle.',
      en: 'There is no other question left that fits now. All of them are below.',
    })}
  </p>`;
}
