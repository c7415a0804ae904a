import { html } from 'hono/html';
import type { Saying } from '../../../core/saying.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';

/** How words are marked in a letter, for whoever has never done so. */
export function markdownHelp({ say }: Pick<DeskVisit, 'say'>): Html {
  return html`<details class="help">
    <summary>${say({ de: 'So lässt sich Text gestalten', en: 'How to shape the text' })}</summary>
    <dl>
      ${marks.map(
        ({ typed, means }) =>
          html`<div>
            <dt><code>${say(typed)}</code></dt>
            <dd>${say(means)}</dd>
          </div>`,
      )}
    </dl>
  </details>`;
}

const marks: readonly { readonly typed: Saying; readonly means: Saying }[] = [
  {
    typed: { de: '(leere Zeile)', en: '(empty line)' },
    means: { de: 'ein neuer Absatz', en: 'a new paragraph' },
  },
  {
    typed: { de: '*leise*', en: '*softly*' },
    means: { de: 'kursiv', en: 'in italics' },
  },
  {
    typed: { de: '**wichtig**', en: '**important**' },
    means: { de: 'fett', en: 'in bold' },
  },
  {
    typed: { de: '[mein Beitrag](https://…)', en: '[my post](https://…)' },
    means: { de: 'ein Link', en: 'a link' },
  },
  {
    typed: { de: '![Was zu sehen ist](https://…)', en: '![What it shows](https://…)' },
    means: {
      de: 'ein Bild, mit Worten für alle, die es nicht sehen',
      en: 'a picture, with words for those who do not see it',
    },
  },
  { typed: { de: '- Brot', en: '- Bread' }, means: { de: 'ein Punkt einer Liste', en: 'an item of a list' } },
  { typed: { de: '> Ein Satz', en: '> A sentence' }, means: { de: 'ein Zitat', en: 'a quotation' } },
  {
    typed: { de: '## Übrigens', en: '## By the way' },
    means: { de: 'eine Zwischenüberschrift', en: 'a heading' },
  },
];
