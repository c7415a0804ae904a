import type { Config } from '../config.ts';
import type { Issue } from '../issue.ts';
import { requireDuties } from './duties.ts';
import { mjmlToHtml } from './mjml.ts';
import { requireSize } from './size.ts';
import { splitSlots, type SlottedText } from './slots.ts';
import { compileTemplate, type TemplateFiles } from './templates.ts';
import { textTwin } from './textTwin.ts';
import { issueView, type IssueView } from './view.ts';
import { issueViewShape } from './viewShape.ts';

/** An issue ready for its readers: rendered once, open only at the slots. */
export interface RenderedIssue {
  readonly html: SlottedText;
  readonly text: SlottedText;
}

/** Renders an issue as HTML and as its plain-text twin; throws `template.*`, `issue.invalid`, `letter.tooLarge`. */
export async function renderIssue(
  issue: Issue,
  config: Config,
  templates: TemplateFiles,
): Promise<RenderedIssue> {
  const view = issueView(issue, config);
  const mjml = compileTemplate<IssueView>(templates, 'issue.mjml', issueViewShape)(view);
  const html = splitSlots(await mjmlToHtml(mjml, 'issue.mjml'));
  const text = splitSlots(textTwin(view, templates));
  requireDuties(html, text, view);
  requireSize(html, view);
  return { html, text };
}
