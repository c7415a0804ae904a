import { NewsletterError, type Text } from '../../core/errors.ts';
import type { MailboxReading } from '../../flow/readMailbox.ts';
import { openWeek } from '../context.ts';
import { readMailboxOnce } from '../mailboxes.ts';
import { momentIn } from '../moments.ts';
import type { Output } from '../output.ts';
import type { GlobalOptions } from '../settings.ts';

/** `wochenbrief mailbox`: reads once what came to the mailbox, and does what follows from it (R28–R31). */
export async function mailbox(
  options: GlobalOptions & { readonly dryRun?: boolean },
  output: Output,
): Promise<number> {
  const context = await openWeek(options, output, undefined);
  const isDryRun = options.dryRun === true;
  const reading = await readMailboxOnce(context, { isDryRun });
  if (!reading) throw noMailbox();
  if (isDryRun)
    output.say({ de: 'Nur nachgesehen; nichts geändert.', en: 'Only looked; nothing was changed.' });
  output.say({ de: `Neue Mails gelesen: ${reading.mails}`, en: `New mails read: ${reading.mails}` });
  if (reading.hasMore)
    output.say({
      de: 'Es sind noch mehr da; die liest der nächste Aufruf.',
      en: 'There are more; the next call reads them.',
    });
  for (const text of [...countsOf(reading), ...sharesOf(reading)]) output.say(text);
  for (const text of mailsToLookAt(reading, context.config.schedule.timeZone)) output.say(text);
  output.document({ dryRun: isDryRun, ...reading });
  return 0;
}

function countsOf({ suppressed, ...reading }: MailboxReading): readonly Text[] {
  const gone = suppressed.hardBounces + suppressed.softBounces;
  const counts: readonly (readonly [number, Text])[] = [
    [reading.answers, { de: 'Antworten auf Briefe', en: 'Answers to letters' }],
    [reading.bounces, { de: 'Zurückgekommene Briefe', en: 'Letters that came back' }],
    [gone, { de: 'Neu gesperrt, weil nichts mehr ankommt', en: 'Newly suppressed, since nothing arrives' }],
    [reading.goodbyes, { de: 'Abmeldungen', en: 'Goodbyes' }],
    [
      reading.complaints,
      { de: 'Beschwerden (abgemeldet und gesperrt)', en: 'Complaints (unsubscribed and suppressed)' },
    ],
    [
      reading.autoReplies,
      { de: 'Automatische Antworten (ohne Folgen)', en: 'Automatic replies (without consequence)' },
    ],
    [
      reading.unproven,
      {
        de: 'Berichte, die keinen unserer Briefe nachweisen (ohne Folgen)',
        en: 'Reports that prove no letter of ours (without consequence)',
      },
    ],
  ];
  return counts.flatMap(([count, { de, en }]) =>
    count === 0 ? [] : [{ de: `  ${de}: ${count}`, en: `  ${en}: ${count}` }],
  );
}

/** R32: providers stop taking letters that too many complain about. */
function sharesOf({ complainedOf }: MailboxReading): readonly Text[] {
  return complainedOf
    .filter(({ warning }) => warning !== 'none')
    .map(({ week, complaints, accepted, warning }) => ({
      de: `Achtung: Über ${week} haben sich ${complaints} von ${accepted} beschwert. ${warning === 'refused' ? 'Ab 3 von 1.000 nehmen Gmail und andere keine Briefe mehr an.' : 'Mehr als 1 von 1.000 ist zu viel.'}`,
      en: `Warning: ${complaints} of ${accepted} complained about ${week}. ${warning === 'refused' ? 'From 3 in 1,000 on, Gmail and others take no letters any more.' : 'More than 1 in 1,000 is too many.'}`,
    }));
}

function mailsToLookAt({ toLookAt }: MailboxReading, timeZone: string): readonly Text[] {
  return toLookAt.map(({ name, arrivedAt }) => {
    const at = momentIn(timeZone, arrivedAt.toISOString());
    return {
      de: `Bitte selbst ansehen: Die Mail vom ${at.de} (${name}) bittet um Abmeldung, nennt aber keinen gültigen Abmeldelink.`,
      en: `Please look yourself: the mail of ${at.en} (${name}) asks to leave, but names no valid unsubscribe link.`,
    };
  });
}

function noMailbox(): NewsletterError {
  return new NewsletterError(
    'mailbox.missing',
    {
      de: 'Kein Postfach eingestellt, in dem zurückgekommene Briefe und Abmeldungen ankommen.',
      en: 'No mailbox is set that letters that came back and goodbyes arrive in.',
    },
    {
      hint: {
        de: 'In .env: IMAP_URL=imaps://benutzer:passwort@imap.example.org:993\nOder in newsletter.yaml ein Maildir auf diesem Rechner:\n  mailbox:\n    maildir: /home/brief/Maildir',
        en: 'In .env: IMAP_URL=imaps://user:password@imap.example.org:993\nOr in newsletter.yaml a Maildir on this machine:\n  mailbox:\n    maildir: /home/brief/Maildir',
      },
    },
  );
}
