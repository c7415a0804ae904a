import { html } from 'hono/html';
import { isQuestionSubject } from '../../../core/clock/anotherQuestion.ts';
import { markOfPart } from '../../../core/desk/issueParts.ts';
import type { Issue } from '../../../core/issue.ts';
import { actionForm } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { letterPath } from '../layout.ts';

/** The question that a letter asks, why it is this one, and what can be done with it. */
export function presentQuestion(issue: Issue, isFixed: boolean, visit: DeskVisit): Html {
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
