import { html } from 'hono/html';
import type { Issue } from '../../../core/issue.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { frozenBox } from '../editAnswers.ts';
import { letterPath } from '../layout.ts';
import { inboxRows } from '../letter/inboxRows.ts';
import { labelOf, wordsParts } from './wordsFields.ts';
import { wordsTitle } from './wordsForm.ts';

/** The words of a letter that has begun to leave, to be read and copied, beside the letter as it left. */
export function wordsLeft(issue: Issue, isKept: boolean, visit: DeskVisit): Html {
  const { say, link, week, desk } = visit;
  const sender = desk.config.from.name;
  return html`<h1 class="hidden">${wordsTitle(visit)}</h1>
    <div id="notice">${frozenBox(visit)}</div>
    ${/* The form of a window in which somebody was typing looks for these two. */ ''}
    <div id="letter-fault" data-live="draft"></div>
    <div><span id="on-disk" data-live="draft sending" data-marks="" data-left></span></div>
    <div class="words">
      <dl class="words-left">
        ${wordsParts.map(
          (part) =>
            html`<div>
              <dt>${labelOf(part, visit)}</dt>
              <dd class="lines" lang="${desk.config.locale}">${issue[part] || '–'}</dd>
            </div>`,
        )}
      </dl>
      ${
        isKept
          ? html`<div class="shown">
              <iframe
                title="${say({ de: 'Der Brief, wie er hinausging', en: 'The letter as it was sent' })}"
                src="${link(letterPath(week, 'letter'))}/sent/frame"
                sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
              ></iframe>
            </div>`
          : ''
      }
      <section class="inbox-part" aria-labelledby="inbox-title">
        <h2 id="inbox-title">${say({ de: 'So steht er im Postfach', en: 'How it stands in an inbox' })}</h2>
        ${inboxRows({ sender, subject: issue.subject, preheader: issue.preheader }, visit)}
      </section>
    </div>`;
}
