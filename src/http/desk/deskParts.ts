import { html } from 'hono/html';
import type { Language, Text } from '../../core/errors.ts';
import type { Html } from './deskVisit.ts';

/** What is wrong, where, and what to do, as pages show it. */
export function faultBox(
  { text, hint }: { readonly text: Text; readonly hint?: Text | undefined },
  language: Language,
): Html {
  return html`<div class="box fault" role="alert">
    <p class="lines">${text[language]}</p>
    ${hint ? html`<p class="lines hint">${hint[language]}</p>` : ''}
  </div>`;
}

/** A short word about what a button has just done. */
export function doneBox(words: string): Html {
  return html`<p class="box done" role="status">${words}</p>`;
}

/** A button that stands alone, with the fields it needs. */
export function actionForm(
  action: string,
  label: string,
  {
    fields = {},
    kind = 'main',
  }: { readonly fields?: Readonly<Record<string, string>>; readonly kind?: 'main' | 'quiet' } = {},
): Html {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<form method="post" action="${action}">
    ${hidden}<button class="${kind}">${label}</button>
  </form>`;
}
