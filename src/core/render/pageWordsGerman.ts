import type { PageWords } from './pageWords.ts';

/** The pages in German, among friends. */
export const germanPages: PageWords = {
  imprint: 'Impressum',
  privacy: 'Datenschutz',
  archive: 'Alle Briefe',
  home: 'Zur Startseite',

  about: (senderName) =>
    `Ein Brief von ${senderName}: ein paar persönliche Worte, die neuen Beiträge aus dem Blog und eine Frage, die du mit in die Woche nimmst.`,
  whatTerm: 'Was kommt',
  what: 'Ein Brief zum Lesen, auf dem Telefon wie auf Papier. Er zählt nicht, wer ihn öffnet oder was angeklickt wird.',
  howOftenTerm: 'Wie oft',
  howOften: 'Einmal in der Woche. Wenn du magst, nur einmal im Monat.',
  fromTerm: 'Von wem',
  latestHeading: 'Der letzte Brief',

  subscribeHeading: (newsletter) => `„${newsletter}“ bekommen`,
  addressLabel: 'Deine E-Mail-Adresse',
  nameLabel: 'Dein Vorname',
  nameHint: 'Freiwillig, für die Anrede im Brief.',
  trapLabel: 'Dieses Feld bitte leer lassen',
  privacyNotice: 'Was mit deinen Daten geschieht',
  afterwards:
    'Du bekommst gleich eine Mail mit einem Link. Erst wenn du dort bestätigst, stehst du auf der Liste.',
  subscribe: 'Anmelden',
  review: {
    heading: 'Stimmt das so?',
    paragraphs: ['An diese Adresse schicken wir dir eine Mail mit einem Link zum Bestätigen.'],
  },
  reviewSubmit: 'Ja, anmelden',
  reviewChange: 'Nein, noch einmal von vorn',
  faultsHeading: 'Da stimmt noch etwas nicht',
  faultyTitle: (title) => `Bitte prüfen: ${title}`,
  formFaults: {
    addressMissing: 'Hier fehlt deine E-Mail-Adresse.',
    addressInvalid: 'Das ist noch keine E-Mail-Adresse. Gemeint ist etwas wie name@example.org',
    nameTooLong: 'Dieser Name ist zu lang. Der Vorname genügt.',
    nameInvalid: 'Bitte nur den Vornamen, ohne Adressen und Sonderzeichen.',
  },

  mailUnderWay: {
    heading: 'Sieh in dein Postfach',
    paragraphs: [
      'Wenn alles stimmt, ist eine Mail an dich unterwegs. Darin ist ein Link, mit dem du die Anmeldung bestätigst. Der Link gilt 14 Tage.',
      'In zehn Minuten noch nichts da? Sieh im Spam-Ordner nach. Und prüfe, ob du die Adresse richtig geschrieben hast.',
    ],
  },
  confirm: (newsletter) => ({
    heading: 'Anmeldung bestätigen',
    paragraphs: [`Mit diesem Knopf kommt „${newsletter}“ ab jetzt an diese Adresse.`],
  }),
  confirmGreeting: (salutation) =>
    `Als Anrede steht im Brief „${salutation}“. Den Namen kannst du danach in den Einstellungen ändern.`,
  confirmSubmit: 'Ja, ich möchte den Brief',
  confirmed: (newsletter) => ({
    heading: 'Schön, dass du da bist',
    paragraphs: [
      `Deine Anmeldung für „${newsletter}“ ist bestätigt. Beim nächsten Brief bist du dabei.`,
      'In jedem Brief steht unten ein Link, mit dem du dich wieder abmeldest.',
    ],
  }),
  alreadyConfirmed: (newsletter) => ({
    heading: 'Das ist schon bestätigt',
    paragraphs: [`Du stehst auf der Liste von „${newsletter}“. Mehr ist nicht zu tun.`],
  }),
  toPreferences: 'Einstellungen ansehen',

  unsubscribe: (newsletter) => ({
    heading: 'Vom Brief abmelden',
    paragraphs: [
      `Mit diesem Knopf kommt „${newsletter}“ nicht mehr an diese Adresse. Das gilt sofort.`,
      'Ist es nicht deine? Dann hat dir jemand den Brief weitergeleitet, und du kannst diese Seite einfach schließen.',
    ],
  }),
  unsubscribeSubmit: 'Abmelden',
  lessHeading: 'Oder lieber etwas weniger?',
  pauseLabel: 'Eine Pause machen bis',
  pauseSubmit: 'Pause machen',
  monthlyText: 'Ein einziger Brief im Monat, mit allen Beiträgen seit dem letzten.',
  monthlySubmit: 'Nur einmal im Monat',
  goodbye: (newsletter, forgetAfterDays) => ({
    heading: 'Du bist abgemeldet',
    paragraphs: [
      `„${newsletter}“ kommt nicht mehr. Danke, dass du mitgelesen hast.`,
      forgetAfterDays === 0
        ? 'Dein Name und deine Adresse werden als Nächstes gelöscht.'
        : `Dein Name und deine Adresse werden nach ${forgetAfterDays === 1 ? 'einem Tag' : `${forgetAfterDays} Tagen`} gelöscht.`,
    ],
  }),
  undoNotice: 'Einen Tag lang kannst du es dir hier anders überlegen.',
  undo: 'Doch dabeibleiben',
  resumed: (newsletter) => ({
    heading: 'Alles wie vorher',
    paragraphs: [`Deine Abmeldung von „${newsletter}“ ist zurückgenommen. Es gilt wieder, was vorher galt.`],
  }),

  preferences: (newsletter) => ({
    heading: 'Deine Einstellungen',
    paragraphs: [`Was hier steht, gilt für „${newsletter}“ an diese Adresse.`],
  }),
  preferencesSaved: 'Gespeichert.',
  languageLabel: 'Sprache',
  languageHint:
    'Für diese Seiten und den Rahmen des Briefs. Was darin geschrieben steht, bleibt, wie es ist.',
  newslettersOwn: (language) => `Wie der Brief (${language === 'de' ? 'Deutsch' : 'Englisch'})`,
  rhythmLabel: 'Wie oft',
  weekly: 'Jede Woche',
  monthly: 'Einmal im Monat, ein Brief mit allem',
  pausedUntilLabel: 'Pause bis',
  pausedUntilHint: 'Ab diesem Tag kommen wieder Briefe. Leer heißt: keine Pause.',
  save: 'Speichern',
  leaveHeading: 'Abmelden oder löschen',
  toUnsubscribe: 'Vom Brief abmelden',
  toErase: 'Alles über mich löschen',
  preferenceFaults: {
    nameTooLong: 'Dieser Name ist zu lang. Der Vorname genügt.',
    nameInvalid: 'Bitte nur den Vornamen, ohne Adressen und Sonderzeichen.',
    dayInvalid: 'Diesen Tag gibt es nicht. Ein Datum sieht so aus: 2026-12-24',
    dayPast: 'Dieser Tag ist schon vorbei.',
    dayTooFar: 'Das ist sehr weit weg. Wähle bitte einen Tag in den nächsten zwölf Monaten.',
  },

  erase: (newsletter) => ({
    heading: 'Alles über mich löschen',
    paragraphs: [
      `Es geht um alles, was „${newsletter}“ zu dieser Adresse gespeichert hat. Das lässt sich nicht rückgängig machen.`,
    ],
  }),
  goesHeading: 'Was gelöscht wird',
  goes: 'Dein Name, deine Adresse und deine Einstellungen, sofort. Es kommt kein Brief mehr.',
  staysHeading: 'Was bleibt, und warum',
  staysHash:
    'Eine Prüfsumme deiner Adresse, aus der sich die Adresse nicht zurückrechnen lässt. An ihr wird erkannt, dass du keine Briefe möchtest, falls jemand die Adresse wieder einträgt.',
  staysProof: (years) => proofStays('wann du mit welchen Worten zugestimmt hast', years),
  eraseSubmit: 'Endgültig löschen',
  eraseCancel: 'Lieber nicht, zurück zu den Einstellungen',
  erased: (newsletter) => ({
    heading: 'Es ist gelöscht',
    paragraphs: [
      `Dein Name und deine Adresse sind gelöscht. „${newsletter}“ schreibt dir nicht mehr.`,
      'Die Links in alten Briefen führen von nun an ins Leere.',
    ],
  }),
  testLetter: {
    heading: 'Das war nur ein Test',
    paragraphs: [
      'Du kommst aus einem Testbrief. Hier wird niemand abgemeldet und nichts geändert.',
      'Im Brief, den die Leserinnen und Leser bekommen, führt dieser Link auf die eigene Seite jeder Person: zum Abmelden oder zu den Einstellungen.',
    ],
  },

  archiveLead: (newsletter) => `Was „${newsletter}“ bisher geschrieben hat.`,
  archiveEmpty: 'Noch ist kein Brief erschienen. Der erste kommt bald.',
  feed: 'Als Feed abonnieren',

  signUpAgain: 'Neu anmelden',
  problems: {
    notFound: {
      heading: 'Diese Seite gibt es nicht',
      paragraphs: ['Vielleicht fehlt ein Stück der Adresse, oder die Seite ist umgezogen.'],
    },
    wrongMethod: {
      heading: 'So lässt sich diese Seite nicht öffnen',
      paragraphs: ['Meist hilft es, noch einmal von vorn zu beginnen.'],
    },
    badRequest: {
      heading: 'Das kam nicht richtig an',
      paragraphs: [
        'Der Browser hat etwas geschickt, das hier niemand versteht. Geändert wurde nichts. Geh zurück und versuche es noch einmal.',
      ],
    },
    tooLarge: {
      heading: 'Das war zu viel auf einmal',
      paragraphs: ['Was du geschickt hast, ist zu lang. Geändert wurde nichts. Versuche es bitte kürzer.'],
    },
    tooManyRequests: {
      heading: 'Einen Augenblick, bitte',
      paragraphs: [
        'Von deinem Anschluss kamen eben sehr viele Anfragen. Versuche es bitte später noch einmal, spätestens in einer Stunde geht es wieder.',
      ],
    },
    tooManySignUps: {
      heading: 'Gerade melden sich zu viele an',
      paragraphs: [
        'Damit niemand die Liste missbraucht, ist die Zahl der Anmeldungen in einer Stunde begrenzt. Versuche es bitte später noch einmal.',
      ],
    },
    listUnavailable: {
      heading: 'Das geht gerade nicht',
      paragraphs: [
        'Die Liste ist im Augenblick nicht zu erreichen. Geändert wurde nichts. Versuche es bitte in ein paar Minuten noch einmal.',
      ],
    },
    failed: {
      heading: 'Hier ist etwas schiefgegangen',
      paragraphs: [
        'Der Fehler liegt bei uns, nicht bei dir. Versuche es bitte in ein paar Minuten noch einmal. Wenn es dann nicht geht, schreib uns: Die Adresse steht im Impressum.',
      ],
    },
    linkForged: {
      heading: 'Dieser Link ist nicht vollständig',
      paragraphs: [
        'Vielleicht hat ihn dein Mailprogramm in zwei Zeilen zerlegt. Kopiere den ganzen Link aus der Mail in die Adresszeile, bis zum letzten Zeichen.',
      ],
    },
    linkExpired: {
      heading: 'Dieser Link ist abgelaufen',
      paragraphs: [
        'Eine Anmeldung lässt sich 14 Tage lang bestätigen, eine Abmeldung einen Tag lang zurücknehmen. Wenn du den Brief möchtest, melde dich einfach neu an.',
      ],
    },
    linkUsed: {
      heading: 'Dieser Link hat seinen Dienst getan',
      paragraphs: [
        'Er wurde schon benutzt, und seitdem hat sich etwas geändert. Wenn du den Brief möchtest, melde dich einfach neu an.',
      ],
    },
    linkUnknown: {
      heading: 'Zu diesem Link gibt es niemanden mehr',
      paragraphs: [
        'Die Anmeldung wurde gelöscht, und mit ihr Name und Adresse. Es kommt kein Brief mehr. Wenn du wieder mitlesen möchtest, melde dich einfach neu an.',
      ],
    },
  },

  embedComment:
    'Anmeldeformular für andere Websites. In WordPress: Block „Individuelles HTML“ einfügen und alles hier hineinkopieren. Aussehen darf es, wie es will; Namen (name=…) und Adresse (action=…) bitte lassen.',
};

/** What a proof says, and how long it is kept. */
export function proofStays(when: string, years: number): string {
  return `Ein Nachweis, ${when}, ohne Namen und ohne Adresse. Er wird nur gebraucht, falls es darüber Streit gibt, und ${years === 1 ? 'nach dem Ende des nächsten Jahres' : `nach ${years} Jahren zum Jahresende`} gelöscht.`;
}
