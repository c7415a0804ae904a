import { html } from 'hono/html';
import type { Config } from '../../../core/config.ts';
import { formatMoment } from '../../../core/locale.ts';
import type { SentTest } from '../../../flow/desk/testLetters.ts';
import { faultBox } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { letterPath } from '../layout.ts';

/** The form that sends the letter to its author, and what the server said last time. */
export function testLetterPart(sent: SentTest | undefined, visit: DeskVisit): Html {
  const { say, link, week, desk } = visit;
  return html`<section class="sending-part" aria-labelledby="test-heading">
    <h2 id="test-heading">
      ${say({ de: 'Ein Test an dich selbst', sie: 'Ein Test an Sie selbst', en: 'A test to yourself' })}
    </h2>
    <form class="test-form" method="post" action="${link(letterPath(week, 'send'))}/test">
      <label for="test-to"
        >${say({ de: 'Deine E-Mail-Adresse', sie: 'Ihre E-Mail-Adresse', en: 'Your e-mail address' })}</label
      >
      <input
        type="email"
        id="test-to"
        name="to"
        value="${sent?.to ?? ownAddress(desk.config)}"
        autocomplete="email"
        required
        aria-describedby="test-about"
      />
      <button class="quiet">${say({ de: 'Testbrief senden', en: 'Send a test letter' })}</button>
    </form>
    <p class="quietly" id="test-about">
      ${say({
        de: 'Der Brief, wie er jetzt ist, so oft du magst. Im Betreff steht „[Test]“; der Abmeldelink meldet niemanden ab und sagt das auch.',
        sie: 'Der Brief, wie er jetzt ist, so oft Sie mögen. Im Betreff steht „[Test]“; der Abmeldelink meldet niemanden ab und sagt das auch.',
        en: 'The letter as it is now, as often as you like. Its subject says "[Test]"; the unsubscribe link unsubscribes nobody and says so.',
      })}
    </p>
    <div id="test-answer" data-live="sending" role="status">${sent ? answerOf(sent, visit) : ''}</div>
  </section>`;
}

/** Where the author reads mail about her newsletter. */
function ownAddress({ author, replyTo, from }: Config): string {
  return author ?? replyTo ?? from.address;
}

function answerOf({ to, at, came }: SentTest, visit: DeskVisit): Html {
  const { say, language, desk } = visit;
  const moment = formatMoment(at.toISOString(), language, desk.config.schedule.timeZone);
  if (came === null)
    return html`<p class="box">
      ${say({
        de: `Der Testbrief an ${to} ist auf dem Weg zum Mailserver …`,
        en: `The test letter to ${to} is on its way to the mail server …`,
      })}
    </p>`;
  if (came === 'mended') return '';
  if ('fault' in came) return faultBox(came.fault, visit);
  const { isAccepted, reply } = came.answer;
  if (isAccepted)
    return html`<p class="box done">
      ${say({
        de: `Der Mailserver hat den Testbrief an ${to} angenommen (${moment}). Gleich liegt er im Postfach; sonst im Spam-Ordner nachsehen.`,
        en: `The mail server has taken the test letter to ${to} (${moment}). It will be in the mailbox soon; else look into the spam folder.`,
      })}
    </p>`;
  return html`<div class="box fault">
    <p>
      ${say({
        de: `Der Mailserver hat den Testbrief an ${to} nicht angenommen (${moment}). Er sagt:`,
        en: `The mail server did not take the test letter to ${to} (${moment}). It says:`,
      })}
    </p>
    <p><code>${reply}</code></p>
  </div>`;
}
