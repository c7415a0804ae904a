import { html } from 'hono/html';
import { tidyLine } from '../../../core/desk/issueEdits.ts';
import { tooLongIn } from '../../../core/desk/textLimits.ts';
import type { Issue } from '../../../core/issue.ts';
import { askAnother } from '../../../flow/anotherQuestion.ts';
import { openDraft, type DeskDraft } from '../../../flow/desk/openDraft.ts';
import { chooseQuestion, lookUpQuestions } from '../../../flow/desk/questionShelf.ts';
import { readDeskForm } from '../deskForm.ts';
import { faultBox } from '../deskParts.ts';
import type { DeskAnswer, DeskPage, DeskRoutes, DeskVisit, Html } from '../deskVisit.ts';
import { frozenBox, refusalBox, statusOf, tooLongBox } from '../editAnswers.ts';
import { letterPath } from '../layout.ts';
import { noDraft } from '../letter/noDraft.ts';
import { allQuestions, bestQuestions, ownQuestion } from './questionChoices.ts';
import { conflictBox, doneNotice, emptyBox, noneLeftBox } from './questionNotices.ts';
import { presentQuestion } from './questionPresent.ts';

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
      main: html`<div id="fault" data-live="draft">${draft.fault ? faultBox(draft.fault, visit) : ''}</div>`,
    };
  const main = await questionMain(draft, draft.issue, visit, refused);
  return refused ? { ...page, main, status: refused.status } : { ...page, main };
}

async function choose(visit: DeskVisit): Promise<DeskAnswer> {
  const { desk, week, link } = visit;
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
  if (text === '') return refuse(emptyBox(visit), 422);
  const tooLong = text === null ? [] : tooLongIn({ part: 'question', to: { text, reason: '' } });
  if (tooLong.length > 0) return refuse(tooLongBox(tooLong, visit), 422);
  const outcome = await chooseQuestion(desk, week, { text, issue: draft.issue, seen: field('seen') });
  if (outcome.is === 'saved' || outcome.is === 'unchanged')
    return { seeOther: `${place}?done=${text === null ? 'removed' : 'changed'}` };
  return refuse(refusalBox(outcome, visit) ?? conflictBox(visit), statusOf(outcome));
}

async function questionMain(
  { isFrozen }: DeskDraft,
  issue: Issue,
  visit: DeskVisit,
  refused?: Refused,
): Promise<Html> {
  const { desk, week, say } = visit;
  const { best, declined, all } = await lookUpQuestions(desk, week, issue);
  return html`<h1>${say({ de: 'Die Frage der Woche', en: 'The question of the week' })}</h1>
    <div id="notice">${refused?.notice ?? (isFrozen ? frozenBox(visit) : doneNotice(visit))}</div>
    <div class="beside">
      <div>
        <div id="present" data-live="draft" class="part">${presentQuestion(issue, isFrozen, visit)}</div>
        ${
          isFrozen
            ? ''
            : html`${bestQuestions({ best, declined }, issue, visit)}
              ${ownQuestion(issue, refused?.own ?? '', visit)}`
        }
      </div>
      ${isFrozen ? '' : allQuestions(all, issue, visit)}
    </div>`;
}
