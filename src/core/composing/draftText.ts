import type { Config } from '../config.ts';
import { formatIssue } from '../issueFile.ts';
import type { Composition } from './composeIssue.ts';
import { draftNotes, type DraftFindings } from './draftNotes.ts';
import { draftComment } from './wording.ts';

/** A fresh issue.md as its author finds it: with what she should know at its head, and with further proposals. */
export function draftText(
  { issue, proposals }: Pick<Composition, 'issue' | 'proposals'>,
  findings: DraftFindings,
  { locale }: Pick<Config, 'locale'>,
): string {
  const notes = draftNotes(findings).map((note) => note[locale]);
  return formatIssue(issue, [draftComment(locale), ...notes].join('\n'), proposals);
}
