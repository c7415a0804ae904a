import { foldSpace, withoutUnsafeCharacters } from '../characters.ts';
import type { FeaturedPost, Issue, Question } from '../issue.ts';
import { edited } from '../issueFile.ts';
import { isQuestionSubject } from '../clock/anotherQuestion.ts';
import { replaceLetter } from './letterEdit.ts';
import { dropPost, movePost, setExcerpt, setPictureAlt, takeInPost, type Move } from './postEdits.ts';
import { setQuestion } from './questionEdit.ts';
import { setLine, writeOutAliases } from './yamlEdit.ts';

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

/** issue.md after an edit, as a hand would have made it: comments, order and line ends stay. Throws `issue.invalid`. */
export function editIssue(text: string, fileName: string, issue: Issue, edit: IssueEdit): string {
  if (edit.part === 'letter') return replaceLetter(text, fileName, tidyLetter(edit.to));
  return edited(text, fileName, (document) => {
    writeOutAliases(document);
    if (edit.part === 'subject') setLine(document, 'subject', tidyLine(edit.to), 'week');
    else if (edit.part === 'preheader') setLine(document, 'preheader', tidyLine(edit.to), 'subject');
    else if (edit.part === 'question') {
      const question = tidyQuestion(edit.to);
      setQuestion(document, question);
      // A subject that is the question goes on being it.
      if (question && isQuestionSubject(issue)) setLine(document, 'subject', question.text, 'week');
    } else if (edit.does === 'move') movePost(document, edit.part, edit.at, edit.by);
    else if (edit.does === 'drop') {
      const post = issue[edit.part][edit.at];
      if (post) dropPost(document, edit.part, edit.at, post);
    } else if (edit.does === 'excerpt') {
      const post = issue[edit.part][edit.at];
      const isAltOnly = changesAlt(post, edit.alt) && tidyLine(edit.to) === tidyLine(post?.excerpt ?? '');
      if (!isAltOnly) setExcerpt(document, edit.part, edit.at, tidyLine(edit.to));
      if (changesAlt(post, edit.alt)) setPictureAlt(document, edit.part, edit.at, tidyLine(edit.alt));
    } else takeInPost(document, edit.part, edit.post, edit.isNews);
  });
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
