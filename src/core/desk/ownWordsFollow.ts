import { preheadersFor, subjectsFor } from '../composing/subjects.ts';
import { draftLetter } from '../composing/wording.ts';
import type { Config } from '../config.ts';
import type { Issue } from '../issue.ts';
import { readIssue } from '../issueFile.ts';
import { letterParts, onOneLine, ownSentences } from '../checking/ownSentences.ts';
import { editIssue, tidyLine, type IssueEdit } from './issueEdits.ts';

/** What the draft's own words were made from, besides the issue itself. */
export interface DraftSources {
  readonly config: Config;
  /** The letters of other weeks. */
  readonly past: readonly Issue[];
}

/**
 * issue.md after an edit with words that fit it: subject, preview line and letter that still are the draft's own become those
 * of the issue as it is now. What the author wrote stays. Throws `issue.invalid`, `issue.byHand`.
 */
export function withFollowingWords(
  text: string,
  fileName: string,
  { before, after }: { readonly before: Issue; readonly after: Issue },
  sources: DraftSources,
): string {
  return followingEdits(before, after, sources).reduce(
    (draft, edit) => editIssue(draft, fileName, readIssue(draft, fileName, before.week), edit),
    text,
  );
}

/** Whether an edit changed what the draft's own words speak of. */
export function changesContent(before: Issue, after: Issue): boolean {
  return contentOf(before) !== contentOf(after);
}

/** The edits that make the draft's own words fit an issue again. */
function followingEdits(before: Issue, after: Issue, sources: DraftSources): readonly IssueEdit[] {
  const subject = followingSubject(before, after, sources);
  const preheader = followingPreheader(before, { ...after, subject }, sources);
  const letter = followingLetter(before, after, sources);
  return [
    ...(subject === after.subject ? [] : [{ part: 'subject', to: subject } as const]),
    ...(preheader === after.preheader ? [] : [{ part: 'preheader', to: preheader } as const]),
    ...(letter === after.letter ? [] : [{ part: 'letter', to: letter } as const]),
  ];
}

function contentOf({ question, posts, olderPosts }: Issue): string {
  return JSON.stringify([question?.text ?? null, posts, olderPosts]);
}

function followingSubject(before: Issue, after: Issue, sources: DraftSources): string {
  if (after.subject !== before.subject) return after.subject;
  return followed(before.subject, [subjectsOf(before, sources)], subjectsOf(after, sources));
}

function followingPreheader(before: Issue, after: Issue, sources: DraftSources): string {
  if (after.preheader !== before.preheader) return after.preheader;
  // It was made for the subject that the draft had then.
  const subjects = [before.subject, ...subjectsOf(before, sources)];
  return followed(
    before.preheader,
    subjects.map((subject) => preheadersOf({ ...before, subject }, sources)),
    preheadersOf(after, sources),
  );
}

/** A line of the author's own stays; the first of the draft's becomes the first one now, another one only where it fits no more. */
function followed(
  line: string,
  proposed: readonly (readonly string[])[],
  fitting: readonly string[],
): string {
  const isLine = (other: string): boolean => onOneLine(other) === onOneLine(line);
  if (!proposed.some((lines) => lines.some(isLine))) return line;
  const isFirst = proposed.some(([first]) => first !== undefined && isLine(first));
  if (!isFirst && fitting.some(isLine)) return line;
  const [first] = fitting;
  return first === undefined || isLine(first) ? line : tidyLine(first);
}

function subjectsOf(
  { question, posts, olderPosts }: Issue,
  { config, past }: DraftSources,
): readonly string[] {
  return subjectsFor(question, posts, olderPosts, past, config);
}

function preheadersOf(
  { subject, question, posts, olderPosts }: Issue,
  { config, past }: DraftSources,
): readonly string[] {
  return preheadersFor(subject, question, posts, olderPosts, past, config.locale);
}

function followingLetter(before: Issue, after: Issue, sources: DraftSources): string {
  if (after.letter !== before.letter) return after.letter;
  const { paragraphs, farewell } = letterParts(before.letter);
  const said = ownSentences(before.week, sources.config);
  const kindsOf = (texts: readonly string[]): string =>
    texts.map((text) => said(text)?.is ?? 'own').join(' ');
  const drafted = letterParts(letterFor(before, sources)).paragraphs;
  const isDraft = paragraphs.join('\n') === drafted.join('\n');
  // Posts that composing added later change the count, not the sentences.
  const kinds = kindsOf(paragraphs);
  if (!isDraft && (kinds.includes('own') || kinds !== kindsOf(drafted))) return after.letter;
  const words = letterFor(after, sources).trimEnd().split('\n\n').slice(0, -1);
  return `${[...words, ...(farewell === null ? [] : [farewell])].join('\n\n')}\n`;
}

function letterFor({ posts, question, week, olderPosts }: Issue, { config, past }: DraftSources): string {
  return draftLetter(posts, question, config, { week, olderPosts, past });
}
