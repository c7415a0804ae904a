import { html } from 'hono/html';
import { isAsSeen, type SeenEdit } from '../../../core/desk/decideEdits.ts';
import { tidyLine } from '../../../core/desk/issueEdits.ts';
import { markOfPart } from '../../../core/desk/issueParts.ts';
import type { Issue } from '../../../core/issue.ts';
import { editDraft, type EditOutcome } from '../../../flow/desk/editDraft.ts';
import { openDraft, type DeskDraft } from '../../../flow/desk/openDraft.ts';
import { readDeskForm } from '../deskForm.ts';
import { doneBox, faultBox } from '../deskParts.ts';
import type { DeskAnswer, DeskPage, DeskRoutes, DeskVisit, Html } from '../deskVisit.ts';
import { refusalBox, statusOf } from '../editAnswers.ts';
import { letterPath } from '../layout.ts';
import { noDraft } from '../letter/noDraft.ts';
import {
  seenField,
  takes,
  textsOf,
  wordsParts,
  type WordsPart,
  type WordsState,
  type WordsTexts,
} from './wordsFields.ts';
import { wordsForm, wordsTitle } from './wordsForm.ts';
import { wordsLeft } from './wordsLeft.ts';
import { conflictBox, emptySubjectBox } from './wordsNotices.ts';
import { shownWords } from './wordsShown.ts';

/** Subject, preheader and the author's words. */
export function wordsPages(): DeskRoutes {
  return {
    '/letter/:week/words': {
      async GET(visit) {
        const draft = await openDraft(visit.desk, visit.week);
        return draft ? await showDraft(draft, visit) : wordsPage(visit, noDraft(visit));
      },
      POST: (visit) => save(visit),
    },
    '/letter/:week/words/shown': {
      GET: (visit) => shownWords(visit),
      POST: (visit) => shownWords(visit),
      isFramed: true,
    },
  };
}

async function showDraft(draft: DeskDraft, visit: DeskVisit): Promise<DeskPage> {
  const { issue, fault, isFrozen, week } = draft;
  if (issue === null)
    return wordsPage(
      visit,
      html`<h1 class="hidden">${wordsTitle(visit)}</h1>
        <div id="fault" data-live="draft">${fault ? faultBox(fault, visit) : ''}</div>`,
    );
  if (isFrozen)
    return wordsPage(visit, wordsLeft(issue, (await visit.desk.shelf.frozen(week)) !== undefined, visit));
  const wasSaved = visit.query.has('saved');
  const notice = wasSaved ? doneBox(visit.say({ de: 'Gespeichert.', en: 'Saved.' })) : '';
  const seen = textsOf((part) => markOfPart(issue, part));
  return wordsPage(
    visit,
    wordsForm({ shown: issue, seen, unsaved: [], issue, draft, notice, conflicts: [] }, visit),
  );
}

async function save(visit: DeskVisit): Promise<DeskAnswer> {
  const { desk, week, link } = visit;
  const field = await readDeskForm(visit.request, [
    ...wordsParts,
    ...wordsParts.map(seenField),
    ...Object.values(takes),
    'theirs',
  ]);
  const typed: WordsTexts = {
    subject: field(takes.subject) || field('subject'),
    preheader: field(takes.preheader) || field('preheader'),
    letter: field('letter'),
  };
  const isEmpty = tidyLine(typed.subject) === '';
  const edits = wordsParts
    .filter((part) => part !== field('theirs'))
    .map((part): SeenEdit => ({ edit: { part, to: typed[part] }, seen: field(seenField(part)) }));
  const outcome: EditOutcome | null = isEmpty ? null : await editDraft(desk, week, edits);
  if (outcome?.is === 'saved' || outcome?.is === 'unchanged')
    return { seeOther: `${link(letterPath(week, 'words'))}?saved` };
  const draft = await openDraft(desk, week);
  const status = outcome ? statusOf(outcome) : 422;
  const conflicts =
    outcome?.is === 'conflict' ? wordsParts.filter((part) => outcome.parts.includes(part)) : [];
  const onDisk = draft?.issue ?? null;
  const issue: Issue = onDisk ?? typedAlone(visit, typed);
  // What was typed is shown in any case: it stands nowhere else. What was not touched follows the file.
  const isTyped = (part: WordsPart): boolean =>
    onDisk === null ||
    (part !== field('theirs') && !isAsSeen(onDisk, { part, to: typed[part] }, field(seenField(part))));
  const hasSeenDisk = (part: WordsPart): boolean => !isTyped(part) || conflicts.includes(part);
  const state: WordsState = {
    shown: textsOf((part) => (isTyped(part) ? typed[part] : issue[part])),
    seen: textsOf((part) => (hasSeenDisk(part) ? markOfPart(issue, part) : field(seenField(part)))),
    unsaved: wordsParts.filter(isTyped),
    issue,
    draft: draft ?? {
      week,
      name: desk.issues.nameOf(week),
      text: '',
      isFrozen: false,
      issue: null,
      fault: null,
    },
    notice: outcome ? (refusalBox(outcome, visit) ?? conflictBox(visit)) : emptySubjectBox(visit),
    conflicts,
  };
  return { ...wordsPage(visit, wordsForm(state, visit)), status };
}

/** An issue that has nothing but what was typed, where issue.md cannot be read. */
function typedAlone({ week }: DeskVisit, typed: WordsTexts): Issue {
  return { ...typed, week, question: null, posts: [], olderPosts: [], since: '', offered: [] };
}

function wordsPage(visit: DeskVisit, main: Html): DeskPage {
  return { title: wordsTitle(visit), tab: 'words', main, scripts: ['words.js'] };
}
