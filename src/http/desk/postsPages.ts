import { html } from 'hono/html';
import type { SeenEdit } from '../../core/desk/decideEdits.ts';
import { markOfPart } from '../../core/desk/issueParts.ts';
import { tidyLine, type IssueEdit } from '../../core/desk/issueEdits.ts';
import { placeAfter, type Move } from '../../core/desk/postEdits.ts';
import { search } from '../../core/desk/search.ts';
import { NewsletterError } from '../../core/errors.ts';
import type { FeaturedPost, Issue } from '../../core/issue.ts';
import { formatDate } from '../../core/locale.ts';
import type { Saying } from '../../core/saying.ts';
import { editDraft } from '../../flow/desk/editDraft.ts';
import { openDraft, type DeskDraft } from '../../flow/desk/openDraft.ts';
import { nameOf, takingIn, type PostShelf, type PostToTakeIn } from '../../flow/desk/postShelf.ts';
import { readDeskForm } from './deskForm.ts';
import { actionForm, doneBox, faultBox } from './deskParts.ts';
import type { DeskAnswer, DeskPage, DeskRoutes, DeskVisit, Html } from './deskVisit.ts';
import { frozenBox, refusalBox, statusOf } from './editAnswers.ts';
import { letterPath } from './layout.ts';
import { noDraft } from './noDraft.ts';
import { foundWords, pageLinks, searchForm } from './listSearch.ts';

/** The posts of the letter: their order and excerpts, and which others could be in it. */
export function postsPages(shelf: PostShelf): DeskRoutes {
  return {
    '/letter/:week/posts': {
      GET: (visit) => show(visit, shelf),
      POST: (visit) => change(visit, shelf),
    },
  };
}

const lists = ['posts', 'olderPosts'] as const;
type List = (typeof lists)[number];

/** What a refused change leaves for the page to say. */
interface Refused {
  readonly notice: Html;
  readonly status: number;
  /** An excerpt that was typed and is not saved: whose, and what. */
  readonly excerpt: {
    readonly list: List;
    readonly url: string;
    readonly typed: string;
    readonly alt: string;
  } | null;
}

async function show(visit: DeskVisit, shelf: PostShelf, refused?: Refused): Promise<DeskPage> {
  const { desk, week, say, language } = visit;
  const draft = await openDraft(desk, week);
  const page = {
    title: say({ de: 'Beiträge', en: 'Posts' }),
    tab: 'posts',
    scripts: ['unsaved.js', 'inPlace.js'],
    ...(refused ? { status: refused.status } : {}),
  } as const;
  if (!draft) return { ...page, main: noDraft(visit) };
  const { issue, fault } = draft;
  if (!issue)
    return {
      ...page,
      main: html`<div id="fault" data-live="draft">${fault ? faultBox(fault, language) : ''}</div>`,
    };
  const others = draft.isFrozen ? '' : await otherPosts(issue, visit, shelf);
  return {
    ...page,
    main: html`<h1>${say({ de: 'Beiträge im Brief', en: 'Posts in the letter' })}</h1>
      <div id="notice">
        ${refused?.notice ?? (draft.isFrozen ? frozenBox(visit) : doneNotice(issue, visit))}
      </div>
      <div class="beside">
        <div id="in-letter" data-live="draft">
          ${lists.map((list) => postList(list, draft, issue, visit, refused))}
        </div>
        <div>${others}</div>
      </div>`,
  };
}

