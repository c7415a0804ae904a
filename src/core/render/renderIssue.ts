import type { Config } from '../config.ts';
import type { Edition } from '../edition.ts';
import type { Issue } from '../issue.ts';
import { letterDuties, requireDuties } from './duties.ts';
import { renderMjml } from './renderMjml.ts';
import { requireSize } from './size.ts';
import { splitSlots } from './slots.ts';
import { templateOfLook, type TemplateFiles } from './templates.ts';
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
  const look = config.look.template;
  const html = splitSlots(
    await renderMjml<IssueView>(templates, 'issue.mjml', issueViewShape, view, { look }),
  );
  const text = splitSlots(textTwin(view, templates, look));
  const files = {
    html: templateOfLook(templates, 'issue.mjml', look),
    text: templateOfLook(templates, 'issue.txt.hbs', look),
  };
  requireDuties(files, { html, text }, letterDuties, view.imprintLines);
  requireSize(html, view);
  return { html, text };
}
