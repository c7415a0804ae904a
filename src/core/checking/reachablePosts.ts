import type { Check } from '../check.ts';
import { quoted } from '../composing/quoting.ts';
import { nowhereHint, postsNowhere } from '../readiness.ts';
import type { CheckedLetter } from './checkedLetter.ts';
import { shownAddress } from './placeOfAddress.ts';

/** Whether readers can open the letter's posts; those at example domains nobody can. */
export function checkReachablePosts({
  issue,
  isLoopback,
}: Pick<CheckedLetter, 'issue' | 'isLoopback'>): readonly Check[] {
  if (isLoopback) return [];
  return (['posts', 'olderPosts'] as const).flatMap((where): readonly Check[] => {
    const nowhere = postsNowhere(issue[where]);
    if (nowhere.length === 0) return [];
    const list = (locale: 'de' | 'en'): string =>
      nowhere
        .map(({ post: { title }, address }) => `${quoted(title, locale)}: ${shownAddress(address)}`)
        .join('\n');
    return [
      {
        check: 'placeholders.posts',
        status: 'error',
        found: {
          de: `${nowhere.length === 1 ? 'Ein Beitrag führt' : `${nowhere.length} Beiträge führen`} zu einer Beispiel-Domain, die es nicht gibt:\n${list('de')}`,
          en: `${nowhere.length === 1 ? 'One post leads' : `${nowhere.length} posts lead`} to an example domain that does not exist:\n${list('en')}`,
        },
        why: {
          de: 'Wer darauf klickt, findet nichts, und ein verschickter Brief lässt sich nicht mehr ändern.',
          en: 'Whoever follows it finds nothing, and a letter that was sent cannot be changed any more.',
        },
        hint: nowhereHint,
        where,
      },
    ];
  });
}