async function change(visit: DeskVisit, shelf: PostShelf): Promise<DeskAnswer> {
  const { desk, week, link } = visit;
  const field = await readDeskForm(visit.request, [
    'does',
    'list',
    'at',
    'seen',
    'url',
    'excerpt',
    'alt',
    'post',
    'q',
    'page',
  ]);
  const back = (done: Readonly<Record<string, string>>): DeskAnswer => {
    const kept = Object.fromEntries(
      ['q', 'page'].flatMap((name) => (field(name) ? [[name, field(name)]] : [])),
    );
    return {
      seeOther: `${link(letterPath(week, 'posts'))}?${String(new URLSearchParams({ ...kept, ...done }))}`,
    };
  };
  if (field('does') === 'read') {
    shelf.forget();
    return back({ done: 'read' });
  }
  const list: List = field('list') === 'olderPosts' ? 'olderPosts' : 'posts';
  const at = Number(field('at'));
  const draft = await openDraft(desk, week);
  if (!draft?.issue) return show(visit, shelf);
  const meant =
    field('does') === 'takeIn'
      ? await postNamed(field('post'), draft.issue, visit, shelf, list)
      : editOf(list, at, field);
  const outcome = meant ? await editDraft(desk, week, [meant]) : null;
  if (outcome?.is === 'saved' || outcome?.is === 'unchanged')
    return back(doneWords(outcome.issue, list, at, field));
  const isExcerpt = field('does') === 'excerpt';
  return show(visit, shelf, {
    notice: outcome ? (refusalBox(outcome, visit) ?? conflictBox(isExcerpt, visit)) : goneBox(visit),
    status: outcome ? statusOf(outcome) : 404,
    excerpt: isExcerpt ? { list, url: field('url'), typed: field('excerpt'), alt: field('alt') } : null,
  });
}

type Field = (name: string) => string;

function editOf(list: List, at: number, field: Field): SeenEdit | null {
  const seen = field('seen');
  const move = moves.find((one) => one === field('does'));
  const edit: IssueEdit | null = move
    ? { part: list, does: 'move', at, by: move }
    : field('does') === 'drop'
      ? { part: list, does: 'drop', at }
      : field('does') === 'excerpt'
        ? { part: list, does: 'excerpt', at, to: tidyLine(field('excerpt')), alt: field('alt') }
        : null;
  return edit && { edit, seen };
}

async function postNamed(
  name: string,
  issue: Issue,
  visit: DeskVisit,
  shelf: PostShelf,
  list: List,
): Promise<SeenEdit | null> {
  const { posts } = await shelf.look(visit.desk, issue);
  const found = posts.find(({ post }) => nameOf(post) === name.replaceAll('\r\n', '\n'));
  return found ? takingIn(found, list, visit.desk) : null;
}

/** What the page after it says: what was done, with which list, and where the post stands now. */
function doneWords(issue: Issue, list: List, at: number, field: Field): Readonly<Record<string, string>> {
  const done = field('does');
  const move = moves.find((one) => one === done);
  if (move) return { done, list, at: String(placeAfter(move, at, issue[list].length)) };
  if (done === 'takeIn') return { done, list, at: String(issue[list].length - 1) };
  return { done, list, at: String(Math.min(at, Math.max(issue[list].length - 1, 0))) };
}

const moves = ['up', 'down', 'top'] as const satisfies readonly Move[];

function postList(
  list: List,
  draft: DeskDraft,
  issue: Issue,
  visit: DeskVisit,
  refused: Refused | undefined,
): Html {
  const { say } = visit;
  const posts = issue[list];
  const title = say(names[list]);
  return html`<section class="part" aria-labelledby="${list}-title">
    <h2 id="${list}-title">${title}</h2>
    ${
      posts.length === 0
        ? html`<p class="quietly">${say({ de: 'Keine.', en: 'None.' })}</p>`
        : html`<ol class="choices posts">
            ${posts.map((post, at) => postItem({ list, post, at, count: posts.length }, draft, issue, visit, refused))}
          </ol>`
    }
  </section>`;
}

interface Item {
  readonly list: List;
  readonly post: FeaturedPost;
  readonly at: number;
  readonly count: number;
}

