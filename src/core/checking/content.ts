import type { Check } from '../check.ts';
import type { Issue } from '../issue.ts';

/** Whether there is something to read, and a reason to read on at each post. */
export function checkContent(
  issue: Pick<Issue, 'letter' | 'question' | 'posts' | 'olderPosts'>,
): readonly Check[] {
  const { letter, question, posts, olderPosts } = issue;
  if (letter.trim() === '' && question === null && posts.length + olderPosts.length === 0) return [nothing];
  return posts
    .filter(({ excerpt }) => excerpt.trim() === '')
    .map(({ title }) => ({
      check: 'excerpts',
      status: 'warning',
      found: { de: `„${title}“ hat keinen Anreißer.`, en: `"${title}" has no excerpt.` },
      why: {
        de: 'Nur mit dem Titel weiß niemand, ob sich das Lesen lohnt.',
        en: 'By the title alone nobody knows whether it is worth reading.',
      },
      hint: {
        de: 'Zwei, drei Sätze aus dem Beitrag nehmen oder selbst schreiben.',
        en: 'Take two or three sentences from the post, or write your own.',
      },
      where: 'posts',
    }));
}

const nothing: Check = {
  check: 'content',
  status: 'error',
  found: { de: 'Der Brief ist leer.', en: 'The letter is empty.' },
  why: {
    de: 'Es gibt weder Worte noch Frage noch Beiträge.',
    en: 'There are neither words nor a question nor posts.',
  },
  hint: {
    de: 'Etwas schreiben, oder den Brief dieser Woche absagen.',
    en: 'Write something, or cancel the letter of this week.',
  },
  where: 'letter',
};
