import { foldedTitle } from '../composing/postKeys.ts';

/** So many results stand on one page. */
const pageSize = 50;

/** What was found, and the part of it that is shown. */
export interface Found<Item> {
  readonly shown: readonly Item[];
  /** How many were found in all. */
  readonly count: number;
  /** Counted from 1. */
  readonly page: number;
  readonly pages: number;
}

/** The items whose text has every word of a query, at least as a part of a word; a page of them, in their order. */
export function search<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  query: string,
  page = 1,
): Found<Item> {
  const words = query.trim() === '' ? [] : foldedTitle(query).split(' ');
  const found =
    words.length === 0
      ? items
      : items.filter((item) => {
          const text = foldedTitle(textOf(item));
          return words.every((word) => text.includes(word));
        });
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const here = Number.isInteger(page) ? Math.min(Math.max(page, 1), pages) : 1;
  return {
    shown: found.slice((here - 1) * pageSize, here * pageSize),
    count: found.length,
    page: here,
    pages,
  };
}