function postItem(
  item: Item,
  draft: DeskDraft,
  issue: Issue,
  visit: DeskVisit,
  refused: Refused | undefined,
): Html {
  const { list, post, at } = item;
  const { desk } = visit;
  const { locale } = desk.config;
  return html`<li>
    <span class="place" aria-hidden="true">${at + 1}</span>
    <div class="what">
      <h3 class="title" lang="${locale}">${post.title}</h3>
      <p class="quietly">
        ${[dateOf(post.date, visit), post.reason].filter((text) => text !== '').join(' · ')}
      </p>
      ${draft.isFrozen ? html`<p lang="${locale}">${post.excerpt}</p>` : excerptForm(item, issue, visit, refused)}
    </div>
    ${
      draft.isFrozen
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
            ${searchKept(visit)} ${moveButtons(item, visit)}
          </form>`
    }
  </li>`;
}

function moveButtons({ list, post, at, count }: Item, visit: DeskVisit): Html {
  const { say } = visit;
  const button = (does: Move | 'drop', face: string, label: string, isOff: boolean): Html =>
    html`<button
      class="quiet ${does === 'drop' ? '' : 'move'}"
      id="${does}-${list}-${at}"
      name="does"
      value="${does}"
      aria-label="${label}: ${post.title}"
      ${isOff ? 'disabled' : ''}
      ${isFocused(does, list, at, count, visit) ? 'autofocus' : ''}
    >
      ${face}
    </button>`;
  return html`${count > 3 ? button('top', '⤒', say({ de: 'An den Anfang', en: 'To the top' }), at === 0) : ''}
  ${button('up', '↑', say({ de: 'Nach oben', en: 'Up' }), at === 0)}
  ${button('down', '↓', say({ de: 'Nach unten', en: 'Down' }), at === count - 1)}
  ${button('drop', say({ de: 'Herausnehmen', en: 'Take out' }), say({ de: 'Herausnehmen', en: 'Take out' }), false)}`;
}

/** After a move the same button of the same post has the focus; where it can go no further, its neighbour. */
function isFocused(
  does: Move | 'drop',
  list: List,
  at: number,
  count: number,
  { query }: DeskVisit,
): boolean {
  if (query.get('list') !== list || query.get('at') !== String(at)) return false;
  const done = query.get('done');
  if (done === 'up' || done === 'top') return does === (at > 0 ? 'up' : count > 1 ? 'down' : 'drop');
  if (done === 'down') return does === (at < count - 1 ? 'down' : 'up');
  return done === 'drop' && does === 'drop';
}

function excerptForm(
  { list, post, at }: Item,
  issue: Issue,
  visit: DeskVisit,
  refused: Refused | undefined,
): Html {
  const { say, desk, link, week } = visit;
  const unsaved =
    refused?.excerpt?.list === list && refused.excerpt.url === post.url ? refused.excerpt : null;
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
    ${
      unsaved === null
        ? ''
        : html`<div class="box warning conflict">
            <p>${say({ de: 'Im Entwurf steht:', en: 'The draft has:' })}</p>
            <pre>${[post.excerpt || '–', ...(picture ? [picture.alt || '–'] : [])].join('\n\n')}</pre>
          </div>`
    }
    <form method="post" action="${link(letterPath(week, 'posts'))}" data-in-place>
      <input type="hidden" name="does" value="excerpt" />
      <input type="hidden" name="list" value="${list}" />
      <input type="hidden" name="at" value="${at}" />
      <input type="hidden" name="url" value="${post.url}" />
      <input type="hidden" name="seen" value="${markOfPart(issue, list)}" />
      ${searchKept(visit)}
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
      <button class="quiet">
        ${
          picture
            ? say({ de: 'Anriss und Bildworte speichern', en: 'Save the excerpt and the picture’s words' })
            : say({ de: 'Anriss speichern', en: 'Save the excerpt' })
        }
      </button>
    </form>
  </details>`;
}

async function otherPosts(issue: Issue, visit: DeskVisit, shelf: PostShelf): Promise<Html> {
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
    return html`<section class="part" aria-labelledby="found">
      ${heading} ${faultBox(error, language)}
    </section>`;
  }
}

