import { html } from 'hono/html';
import type { SentFigures } from '../../../core/desk/sentFigures.ts';
import type { LyingLetter } from '../../../flow/desk/sendingView.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { figuresList, figuresOf } from '../figuresList.ts';
import { people } from '../inWords.ts';
import { letterPath } from '../layout.ts';
import { serverReasons } from './serverReasons.ts';

/** What became of a letter so far, with what it asks of the author. */
export function letterFigures(
  { run }: Pick<LyingLetter, 'run'>,
  figures: SentFigures,
  visit: DeskVisit,
): Html {
  const { say, link, week } = visit;
  const { totals } = figures;
  const year = week.slice(0, 4);
  return html`${figuresList(figuresOf(figures), visit)}
    ${totals.uncertain > 0 ? uncertainBox(totals.uncertain, visit) : ''} ${serverReasons(figures, visit)}
    ${
      run?.result && !figures.isOpen && totals.accepted > 0
        ? html`<p class="narrow">
            ${say({
              de: '„Angenommen“ heißt: Der Mailserver hat ihn übernommen. Antworten kommen in dein Postfach.',
              sie: '„Angenommen“ heißt: Der Mailserver hat ihn übernommen. Antworten kommen in Ihr Postfach.',
              en: '"Accepted" means that the mail server has taken it over. Answers come to your mailbox.',
            })}
          </p>`
        : ''
    }
    <p>
      <a href="${link(letterPath(week, 'letter'))}/sent"
        >${say({ de: 'So ging er hinaus', en: 'As it was sent' })}</a
      >
      · <a href="${link(`/year/${year}`)}">${say({ de: `Das Jahr ${year}`, en: `The year ${year}` })}</a>
    </p>`;
}

function uncertainBox(count: number, { say, week, desk }: DeskVisit): Html {
  return html`<div class="box warning">
    <p>
      ${say({
        de: `Bei ${people(count).de} ist ungewiss, ob der Brief ankam: Er war unterwegs, und die Antwort des Servers kam hier nicht mehr an. Noch einmal gesendet käme er womöglich doppelt, darum geschieht nichts von selbst. Ansehen und entscheiden:`,
        en: `For ${people(count).en} it is uncertain whether the letter arrived: it was on its way, and the server’s answer did not get here any more. Sent again it might come twice, so nothing happens by itself. Look and decide:`,
      })}
    </p>
    <p><code>${desk.commandCall(['resolve', week])}</code></p>
  </div>`;
}
