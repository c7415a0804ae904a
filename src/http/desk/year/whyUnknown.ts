import { html } from 'hono/html';
import type { Config } from '../../../core/config.ts';
import type { Saying } from '../../../core/saying.ts';
import type { YearBook } from '../../../flow/desk/yearBook.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';

/** Where numbers are missing, why. */
export function whyUnknown({ letters, readers }: YearBook, { say, desk }: DeskVisit): Html {
  const isMissing =
    readers?.isIncomplete === true &&
    (letters.some(({ figures, goodbyes }) => figures !== null && goodbyes === null) ||
      readers.months.some(({ figures }) => figures === null));
  return isMissing ? html`<p class="quietly narrow">${say(whyOf(desk.config.readers))}</p>` : '';
}

function whyOf({ forgetAfterDays, proofYears }: Config['readers']): Saying {
  return proofYears === 0
    ? {
        de: `Ein Strich steht, wo es niemand mehr wissen kann: Wer sich abmeldet, wird nach ${forgetAfterDays} Tagen ganz vergessen (readers.proofYears: 0), und mit ihm die Daten des Kommens und Gehens.`,
        en: `A dash stands where nobody can know any more: whoever unsubscribes is forgotten altogether after ${forgetAfterDays} days (readers.proofYears: 0), and with them the dates of coming and going.`,
      }
    : {
        de: `Ein Strich steht, wo es niemand mehr wissen kann: Nachweise über Abgemeldete werden nach ${proofYears} Jahren gelöscht, und mit ihnen die Daten des Kommens und Gehens.`,
        en: `A dash stands where nobody can know any more: proofs of those who unsubscribed are deleted after ${proofYears} years, and with them the dates of coming and going.`,
      };
}
