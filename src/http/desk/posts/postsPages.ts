import { html } from 'hono/html';
import type { SeenEdit } from '../../../core/desk/decideEdits.ts';
import { tidyLine } from '../../../core/desk/issueEdits.ts';
import { placeAfter } from '../../../core/desk/postEdits.ts';
import type { Issue } from '../../../core/issue.ts';
import { editDraft } from '../../../flow/desk/editDraft.ts';
import { openDraft } from '../../../flow/desk/openDraft.ts';
import { nameOf, type PostShelf, takingIn } from '../../../flow/desk/postShelf.ts';
import { readDeskForm } from '../deskForm.ts';
import { faultBox } from '../deskParts.ts';
import type { DeskAnswer, DeskPage, DeskRoutes, DeskVisit, Html } from '../deskVisit.ts';
import { frozenBox, refusalBox, statusOf } from '../editAnswers.ts';
import type { UnsavedExcerpt } from './excerptForm.ts';
import { letterPath } from '../layout.ts';
import { noDraft } from '../letter/noDraft.ts';
import { otherPosts } from './otherPosts.ts';
import { moveNamed, postListNamed, type PostList } from './postLists.ts';
import { postsInLetter } from './postsInLetter.ts';
import { conflictBox, doneNotice, goneBox, typedBox } from './postsNotices.ts';

/** The posts of the letter: their order and excerpts, and which others could be in it. */
export function postsPages(shelf: PostShelf): DeskRoutes {
  return {
    '/letter/:week/posts': {
      GET: (visit) => show(visit, shelf),
      POST: (visit) => change(visit, shelf),
    },
  };
}

/** What a refused change leaves for the page to say. */
interface Refused {
  readonly notice: Html;
  readonly status: number;
  readonly unsaved: UnsavedExcerpt | null;
}

async function show(visit: DeskVisit, shelf: PostShelf, refused?: Refused): Promise<DeskPage> {
  const { desk, week, say } = visit;
  const draft = await openDraft(desk, week);
  const page = {
    title: say({ de: 'Beiträge', en: 'Posts' }),
    tab: 'posts',
    scripts: ['unsaved.js', 'inPlace.js'],
    ...(refused ? { status: refused.status } : {}),
  } as const;
  if (!draft) return { ...page, main: noDraft(visit) };
  const { issue, fault, isFrozen } = draft;
  if (!issue)
    return {
      ...page,
      main: html`<div id="fault" data-live="draft">${fault ? faultBox(fault, visit) : ''}</div>`,
    };
  const unsaved = refused?.unsaved ?? null;
  const shown = { issue, isFrozen, unsaved };
  const isHomeless =
    unsaved !== null && (isFrozen || !issue[unsaved.list].some(({ url }) => url === unsaved.url));
  const others = isFrozen ? '' : await otherPosts(issue, visit, shelf);
  return {
    ...page,
    main: html`<h1>${say({ de: 'Beiträge im Brief', en: 'Posts in the letter' })}</h1>
      <div id="notice">
        ${isHomeless ? typedBox(unsaved, visit) : ''}${refused?.notice ?? (isFrozen ? frozenBox(visit) : doneNotice(issue, visit))}
      </div>
      <div class="beside">
        <div id="in-letter" data-live="draft">${postsInLetter(shown, visit)}</div>
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
    'theirs',
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
  const list = postListNamed(field('list'));
  if (field('theirs')) return back({ done: 'theirs', list });
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
    unsaved: isExcerpt ? { list, url: field('url'), typed: field('excerpt'), alt: field('alt') } : null,
  });
}

type Field = (name: string) => string;

function editOf(list: PostList, at: number, field: Field): SeenEdit | null {
  const seen = field('seen');
  const does = field('does');
  const move = moveNamed(does);
  if (move) return { edit: { part: list, does: 'move', at, by: move }, seen };
  if (does === 'drop') return { edit: { part: list, does, at }, seen };
  if (does !== 'excerpt') return null;
  return { edit: { part: list, does, at, to: tidyLine(field('excerpt')), alt: field('alt') }, seen };
}

async function postNamed(
  name: string,
  issue: Issue,
  visit: DeskVisit,
  shelf: PostShelf,
  list: PostList,
): Promise<SeenEdit | null> {
  const { posts } = await shelf.look(visit.desk, issue);
  const found = posts.find(({ post }) => nameOf(post) === name.replaceAll('\r\n', '\n'));
  return found ? takingIn(found, list, visit.desk) : null;
}

/** What the page after it says: what was done, with which list, and where the post stands now. */
function doneWords(issue: Issue, list: PostList, at: number, field: Field): Readonly<Record<string, string>> {
  const done = field('does');
  const move = moveNamed(done);
  if (move) return { done, list, at: String(placeAfter(move, at, issue[list].length)) };
  if (done === 'takeIn') return { done, list, at: String(issue[list].length - 1) };
  return { done, list, at: String(Math.min(at, Math.max(issue[list].length - 1, 0))) };
}