function otherItem({ post, verdict }: PostToTakeIn, place: string, visit: DeskVisit): Html {
  const { say, desk, language } = visit;
  const button = (list: List, face: Saying): Html =>
    html`<button class="quiet" name="list" value="${list}" aria-label="${say(face)}: ${post.title}">
      ${say(face)}
    </button>`;
  return html`<li>
    <div>
      <h3 class="title" lang="${post.language ?? desk.config.locale}">${post.title}</h3>
      <p class="quietly">${dateOf(post.publishedAt, visit)} · ${verdict.reason[language]}</p>
    </div>
    <form method="post" action="${place}" class="buttons" data-in-place>
      <input type="hidden" name="does" value="takeIn" />
      <input type="hidden" name="post" value="${nameOf(post)}" />
      ${searchKept(visit)} ${button('posts', { de: 'Zu den neuen', en: 'To the new ones' })}
      ${button('olderPosts', { de: 'Zum Wiederlesen', en: 'To read again' })}
    </form>
  </li>`;
}

/** Where in a long list the author is, so that she is there again after a button. */
function searchKept({ query }: DeskVisit): Html {
  return html`${['q', 'page'].map((name) => {
    const value = query.get(name);
    return value ? html`<input type="hidden" name="${name}" value="${value}" />` : '';
  })}`;
}

function dateOf(instant: string, { language, desk }: DeskVisit): string {
  return formatDate(instant, language, desk.config.schedule.timeZone);
}

function doneNotice(issue: Issue, visit: DeskVisit): Html {
  const { query, say } = visit;
  const list: List = query.get('list') === 'olderPosts' ? 'olderPosts' : 'posts';
  const at = Number(query.get('at') ?? Number.NaN);
  const post = issue[list][at];
  const done = query.get('done') ?? '';
  if (done === 'read')
    return doneBox(say({ de: 'Das Blog ist neu gelesen.', en: 'The blog was read anew.' }));
  if (done === 'drop')
    return doneBox(
      say({
        de: 'Herausgenommen. Der Beitrag steht unten unter den weiteren und lässt sich zurückholen.',
        en: 'Taken out. The post is below among the others and can be taken back.',
      }),
    );
  if (!post) return '';
  const place = { de: `${at + 1} von ${issue[list].length}`, en: `${at + 1} of ${issue[list].length}` };
  if (moves.some((move) => move === done))
    return doneBox(
      say({
        de: `„${post.title}“ steht jetzt an Stelle ${place.de}.`,
        en: `“${post.title}” is now ${place.en}.`,
      }),
    );
  if (done === 'takeIn')
    return doneBox(
      say({ de: `„${post.title}“ ist jetzt im Brief.`, en: `“${post.title}” is in the letter now.` }),
    );
  return done === 'excerpt'
    ? doneBox(say({ de: `Anriss von „${post.title}“ gespeichert.`, en: `Excerpt of “${post.title}” saved.` }))
    : '';
}

function conflictBox(isExcerpt: boolean, { say }: DeskVisit): Html {
  return html`<p class="box warning" role="alert">
    ${
      isExcerpt
        ? say({
            de: 'Noch nicht gespeichert: Die Beiträge wurden inzwischen an einer anderen Stelle geändert. Beim Anriss stehen beide Fassungen; noch einmal speichern ersetzt die andere.',
            en: 'Not saved yet: the posts were changed somewhere else meanwhile. Both versions stand with the excerpt; saving once more replaces the other one.',
          })
        : say({
            de: 'Die Beiträge wurden inzwischen an einer anderen Stelle geändert; hier stehen sie, wie sie jetzt sind. Geändert wurde von hier aus nichts.',
            en: 'The posts were changed somewhere else meanwhile; here they are as they are now. Nothing was changed from here.',
          })
    }
  </p>`;
}

function goneBox({ say }: DeskVisit): Html {
  return html`<p class="box warning" role="alert">
    ${say({
      de: 'Dieser Beitrag ist nicht mehr im Blog, oder er steht schon im Brief.',
      en: 'This post is not in the blog any more, or it is in the letter already.',
    })}
  </p>`;
}

const names: Readonly<Record<List, Saying>> = {
  posts: { de: 'Neue Beiträge', en: 'New posts' },
  olderPosts: { de: 'Zum Wiederlesen', en: 'To read again' },
};
