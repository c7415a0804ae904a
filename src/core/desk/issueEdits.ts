import { foldSpace, withoutUnsafeCharacters } from '../characters.ts';
import type { FeaturedPost, Issue, Question } from '../issue.ts';
import { edited, questionChanges, type IssueFront } from '../issueFile.ts';
import { isQuestionSubject } from '../clock/anotherQuestion.ts';
import { replaceLetter } from './letterEdit.ts';
import type { YamlChange } from '../yaml/yamlChange.ts';
import { dropPost, movePost, setPostWords, takeInPost, type Move } from './postEdits.ts';

/** One change of a draft, as the author makes it at her desk. Posts go by their place in the list that she was shown. */
export type IssueEdit =
  | { readonly part: 'subject'; readonly to: string }
  | { readonly part: 'preheader'; readonly to: string }
  | { readonly part: 'letter'; readonly to: string }
  | { readonly part: 'question'; readonly to: Question | null }
  | ({ readonly part: 'posts' | 'olderPosts' } & PostEdit);

/** What can be done with one post of a list. */
export type PostEdit =
  | { readonly does: 'move'; readonly at: number; readonly by: Move }
  | { readonly does: 'drop'; readonly at: number }
  | {
      readonly does: 'excerpt';
      readonly at: number;
      readonly to: string;
      /** What its picture shows, in words; without it they stay as they are. */
      readonly alt?: string;
    }
  | {
      readonly does: 'takeIn';
      readonly post: FeaturedPost;
      /** Whether the week has then offered it, so that no later letter brings it as new. */
      readonly isNews: boolean;
    };

/**
 * issue.md after an edit, as a hand would have made it: every other line stays as it was written. Throws `issue.invalid`,
 * `issue.byHand`.
 */
export function editIssue(text: string, fileName: string, issue: Issue, edit: IssueEdit): string {
  if (edit.part === 'letter') return replaceLetter(text, fileName, tidyLetter(edit.to));
  return edited(text, fileName, (front) => changesOf(issue, front, edit));
}

function changesOf(
  issue: Issue,
  front: IssueFront,
  edit: Exclude<IssueEdit, { part: 'letter' }>,
): readonly YamlChange[] {
  if (edit.part === 'subject') return [setLine('subject', edit.to, 'week')];
  if (edit.part === 'preheader') return [setLine('preheader', edit.to, 'subject')];
  if (edit.part === 'question') {
    const question = tidyQuestion(edit.to);
    const changes = questionChanges(front['question'], question);
    // A subject that is the question goes on being it.
    return question && isQuestionSubject(issue)
      ? [...changes, setLine('subject', question.text, 'week')]
      : changes;
  }
  if (edit.does === 'takeIn') return takeInPost(issue, edit.part, edit.post, edit.isNews);
  const posts = issue[edit.part];
  const post = posts[edit.at];
  if (!post) return [];
  if (edit.does === 'move') return movePost(edit.part, edit.at, edit.by, posts.length);
  if (edit.does === 'drop') return dropPost(issue, edit.part, edit.at, post);
  const excerpt = tidyLine(edit.to);
  return setPostWords(edit.part, edit.at, {
    excerpt: excerpt === tidyLine(post.excerpt) ? null : excerpt,
    alt: changesAlt(post, edit.alt) ? tidyLine(edit.alt) : null,
  });
}

function setLine(key: string, to: string, after: string): YamlChange {
  return { does: 'set', path: [key], to: tidyLine(to), after };
}

/** Whether other words for a post's picture are meant; a post without a picture has none. */
export function changesAlt(post: FeaturedPost | undefined, alt: string | undefined): alt is string {
  const picture = post?.picture ?? null;
  return alt !== undefined && picture !== null && tidyLine(alt) !== tidyLine(picture.alt);
}

/** A text as it stands on one line of issue.md. */
export function tidyLine(text: string): string {
  return foldSpace(withoutUnsafeCharacters(text));
}

/** The author's letter as it stands in issue.md; forms send the line ends of Windows. */
export function tidyLetter(text: string): string {
  const letter = text
    .replaceAll(/\r\n?/g, '\n')
    .replace(/^\s*\n/, '')
    .trimEnd();
  return letter === '' ? '' : `${letter}\n`;
}

/** A question as it stands there; null where no word of it is left. */
export function tidyQuestion(question: Question | null): Question | null {
  if (question === null || tidyLine(question.text) === '') return null;
  return { text: tidyLine(question.text), reason: tidyLine(question.reason) };
}
