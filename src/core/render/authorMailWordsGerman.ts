import type { Config } from '../config.ts';
import type { AuthorMailWords, Count, FigureName, FigureWords } from './authorMailWords.ts';

/** The mails to the author in German. */
export function germanAuthorMails(address: Config['address']): AuthorMailWords {
  const say = (du: string, sie: string): string => (address === 'sie' ? sie : du);
  return {
    imprintHeading: 'Impressum',
    footnote: (newsletter, setting) =>
      say(
        `Diese Mail schreibt dir Wochenbrief, weil du „${newsletter}“ herausgibst. Wohin sie geht, steht als „${setting}“ in newsletter.yaml. Wer den Link zum Lesen hat, kann nur lesen; die anderen Links behalte bitte für dich.`,
        `Diese Mail schreibt Ihnen Wochenbrief, weil Sie „${newsletter}“ herausgeben. Wohin sie geht, steht als „${setting}“ in newsletter.yaml. Wer den Link zum Lesen hat, kann nur lesen; die anderen Links behalten Sie bitte für sich.`,
      ),

    draft: ({ week, day, subject, needsApproval }) => ({
      subject: `Entwurf für ${day}: ${subject}`,
      heading: `Der Entwurf für ${day}`,
      paragraphs: [
        needsApproval
          ? say(
              'Der Entwurf ist fertig. Er geht erst hinaus, wenn du ihn freigibst.',
              'Der Entwurf ist fertig. Er geht erst hinaus, wenn Sie ihn freigeben.',
            )
          : say(
              'Der Entwurf ist fertig. Er geht von selbst hinaus; zu tun ist nichts, wenn er dir so gefällt.',
              'Der Entwurf ist fertig. Er geht von selbst hinaus; zu tun ist nichts, wenn er Ihnen so gefällt.',
            ),
        say(
          `Ändern kannst du ihn bis dahin in issues/${week}/issue.md. Gesendet wird, was dann dort steht.`,
          `Ändern können Sie ihn bis dahin in issues/${week}/issue.md. Gesendet wird, was dann dort steht.`,
        ),
      ],
    }),
    reminder: ({ day, subject }) => ({
      subject: `Noch nicht freigegeben: ${subject}`,
      heading: `Der Brief für ${day} wartet`,
      paragraphs: [
        say(
          'Der Entwurf ist noch nicht freigegeben. Ohne deine Antwort geht er nicht hinaus, sondern bleibt liegen. Senden kannst du ihn auch danach noch.',
          'Der Entwurf ist noch nicht freigegeben. Ohne Ihre Antwort geht er nicht hinaus, sondern bleibt liegen. Senden können Sie ihn auch danach noch.',
        ),
        'Das ist die einzige Erinnerung.',
      ],
    }),
    heldSubject: ({ day, subject }) => `Angehalten: ${subject ?? `der Brief für ${day}`}`,
    quiet: ({ day, mayStillLeave }) => ({
      subject: mayStillLeave
        ? `Trotzdem ein Brief am ${day}? Keine neuen Beiträge`
        : `Kein Brief am ${day}: keine neuen Beiträge`,
      heading: 'Eine stille Woche',
      paragraphs: [
        mayStillLeave
          ? say(
              'Im Blog ist seit dem letzten Brief nichts Neues erschienen. Ob trotzdem einer hinausgeht, entscheidest du. Ohne Antwort geht keiner hinaus.',
              'Im Blog ist seit dem letzten Brief nichts Neues erschienen. Ob trotzdem einer hinausgeht, entscheiden Sie. Ohne Antwort geht keiner hinaus.',
            )
          : 'Im Blog ist seit dem letzten Brief nichts Neues erschienen. Darum geht diese Woche kein Brief hinaus, so wie es in newsletter.yaml steht (issue.quietWeek: skip).',
      ],
    }),
    trouble: ({ what, since, week }) => ({
      subject:
        what === 'compose'
          ? 'Es hakt: Der Entwurf kommt nicht zustande'
          : 'Es hakt: Der Brief geht nicht hinaus',
      heading: what === 'compose' ? 'Der Entwurf kommt nicht zustande' : 'Der Brief geht nicht hinaus',
      paragraphs: [
        what === 'compose'
          ? `Seit dem ${since} gelingt es nicht, den Entwurf zusammenzustellen. Der Grund:`
          : `Seit dem ${since} gelingt es nicht, den Brief zu senden. Der Grund:`,
      ],
      next: [
        'Es wird von selbst weiter versucht, mindestens jede halbe Stunde. Verloren geht nichts, und niemand bekommt den Brief doppelt.',
        say(
          `Liegt es an etwas, das du ändern kannst, dann genügt es, das zu tun. Den Stand zeigt: wochenbrief status ${week}`,
          `Liegt es an etwas, das Sie ändern können, dann genügt es, das zu tun. Den Stand zeigt: wochenbrief status ${week}`,
        ),
      ],
    }),
    pausedSubject: (subject) => `Unterbrochen: ${subject}`,
    pausedNext: ({ week }) =>
      say(
        `Bis du entscheidest, geht nichts mehr hinaus. Ist die Ursache behoben, geht es mit dem Knopf weiter oder mit: wochenbrief resume ${week}`,
        `Bis Sie entscheiden, geht nichts mehr hinaus. Ist die Ursache behoben, geht es mit dem Knopf weiter oder mit: wochenbrief resume ${week}`,
      ),
    sent: (figures) => ({
      subject: `Gesendet: ${figures}`,
      heading: 'Der Brief ist hinaus',
      paragraphs: ['Jede Adresse war jetzt an der Reihe. Das ist daraus geworden.'],
    }),
    finished: (figures) => ({
      subject: `Abgeschlossen: ${figures}`,
      heading: 'Der Brief ist abgeschlossen',
      paragraphs: [
        'Auch die aufgeschobenen Zustellungen sind nun entschieden. Das ist der letzte Bericht über diesen Brief.',
      ],
    }),
    broken: (figures) => ({
      subject: `Abgesagt: ${figures}`,
      heading: 'Der Versand ist abgesagt',
      paragraphs: ['Wer den Brief bis dahin nicht hatte, bekommt ihn nicht mehr.'],
    }),

    readers: ({ count, written }) =>
      count === 0
        ? 'noch niemand: Auf der Liste steht keine bestätigte Adresse'
        : count === 1
          ? 'eine Person, Stand jetzt'
          : `${written} Leserinnen und Leser, Stand jetzt`,
    newPosts: 'Neu im Blog',
    olderPosts: 'Zum Wiederlesen',
    noNewPosts: 'Neue Beiträge gab es diese Woche nicht.',
    notes: 'Gut zu wissen',

    figuresHeading: 'Was aus dem Brief wurde',
    figure: (name, count, about) => figureWords(name, count, about, say),
    refusalsHeading: 'Warum abgewiesen',
    deferralsHeading: 'Warum aufgeschoben',
    times: ({ count, written }) => (count === 1 ? 'einmal' : `${written}-mal`),
    moreReasons: ({ count, written }) =>
      count === 1 ? 'und ein weiterer Grund' : `und ${written} weitere Gründe`,
    listHeading: 'Und auf der Liste',
    bounceWarning: {
      heading: 'Zu viele Adressen, die es nicht gibt',
      text: say(
        'Mehr als eine von hundert Adressen existiert nicht. Große Anbieter halten eine solche Liste für ungepflegt und sortieren ihre Briefe aus. Überlege, woher diese Adressen kamen; wer aus einer alten Liste stammt, sollte erst noch einmal bestätigen, ehe der nächste Brief hinausgeht.',
        'Mehr als eine von hundert Adressen existiert nicht. Große Anbieter halten eine solche Liste für ungepflegt und sortieren ihre Briefe aus. Überlegen Sie, woher diese Adressen kamen; wer aus einer alten Liste stammt, sollte erst noch einmal bestätigen, ehe der nächste Brief hinausgeht.',
      ),
    },
  };
}

