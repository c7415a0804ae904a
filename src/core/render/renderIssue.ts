import type { Config } from '../config.ts';
import type { Edition } from '../edition.ts';
import type { Issue } from '../issue.ts';
import { letterDuties, requireDuties } from './duties.ts';
import { mjmlToHtml } from './mjml.ts';
import { requireSize } from './size.ts';
import { splitSlots } from './slots.ts';
import { compileTemplate, type TemplateFiles } from './templates.ts';
import { textTwin } from './textTwin.ts';
import { issueView, type Frame, type IssueView } from './view.ts';
import { issueViewShape } from './viewShape.ts';

/** An issue ready for its readers: rendered once, open only at the slots. */
export type RenderedIssue = Edition;

/**
 * Renders an issue as HTML and as its plain-text twin, for weekly readers in the newsletter's language where no other
 * frame is given; throws `template.*`, `issue.invalid`, `letter.tooLarge`.
 */
export async function renderIssue(
  issue: Issue,
  config: Config,
  templates: TemplateFiles,
  frame?: Frame,
): Promise<RenderedIssue> {
  const view = issueView(issue, config, frame);
  const mjml = compileTemplate<IssueView>(templates, 'issue.mjml', issueViewShape)(view);
  const html = splitSlots(await mjmlToHtml(mjml, 'issue.mjml'));
  const text = splitSlots(textTwin(view, templates));
  requireDuties('issue', { html, text }, letterDuties, view.imprintLines);
  requireSize(html, view);
  return { html, text };
}
