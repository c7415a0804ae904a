import type { Message, PageWords } from './pageWords.ts';
import { germanPages, proofStays } from './pageWordsGerman.ts';

/** The pages in German, with Sie. */
export const formalGermanPages: PageWords = {
  ...germanPages,
  about: (senderName) =>
    `Ein Brief von ${senderName}: ein paar persönliche Worte, die neuen Beiträge aus dem Blog und eine Frage, die Sie mit in die Woche nehmen.`,
  howOften: 'Einmal in der Woche. Wenn Sie mögen, nur einmal im Monat.',
  addressLabel: 'Ihre E-Mail-Adresse',
  nameLabel: 'Ihr Name',
  privacyNotice: 'Was mit Ihren Daten geschieht',
  afterwards:
    'Sie bekommen gleich eine Mail mit einem Link. Erst wenn Sie dort bestätigen, stehen Sie auf der Liste.',
  review: saidAnew(germanPages.review, [
    'An diese Adresse schicken wir Ihnen eine Mail mit einem Link zum Bestätigen.',
  ]),
  formFaults: {
    ...germanPages.formFaults,
    addressMissing: 'Hier fehlt Ihre E-Mail-Adresse.',
    nameTooLong: 'Dieser Name ist zu lang. Bitte kürzen Sie ihn.',
    nameInvalid: 'Bitte nur den Namen, ohne Adressen und Sonderzeichen.',
  },
  mailUnderWay: {
    heading: 'Sehen Sie in Ihr Postfach',
    paragraphs: [
      'Wenn alles stimmt, ist eine Mail an Sie unterwegs. Darin ist ein Link, mit dem Sie die Anmeldung bestätigen. Der Link gilt 14 Tage.',
      'In zehn Minuten noch nichts da? Sehen Sie bitte im Spam-Ordner nach. Und prüfen Sie, ob Sie die Adresse richtig geschrieben haben.',
    ],
  },
  confirmGreeting: (salutation) =>
    `Als Anrede steht im Brief „${salutation}“. Den Namen können Sie danach in den Einstellungen ändern.`,
  confirmed: (newsletter) => ({
    heading: 'Schön, dass Sie da sind',
    paragraphs: [
      `Ihre Anmeldung für „${newsletter}“ ist bestätigt. Beim nächsten Brief sind Sie dabei.`,
      'In jedem Brief steht unten ein Link, mit dem Sie sich wieder abmelden.',
    ],
  }),
  alreadyConfirmed: (newsletter) => ({
    heading: 'Das ist schon bestätigt',
    paragraphs: [`Sie stehen auf der Liste von „${newsletter}“. Mehr ist nicht zu tun.`],
  }),
  unsubscribe: (newsletter) => ({
    heading: 'Vom Brief abmelden',
    paragraphs: [
      `Mit diesem Knopf kommt „${newsletter}“ nicht mehr an diese Adresse. Das gilt sofort.`,
      'Ist es nicht Ihre? Dann hat Ihnen jemand den Brief weitergeleitet, und Sie können diese Seite einfach schließen.',
    ],
  }),
  goodbye: (newsletter, forgetAfterDays) => ({
    heading: 'Sie sind abgemeldet',
    paragraphs: [
      `„${newsletter}“ kommt nicht mehr. Danke, dass Sie mitgelesen haben.`,
      forgetAfterDays === 0
        ? 'Ihr Name und Ihre Adresse werden als Nächstes gelöscht.'
        : `Ihr Name und Ihre Adresse werden nach ${forgetAfterDays === 1 ? 'einem Tag' : `${forgetAfterDays} Tagen`} gelöscht.`,
    ],
  }),
  undoNotice: 'Einen Tag lang können Sie es sich hier anders überlegen.',
  resumed: (newsletter) => ({
    heading: 'Alles wie vorher',
    paragraphs: [`Ihre Abmeldung von „${newsletter}“ ist zurückgenommen. Es gilt wieder, was vorher galt.`],
  }),
  preferences: (newsletter) => ({
    heading: 'Ihre Einstellungen',
    paragraphs: [`Was hier steht, gilt für „${newsletter}“ an diese Adresse.`],
  }),
  preferenceFaults: {
    ...germanPages.preferenceFaults,
    nameTooLong: 'Dieser Name ist zu lang. Bitte kürzen Sie ihn.',
    nameInvalid: 'Bitte nur den Namen, ohne Adressen und Sonderzeichen.',
    dayTooFar: 'Das ist sehr weit weg. Bitte wählen Sie einen Tag in den nächsten zwölf Monaten.',
  },
  goes: 'Ihr Name, Ihre Adresse und Ihre Einstellungen, sofort. Es kommt kein Brief mehr.',
  staysHash:
    'Eine Prüfsumme Ihrer Adresse, aus der sich die Adresse nicht zurückrechnen lässt. An ihr wird erkannt, dass Sie keine Briefe möchten, falls jemand die Adresse wieder einträgt.',
  staysProof: (years) => proofStays('wann Sie mit welchen Worten zugestimmt haben', years),
  erased: (newsletter) => ({
    heading: 'Es ist gelöscht',
    paragraphs: [
      `Ihr Name und Ihre Adresse sind gelöscht. „${newsletter}“ schreibt Ihnen nicht mehr.`,
      'Die Links in alten Briefen führen von nun an ins Leere.',
    ],
  }),
  testLetter: saidAnew(germanPages.testLetter, [
    'Sie kommen aus einem Testbrief. Hier wird niemand abgemeldet und nichts geändert.',
    'Im Brief, den die Leserinnen und Leser bekommen, führt dieser Link auf die eigene Seite jeder Person: zum Abmelden oder zu den Einstellungen.',
  ]),
  problems: {
    ...germanPages.problems,
    badRequest: saidAnew(germanPages.problems.badRequest, [
      'Der Browser hat etwas geschickt, das hier niemand versteht. Geändert wurde nichts. Gehen Sie bitte zurück und versuchen Sie es noch einmal.',
    ]),
    tooLarge: saidAnew(germanPages.problems.tooLarge, [
      'Was Sie geschickt haben, ist zu lang. Geändert wurde nichts. Versuchen Sie es bitte kürzer.',
    ]),
    tooManyRequests: saidAnew(germanPages.problems.tooManyRequests, [
      'Von Ihrem Anschluss kamen eben sehr viele Anfragen. Bitte versuchen Sie es später noch einmal, spätestens in einer Stunde geht es wieder.',
    ]),
    tooManySignUps: saidAnew(germanPages.problems.tooManySignUps, [
      'Damit niemand die Liste missbraucht, ist die Zahl der Anmeldungen in einer Stunde begrenzt. Bitte versuchen Sie es später noch einmal.',
    ]),
    listUnavailable: saidAnew(germanPages.problems.listUnavailable, [
      'Die Liste ist im Augenblick nicht zu erreichen. Geändert wurde nichts. Bitte versuchen Sie es in ein paar Minuten noch einmal.',
    ]),
    failed: saidAnew(germanPages.problems.failed, [
      'Der Fehler liegt bei uns, nicht bei Ihnen. Bitte versuchen Sie es in ein paar Minuten noch einmal. Wenn es dann nicht geht, schreiben Sie uns: Die Adresse steht im Impressum.',
    ]),
    linkForged: saidAnew(germanPages.problems.linkForged, [
      'Vielleicht hat ihn Ihr Mailprogramm in zwei Zeilen zerlegt. Kopieren Sie den ganzen Link aus der Mail in die Adresszeile, bis zum letzten Zeichen.',
    ]),
    linkExpired: saidAnew(germanPages.problems.linkExpired, [
      'Eine Anmeldung lässt sich 14 Tage lang bestätigen, eine Abmeldung einen Tag lang zurücknehmen. Wenn Sie den Brief möchten, melden Sie sich einfach neu an.',
    ]),
    linkUsed: saidAnew(germanPages.problems.linkUsed, [
      'Er wurde schon benutzt, und seitdem hat sich etwas geändert. Wenn Sie den Brief möchten, melden Sie sich einfach neu an.',
    ]),
    linkUnknown: saidAnew(germanPages.problems.linkUnknown, [
      'Die Anmeldung wurde gelöscht, und mit ihr Name und Adresse. Es kommt kein Brief mehr. Wenn Sie wieder mitlesen möchten, melden Sie sich einfach neu an.',
    ]),
  },
};

function saidAnew({ heading }: Message, paragraphs: readonly string[]): Message {
  return { heading, paragraphs };
}
