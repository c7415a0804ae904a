import type { Check } from '../check.ts';
import type { CheckedLetter } from './checkedLetter.ts';

/** R44: Gmail cuts at 102 KB; whoever is near should know. */
const warnBytes = 90 * 1024;
const mostBytes = 100 * 1024;

/** Whether mail programs show the letter to its end. */
export function checkSize({ message }: Pick<CheckedLetter, 'message'>): readonly Check[] {
  const bytes = Buffer.byteLength(message.html);
  const size = Math.ceil(bytes / 1024);
  const found = { de: `Der Brief hat ${size} KB.`, en: `The letter has ${size} KB.` };
  if (bytes < warnBytes) return [{ check: 'size', status: 'ok', found }];
  return [
    {
      check: 'size',
      status: bytes < mostBytes ? 'warning' : 'error',
      found,
      why: {
        de: 'Ab 102 KB schneidet Gmail den Brief ab, und mit dem Ende auch den Abmeldelink.',
        en: 'From 102 KB on Gmail cuts the letter off, and with its end the unsubscribe link.',
      },
      hint: {
        de: 'Kürzer schreiben, Anreißer kürzen oder Beiträge herausnehmen.',
        en: 'Write less, shorten excerpts, or take posts out.',
      },
      where: 'posts',
    },
  ];
}
