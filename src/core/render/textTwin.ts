import { convert } from 'html-to-text';
import type { LookName } from '../look.ts';
import { withOrdinarySpaces, withoutHyphenationHints } from '../language/typography.ts';
import { slotMarks } from './slots.ts';
import { compileTemplate } from './compileTemplate.ts';
import type { TemplateFiles } from './templates.ts';
import type { IssueView } from './view.ts';
import { issueViewShape } from './viewShape.ts';

/** RFC 3676: lines of a plain-text mail should not be longer. */
const maxColumns = 76;

/** What templates of the plain text see: the view, and the author's words as text. */
interface TextView extends IssueView {
  readonly letterText: string;
}

/** The fields of what they see. */
export const textViewShape = { fields: { ...issueViewShape.fields, letterText: 'text' } } as const;

/** The plain-text twin of a letter, from the same view as its HTML. */
export function textTwin(view: IssueView, templates: TemplateFiles, look?: LookName): string {
  const fill = compileTemplate<TextView>(templates, 'issue.txt.hbs', textViewShape, { look });
  const filled = fill({ ...view, letterText: wordsAsText(view.letterHtml) });
  return withOrdinarySpaces(asMailText(withoutHyphenationHints(filled)));
}

/** A filled template as the plain text of a mail: no line too long, no gap too wide. */
export function asMailText(filled: string): string {
  return `${wrapLines(filled)
    .replaceAll(/\n{4,}/g, '\n\n\n')
    .trim()}\n`;
}

function wordsAsText(letterHtml: string): string {
  return convert(letterHtml, {
    wordwrap: maxColumns,
    formatters: {
      alternativeText: (image, _, builder) => {
        const alt: unknown = image.attribs?.['alt'];
        if (typeof alt === 'string' && alt !== '') builder.addInline(`[${alt}]`);
      },
    },
    selectors: [
      { selector: 'a', options: { linkBrackets: ['(', ')'], hideLinkHrefIfSameAsText: true } },
      { selector: 'img', format: 'alternativeText' },
      { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
      { selector: 'hr', options: { length: 20 } },
      ...['h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
}

function wrapLines(text: string): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line.trimEnd()))
    .join('\n');
}

/** Breaks a line between words; what has no space, such as an address, stays whole. */
export function wrapLine(line: string): string {
  if (widthOf(line) <= maxColumns) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.trim().split(' ')) {
    const longer = current === '' ? indent + word : `${current} ${word}`;
    if (current !== '' && widthOf(longer) > maxColumns) {
      lines.push(current);
      current = indent + word;
    } else {
      current = longer;
    }
  }
  return [...lines, current].join('\n');
}

/** A date will stand where its mark is, and the longest is about this long. */
const widestDate = '30. September 2026';

function widthOf(line: string): number {
  return line.replaceAll(slotMarks.confirmedOn, widestDate).length;
}
