import { html } from 'hono/html';
import { markOfPart } from '../../../core/desk/issueParts.ts';
import type { FeaturedPost, Issue } from '../../../core/issue.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { letterPath } from '../layout.ts';
import { searchKept } from '../listSearch.ts';
import type { PlacedPost, PostList } from './postLists.ts';

/** What was typed about a post and is not saved: whose, and what. */
export interface UnsavedExcerpt {
  readonly list: PostList;
  readonly url: string;
  readonly typed: string;
  readonly alt: string;
}

/** What the letter says of a post, and the words for its picture, to be changed. */
export function excerptForm(
  { list, post, at }: PlacedPost,
  issue: Issue,
  visit: DeskVisit,
  someUnsaved: UnsavedExcerpt | null,
): Html {
  const { say, desk, link, week } = visit;
  const unsaved = someUnsaved?.list === list && someUnsaved.url === post.url ? someUnsaved : null;
  const mark = unsaved === null ? '' : 'data-only-here';
  const id = `excerpt-${list}-${at}`;
  const { picture } = post;
  return html`<details ${unsaved === null ? '' : 'open'}>
    <summary>
      ${
        picture
          ? say({ de: 'Anriss und Bild', en: 'Excerpt and picture' })
          : say({ de: 'Anriss', en: 'Excerpt' })
      }
    </summary>
    <form method="post" action="${link(letterPath(week, 'posts'))}" data-in-place>
      <input type="hidden" name="does" value="excerpt" />
      <input type="hidden" name="list" value="${list}" />
      <input type="hidden" name="at" value="${at}" />
      <input type="hidden" name="url" value="${post.url}" />
      <input type="hidden" name="seen" value="${markOfPart(issue, list)}" />
      ${searchKept(visit)} ${unsaved === null ? '' : versionOnDisk(post, visit)}
      <label for="${id}" class="hidden"
        >${say({ de: `Anriss von „${post.title}“`, en: `Excerpt of “${post.title}”` })}</label
      >
      <textarea id="${id}" name="excerpt" lang="${desk.config.locale}" spellcheck="true" ${mark}>
${unsaved?.typed ?? post.excerpt}</textarea>
      ${
        picture
          ? html`<label for="alt-${list}-${at}"
                >${say({
                  de: 'Was das Bild zeigt, für alle, die es nicht sehen',
                  en: 'What the picture shows, for whoever does not see it',
                })}</label
              >
              <input
                type="text"
                id="alt-${list}-${at}"
                name="alt"
                value="${unsaved?.alt ?? picture.alt}"
                lang="${desk.config.locale}"
                autocomplete="off"
                spellcheck="true"
                ${mark}
              />`
          : ''
      }
      <button class="quiet">${saveLabel(post, visit)}</button>
    </form>
  </details>`;
}

/** What the draft has, where what was typed is not saved: the author takes one of both. */
function versionOnDisk(post: FeaturedPost, visit: DeskVisit): Html {
  const { say } = visit;
  const label = saveLabel(post, visit);
  // The first button is what the Enter key presses, and that must not lose what was typed.
  return html`<button class="hidden" tabindex="-1" aria-hidden="true">${label}</button>
    <div class="box warning conflict">
      <p>${say({ de: 'Im Entwurf steht:', en: 'The draft has:' })}</p>
      <pre>${[post.excerpt || '–', ...(post.picture ? [post.picture.alt || '–'] : [])].join('\n\n')}</pre>
      <p>
        <button class="quiet" name="theirs" value="yes" formnovalidate>
          ${say({ de: 'Diese Fassung behalten', en: 'Keep this version' })}
        </button>
      </p>
      <p class="quietly">
        ${say({
          de: `Im Feld steht deine Fassung. „${label}“ ersetzt damit diese.`,
          sie: `Im Feld steht Ihre Fassung. „${label}“ ersetzt damit diese.`,
          en: `Yours stands in the field. “${label}” puts it in place of this one.`,
        })}
      </p>
    </div>`;
}

function saveLabel({ picture }: FeaturedPost, { say }: Pick<DeskVisit, 'say'>): string {
  return picture
    ? say({ de: 'Anriss und Bildworte speichern', en: 'Save the excerpt and the picture’s words' })
    : say({ de: 'Anriss speichern', en: 'Save the excerpt' });
}
