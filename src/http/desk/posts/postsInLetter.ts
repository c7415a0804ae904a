import { html } from 'hono/html';
import { markOfPart } from '../../../core/desk/issueParts.ts';
import type { Move } from '../../../core/desk/postEdits.ts';
import type { Issue } from '../../../core/issue.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { excerptForm, type UnsavedExcerpt } from './excerptForm.ts';
import { dayOf } from '../inWords.ts';
import { letterPath } from '../layout.ts';
import { searchKept } from '../listSearch.ts';
import { postListNames, postLists, type PlacedPost, type PostList } from './postLists.ts';

/** The letter whose posts are shown. */
export interface PostsShown {
  readonly issue: Issue;
  readonly isFrozen: boolean;
  readonly unsaved: UnsavedExcerpt | null;
}

/** The posts of the letter, with what can be done with each. */
export function postsInLetter(shown: PostsShown, visit: DeskVisit): Html {
  return html`${postLists.map((list) => postList(list, shown, visit))}`;
}

function postList(list: PostList, shown: PostsShown, visit: DeskVisit): Html {
  const { say } = visit;
  const posts = shown.issue[list];
  return html`<section class="part" aria-labelledby="${list}-title">
    <h2 id="${list}-title">${say(postListNames[list])}</h2>
    ${
      posts.length === 0
        ? html`<p class="quietly">${say({ de: 'Keine.', en: 'None.' })}</p>`
        : html`<ol class="choices posts">
            ${posts.map((post, at) => postItem({ list, post, at, count: posts.length }, shown, visit))}
          </ol>`
    }
  </section>`;
}

function postItem(placed: PlacedPost, { issue, isFrozen, unsaved }: PostsShown, visit: DeskVisit): Html {
  const { list, post, at } = placed;
  const { locale } = visit.desk.config;
  return html`<li>
    <span class="place" aria-hidden="true">${at + 1}</span>
    <div class="what">
      <h3 class="title" lang="${locale}">${post.title}</h3>
      <p class="quietly">
        ${[dayOf(post.date, visit), post.reason].filter((text) => text !== '').join(' · ')}
      </p>
      ${isFrozen ? html`<p lang="${locale}">${post.excerpt}</p>` : excerptForm(placed, issue, visit, unsaved)}
    </div>
    ${
      isFrozen
        ? ''
        : html`<form
            method="post"
            action="${visit.link(letterPath(visit.week, 'posts'))}"
            class="buttons"
            data-in-place
          >
            <input type="hidden" name="list" value="${list}" />
            <input type="hidden" name="at" value="${at}" />
            <input type="hidden" name="seen" value="${markOfPart(issue, list)}" />
            ${searchKept(visit)} ${moveButtons(placed, visit)}
          </form>`
    }
  </li>`;
}

function moveButtons(placed: PlacedPost, visit: DeskVisit): Html {
  const { list, post, at, count } = placed;
  const { say } = visit;
  const button = (does: Move | 'drop', face: string, label: string, isOff: boolean): Html =>
    html`<button
      class="quiet ${does === 'drop' ? '' : 'move'}"
      id="${does}-${list}-${at}"
      name="does"
      value="${does}"
      aria-label="${label}: ${post.title}"
      ${isOff ? 'disabled' : ''}
      ${isFocused(does, placed, visit) ? 'autofocus' : ''}
    >
      ${face}
    </button>`;
  return html`${count > 3 ? button('top', '⤒', say({ de: 'An den Anfang', en: 'To the top' }), at === 0) : ''}
  ${button('up', '↑', say({ de: 'Nach oben', en: 'Up' }), at === 0)}
  ${button('down', '↓', say({ de: 'Nach unten', en: 'Down' }), at === count - 1)}
  ${button('drop', say({ de: 'Herausnehmen', en: 'Take out' }), say({ de: 'Herausnehmen', en: 'Take out' }), false)}`;
}

/** After a move the same button of the same post has the focus; where it can go no further, its neighbour. */
function isFocused(does: Move | 'drop', { list, at, count }: PlacedPost, { query }: DeskVisit): boolean {
  if (query.get('list') !== list || query.get('at') !== String(at)) return false;
  const done = query.get('done');
  if (done === 'up' || done === 'top') return does === (at > 0 ? 'up' : count > 1 ? 'down' : 'drop');
  if (done === 'down') return does === (at < count - 1 ? 'down' : 'up');
  return done === 'drop' && does === 'drop';
}
