import { html } from 'hono/html';
import { withCalls } from '../../core/desk/commandCalls.ts';
import type { Text } from '../../core/errors.ts';
import type { OpenDesk } from '../../flow/desk/openDesk.ts';
import type { DeskPage, DeskTab, DeskVisit, Html } from './deskVisit.ts';

/** Something that is wrong, as it was found. */
export interface ShownFault {
  readonly text: Text;
  readonly hint?: Text | undefined;
}

/** Who reads of it; a folder that cannot be opened has no desk. */
export interface FaultReader extends Pick<DeskVisit, 'language'> {
  readonly desk?: Pick<OpenDesk, 'commandCall'> | undefined;
}

/** What is wrong, where, and what to do, as pages show it. */
export function faultBox({ text, hint }: ShownFault, reader: FaultReader): Html {
  return html`<div class="box fault" role="alert">
    <p class="lines">${toldTo(reader, text)}</p>
    ${hint ? html`<p class="lines hint">${toldTo(reader, hint)}</p>` : ''}
  </div>`;
}

/** The same as text alone. */
export function faultText({ text, hint }: ShownFault, reader: FaultReader): string {
  return [text, ...(hint ? [hint] : [])].map((words) => toldTo(reader, words)).join('\n\n');
}

/** Words written for wherever they are read, with their commands as they must be called on this folder. */
export function toldTo({ language, desk }: FaultReader, words: Text): string {
  return desk ? withCalls(words[language], desk.commandCall) : words[language];
}

/** In place of a page that there is not: the way to one that there is. */
export function noSuchPage(
  title: string,
  tab: DeskTab | null,
  way: { readonly to: string; readonly label: string },
): DeskPage {
  return {
    title,
    tab,
    status: 404,
    main: html`<h1>${title}</h1>
      <p><a href="${way.to}">${way.label}</a></p>`,
  };
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
