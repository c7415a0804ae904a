import { html } from 'hono/html';
import { search } from '../../../core/desk/search.ts';
import { NewsletterError } from '../../../core/errors.ts';
import type { Issue } from '../../../core/issue.ts';
import type { Saying } from '../../../core/saying.ts';
import { nameOf, type PostShelf, type PostToTakeIn } from '../../../flow/desk/postShelf.ts';
import { actionForm, faultBox } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { dayOf } from '../inWords.ts';
import { letterPath } from '../layout.ts';
import { foundWords, pageLinks, searchForm, searchKept } from '../listSearch.ts';
import type { PostList } from './postLists.ts';

/** The posts of the blog that could be in the letter too, with how that would be. */
export async function otherPosts(issue: Issue, visit: DeskVisit, shelf: PostShelf): Promise<Html> {
  const { say, link, week, language, query } = visit;
  const place = link(letterPath(week, 'posts'));
  const heading = html`<h2 id="found">${say({ de: 'Weitere aus dem Blog', en: 'More from the blog' })}</h2>`;
  try {
    const { posts, notes } = await shelf.look(visit.desk, issue);
    const found = search(
      posts,
      ({ post }) => `${post.title} ${post.excerpt} ${post.tags.join(' ')} ${post.publishedAt.slice(0, 10)}`,
      query.get('q') ?? '',
      Number(query.get('page') ?? 1),
    );
    const counted = { one: { de: 'Beitrag', en: 'post' }, many: { de: 'Beiträge', en: 'posts' } };
    return html`<section class="part" aria-labelledby="found">
      ${heading} ${searchForm(place, { de: 'Wort, Thema oder Datum', en: 'Word, theme or date' }, visit)}
      <div class="buttons">
        <p class="quietly" role="status">${foundWords(found, counted, visit)}</p>
        ${actionForm(place, say({ de: 'Blog neu lesen', en: 'Read the blog anew' }), {
          fields: { does: 'read' },
          kind: 'quiet',
        })}
      </div>
      ${notes.map((note) => html`<p class="quietly">${note[language]}</p>`)}
      <div id="found-list" data-live="draft">
        <ul class="choices">
          ${found.shown.map((one) => otherItem(one, place, visit))}
        </ul>
      </div>
      ${pageLinks(place, found, visit)}
    </section>`;
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    return html`<section class="part" aria-labelledby="found">${heading} ${faultBox(error, visit)}</section>`;
  }
}

function otherItem({ post, verdict }: PostToTakeIn, place: string, visit: DeskVisit): Html {
  const { say, desk, language } = visit;
  const button = (list: PostList, face: Saying): Html =>
    html`<button class="quiet" name="list" value="${list}" aria-label="${say(face)}: ${post.title}">
      ${say(face)}
    </button>`;
  return html`<li>
    <div>
      <h3 class="title" lang="${post.language ?? desk.config.locale}">${post.title}</h3>
      <p class="quietly">${dayOf(post.publishedAt, visit)} · ${verdict.reason[language]}</p>
    </div>
    <form method="post" action="${place}" class="buttons" data-in-place>
      <input type="hidden" name="does" value="takeIn" />
      <input type="hidden" name="post" value="${nameOf(post)}" />
      ${searchKept(visit)} ${button('posts', { de: 'Zu den neuen', en: 'To the new ones' })}
      ${button('olderPosts', { de: 'Zum Wiederlesen', en: 'To read again' })}
    </form>
  </li>`;
}
