import { html } from 'hono/html';
import type { Issue } from '../../../core/issue.ts';
import { doneBox } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import type { UnsavedExcerpt } from './excerptForm.ts';
import { moveNamed, postListNamed } from './postLists.ts';

/** What the last button did, as the address says it. */
export function doneNotice(issue: Issue, visit: DeskVisit): Html {
  const { query, say } = visit;
  const list = postListNamed(query.get('list'));
  const at = Number(query.get('at') ?? Number.NaN);
  const post = issue[list][at];
  const done = query.get('done') ?? '';
  if (done === 'read')
    return doneBox(say({ de: 'Das Blog ist neu gelesen.', en: 'The blog was read anew.' }));
  if (done === 'theirs')
    return doneBox(say({ de: 'Die Fassung im Entwurf bleibt.', en: 'The version in the draft stays.' }));
  if (done === 'drop')
    return doneBox(
      say({
        de: 'Herausgenommen. Der Beitrag steht unten unter den weiteren und lässt sich zurückholen.',
        en: 'Taken out. The post is below among the others and can be taken back.',
      }),
    );
  if (!post) return '';
  const place = { de: `${at + 1} von ${issue[list].length}`, en: `${at + 1} of ${issue[list].length}` };
  if (moveNamed(done))
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

/** Nothing was changed, since the posts are others by now. */
export function conflictBox(isExcerpt: boolean, { say }: DeskVisit): Html {
  return html`<p class="box warning" role="alert">
    ${
      isExcerpt
        ? say({
            de: 'Noch nicht gespeichert: Die Beiträge wurden inzwischen an einer anderen Stelle geändert. Beim Anriss stehen beide Fassungen; eine davon bleibt.',
            en: 'Not saved yet: the posts were changed somewhere else meanwhile. Both versions stand with the excerpt; one of them stays.',
          })
        : say({
            de: 'Die Beiträge wurden inzwischen an einer anderen Stelle geändert; hier stehen sie, wie sie jetzt sind. Geändert wurde von hier aus nichts.',
            en: 'The posts were changed somewhere else meanwhile; here they are as they are now. Nothing was changed from here.',
          })
    }
  </p>`;
}

/** What was typed about a post that has no field for it any more, to be copied. */
export function typedBox({ typed, alt }: UnsavedExcerpt, { say }: DeskVisit): Html {
  return html`<div class="box warning conflict">
    <p>
      ${say({
        de: 'Für diesen Anriss ist kein Platz mehr. Das war eingetragen:',
        en: 'There is no place for this excerpt any more. This was entered:',
      })}
    </p>
    <pre>${[typed, alt].filter((text) => text !== '').join('\n\n')}</pre>
  </div>`;
}

/** A post that cannot be taken in. */
export function goneBox({ say }: DeskVisit): Html {
  return html`<p class="box warning" role="alert">
    ${say({
      de: 'Dieser Beitrag ist nicht mehr im Blog, oder er steht schon im Brief.',
      en: 'This post is not in the blog any more, or it is in the letter already.',
    })}
  </p>`;
}
