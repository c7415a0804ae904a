import { html } from 'hono/html';
import type { Found } from '../../core/desk/search.ts';
import type { Saying } from '../../core/saying.ts';
import type { DeskVisit, Html } from './deskVisit.ts';

/** A field that looks for something in a long list; it works by the address, so that a page can be gone back to. */
export function searchForm(place: string, label: Saying, { say, query }: DeskVisit): Html {
  return html`<form class="search" method="get" action="${place}" role="search">
    <label
      >${say(label)} <input type="search" name="q" value="${query.get('q') ?? ''}" autocomplete="off"
    /></label>
    <button class="quiet">${say({ de: 'Suchen', en: 'Search' })}</button>
  </form>`;
}

/** How many were found, and the way to the next ones. */
export function foundWords(
  found: Found<unknown>,
  names: { readonly one: Saying; readonly many: Saying },
  { say }: Pick<DeskVisit, 'say'>,
): string {
  return `${found.count} ${say(found.count === 1 ? names.one : names.many)}`;
}

/** The way through the pages of a long list. */
export function pageLinks(place: string, { page, pages }: Found<unknown>, { say, query }: DeskVisit): Html {
  if (pages === 1) return '';
  const to = (other: number): string =>
    `${place}?${String(new URLSearchParams({ q: query.get('q') ?? '', page: String(other) }))}#found`;
  return html`<nav class="pages" aria-label="${say({ de: 'Seiten', en: 'Pages' })}">
    ${page > 1 ? html`<a rel="prev" href="${to(page - 1)}">${say({ de: 'Vorige', en: 'Previous' })}</a>` : ''}
    <span>${say({ de: `Seite ${page} von ${pages}`, en: `Page ${page} of ${pages}` })}</span>
    ${page < pages ? html`<a rel="next" href="${to(page + 1)}">${say({ de: 'Nächste', en: 'Next' })}</a>` : ''}
  </nav>`;
}

/** Where in a long list the author is, so that she is there again after a button. */
export function searchKept({ query }: Pick<DeskVisit, 'query'>): Html {
  return html`${['q', 'page'].map((name) => {
    const value = query.get(name);
    return value ? html`<input type="hidden" name="${name}" value="${value}" />` : '';
  })}`;
}
