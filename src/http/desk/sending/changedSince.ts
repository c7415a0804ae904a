import { html } from 'hono/html';
import { changesSince, type SeenChange, type SeenLetter } from '../../../core/desk/seenLetter.ts';
import type { Saying } from '../../../core/saying.ts';
import type { SecondLook } from '../../../flow/desk/secondLook.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { numberIn, people } from '../inWords.ts';

/** What a letter looked at may not be any more: as its author saw it, unbegun, or where it stood (it may be held by now). */
export type Change = SeenChange | 'begun' | 'state';

/** What has changed since the letter that was asked for was looked at; null asks for the rest of one. */
export function changesOf(asked: SeenLetter | null, look: SecondLook): readonly Change[] {
  if (look.is === 'rest') return asked === null ? [] : ['begun'];
  return asked === null ? ['draft'] : changesSince(asked, look.seen);
}

/** Names it. */
export function changesBox(
  changes: readonly Change[],
  look: SecondLook,
  asked: SeenLetter | null,
  { say, language }: DeskVisit,
): Html {
  const before = asked && Number.isSafeInteger(asked.readers) ? numberIn(language, asked.readers) : '?';
  const sayings: Readonly<Record<Change, Saying>> = {
    draft: { de: 'Der Entwurf ist ein anderer.', en: 'The draft is another one.' },
    look: {
      de: 'Der Brief sieht anders aus: Vorlagen oder Einstellungen sind andere.',
      en: 'The letter looks different: templates or settings are others.',
    },
    readers: {
      de: `Wer ihn bekommt, ist nicht mehr derselbe Kreis: Es waren ${before}, nun sind es ${people(look.readers).de}.`,
      en: `Those who get it are not the same any more: there were ${before}, now there are ${people(look.readers).en}.`,
    },
    state: {
      de: 'Der Brief wurde inzwischen angehalten, freigegeben oder abgesagt.',
      en: 'The letter was held, approved or cancelled meanwhile.',
    },
    begun: {
      de: 'Der Versand hat inzwischen begonnen; hier geht er nur weiter.',
      en: 'Sending has begun meanwhile; here it only goes on.',
    },
  };
  return html`<div class="box warning" role="alert">
    <p>
      ${say({
        de: 'Noch nichts gesendet: Seit dem letzten Blick hat sich etwas geändert.',
        en: 'Nothing sent yet: something has changed since the last look.',
      })}
    </p>
    <ul class="sending-found">
      ${changes.map((change) => html`<li>${say(sayings[change])}</li>`)}
    </ul>
  </div>`;
}
