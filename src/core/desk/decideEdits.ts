import type { Issue } from '../issue.ts';
import { readIssue } from '../issueFile.ts';
import type { WeekId } from '../week.ts';
import { changesAlt, editIssue, tidyLetter, tidyLine, tidyQuestion, type IssueEdit } from './issueEdits.ts';
import { markOfPart, type IssuePart } from './issueParts.ts';
import { hasPost, placeAfter } from './postEdits.ts';
import { tooLongIn, type TooLong } from './textLimits.ts';

/** An edit, and how its part stood when the author saw it; null where the edit overwrites nothing. */
export interface SeenEdit {
  readonly edit: IssueEdit;
  readonly seen: string | null;
}

/** What edits come to on a draft as it is now. */
export type EditDecision =
  | { readonly is: 'unchanged'; readonly issue: Issue }
  | { readonly is: 'edited'; readonly issue: Issue; readonly text: string }
  /** No letter has room for these; nothing is to be written. */
  | { readonly is: 'tooLong'; readonly texts: readonly TooLong[] }
  /** These parts were changed elsewhere meanwhile; nothing is to be written. */
  | { readonly is: 'conflict'; readonly issue: Issue; readonly parts: readonly IssuePart[] };

/**
 * Decides what becomes of a draft: all edits together, or none where one of them would overwrite what its author has not
 * seen. What she left as it was shown is no edit. Throws `issue.invalid`, `issue.byHand`.
 */
export function decideEdits(
  text: string,
  fileName: string,
  week: WeekId,
  edits: readonly SeenEdit[],
): EditDecision {
  const issue = readIssue(text, fileName, week);
  const meant = edits.filter(({ edit, seen }) => changes(issue, edit) && !isAsSeen(issue, edit, seen));
  if (meant.length === 0) return { is: 'unchanged', issue };
  const texts = meant.flatMap(({ edit }) => tooLongIn(edit));
  if (texts.length > 0) return { is: 'tooLong', texts };
  const parts = meant
    .filter(({ edit, seen }) => seen !== null && markOfPart(issue, edit.part) !== seen)
    .map(({ edit }) => edit.part);
  if (parts.length > 0) return { is: 'conflict', issue, parts };
  const after = meant.reduce(
    (draft, { edit }) => editIssue(draft, fileName, readIssue(draft, fileName, week), edit),
    text,
  );
  return { is: 'edited', text: after, issue: readIssue(after, fileName, week) };
}

/** Whether an edit would change the part at all. */
function changes(issue: Issue, edit: IssueEdit): boolean {
  if (edit.part === 'letter') return tidyLetter(edit.to) !== tidyLetter(issue.letter);
  if (edit.part === 'question') {
    const question = tidyQuestion(edit.to);
    return JSON.stringify(question) !== JSON.stringify(issue.question);
  }
  if (edit.part === 'subject' || edit.part === 'preheader')
    return tidyLine(edit.to) !== tidyLine(issue[edit.part]);
  const posts = issue[edit.part];
  if (edit.does === 'takeIn') return !hasPost(issue, edit.post);
  const post = posts[edit.at];
  if (edit.does === 'move') return placeAfter(edit.by, edit.at, posts.length) !== edit.at;
  // What is not there any more was changed elsewhere; the mark tells so.
  return (
    edit.does === 'drop' ||
    post === undefined ||
    tidyLine(edit.to) !== tidyLine(post.excerpt) ||
    changesAlt(post, edit.alt)
  );
}

/** Whether a field still holds what it was shown with; then its author meant no change. */
export function isAsSeen(issue: Issue, edit: IssueEdit, seen: string | null): boolean {
  if (edit.part === 'subject' || edit.part === 'preheader' || edit.part === 'letter') {
    const { part, to } = edit;
    const forms = part === 'letter' ? lettersLike(to) : [tidyLine(to), to];
    return forms.some((form) => markOfPart({ ...issue, [part]: form }, part) === seen);
  }
  return false;
}

/** A letter as it may have stood in issue.md before a form changed its line ends and lost blank lines at its end. */
function lettersLike(text: string): readonly string[] {
  const typed = text.replaceAll(/\r\n?/g, '\n');
  return [typed, tidyLetter(text), tidyLetter(text).trimEnd()];
}