function figureWords(
  name: FigureName,
  { count, written }: Count,
  { week, nextTry }: { readonly week: string; readonly nextTry: string | null },
  say: (du: string, sie: string) => string,
): FigureWords {
  const one = count === 1;
  switch (name) {
    case 'accepted':
      return {
        figure: `${written} angenommen`,
        meaning: 'Der Mailserver hat den Brief übernommen. Bis ins Postfach kann niemand sehen.',
      };
    case 'rejected':
      return { figure: `${written} abgewiesen`, meaning: 'Der Mailserver nimmt den Brief dort nicht an.' };
    case 'expired':
      return {
        figure: `${written} aufgegeben`,
        meaning: 'Zwei Tage lang bat der Mailserver um Geduld; länger wird nicht versucht.',
      };
    case 'deferred':
      return {
        figure: `${written} aufgeschoben`,
        meaning: `Der Mailserver bat um Geduld. Es wird von selbst wieder versucht${nextTry === null ? '' : `, das nächste Mal am ${nextTry}`}.`,
      };
    case 'uncertain':
      return {
        figure: `${written} ungewiss`,
        meaning: say(
          `Die Verbindung riss im letzten Augenblick ab: Der Brief kann angekommen sein oder nicht. Damit ihn niemand doppelt bekommt, geht er nicht von selbst noch einmal hinaus. Das entscheidest du mit: wochenbrief resolve ${week}`,
          `Die Verbindung riss im letzten Augenblick ab: Der Brief kann angekommen sein oder nicht. Damit ihn niemand doppelt bekommt, geht er nicht von selbst noch einmal hinaus. Das entscheiden Sie mit: wochenbrief resolve ${week}`,
        ),
      };
    case 'left':
      return {
        figure: `${written} ungewiss und so belassen`,
        meaning: say('So hast du es entschieden.', 'So haben Sie es entschieden.'),
      };
    case 'withdrawn':
      return {
        figure: one ? 'Eine Person ging vorher' : `${written} gingen vorher`,
        meaning: 'Abgemeldet oder gesperrt, ehe der Brief an der Reihe war.',
      };
    case 'cancelled':
      return { figure: `${written} abgebrochen`, meaning: 'Dorthin geht der Brief nicht mehr.' };
    case 'waiting':
      return { figure: `${written} noch nicht versucht`, meaning: null };
    case 'newReaders':
      return { figure: one ? 'eine neue Anmeldung' : `${written} neue Anmeldungen`, meaning: null };
    case 'goodbyes':
      return { figure: one ? 'eine Abmeldung' : `${written} Abmeldungen`, meaning: null };
    case 'suppressed':
      return {
        figure: one ? 'eine Adresse gibt es nicht mehr' : `${written} Adressen gibt es nicht mehr`,
        meaning: 'Dorthin geht von nun an nichts mehr.',
      };
  }
}
