import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import type { ServiceMailKind } from '../list/dueMails.ts';

/** The first sentence: somebody asked for this address, when and where. */
export interface Request {
  readonly title: string;
  /** `20. November 2026 um 20:03 Uhr` */
  readonly moment: string;
  /** Where the form stood, as `brief.example.org/form`. */
  readonly form: string | null;
}

/** Every sentence of the mails about the list itself, in one language and with one form of address. */
export interface ServiceMailWords {
  readonly subject: Readonly<Record<ServiceMailKind, (title: string) => string>>;
  readonly greeting: string;
  readonly imprintHeading: string;

  readonly confirmHeading: string;
  readonly requested: (request: Request) => string;
  /** The same for somebody whom a form of ours never asked: the address came from elsewhere. */
  readonly broughtAlong: (request: Request & { readonly origin: string }) => string;
  readonly wordingIntro: string;
  readonly confirm: string;
  readonly validity: (until: string) => string;
  readonly reminderValidity: (until: string) => string;
  readonly notYou: string;

  readonly noticeHeading: string;
  readonly requestedAgain: (request: Pick<Request, 'title' | 'moment'>) => string;
  readonly nothingToDo: string;
  readonly preferences: string;
  readonly unsubscribe: string;
}

/** The words of these mails in a language; German ones address the person as the settings say. */
export function serviceMailWordsFor(language: Language, config: Pick<Config, 'address'>): ServiceMailWords {
  if (language === 'en') return english;
  return config.address === 'sie' ? formalGerman : german;
}

const english: ServiceMailWords = {
  subject: {
    confirm: (title) => `Please confirm your sign-up: ${title}`,
    reminder: (title) => `Not confirmed yet, your sign-up: ${title}`,
    notice: (title) => `You are on the list already: ${title}`,
  },
  greeting: 'Hello,',
  imprintHeading: 'Imprint',

  confirmHeading: 'Please confirm your sign-up',
  requested: ({ title, moment, form }) =>
    `on ${moment} this address was entered for the newsletter “${title}”${form === null ? '' : ` at ${form}`}.`,
  broughtAlong: ({ title, moment, origin }) =>
    `on ${moment} this address came to the list of the newsletter “${title}” (${origin}). Letters are sent to it only after you confirm that you want them.`,
  wordingIntro: 'By confirming you agree to this:',
  confirm: 'Confirm sign-up',
  validity: (until) => `The link is valid until ${until}. After that the sign-up is deleted.`,
  reminderValidity: (until) =>
    `This is the only reminder. Without a confirmation the sign-up is deleted on ${until}.`,
  notYou:
    'It was not you, or you do not want it? Then there is nothing to do: without a confirmation you get nothing.',

  noticeHeading: 'You are on the list already',
  requestedAgain: ({ title, moment }) =>
    `on ${moment} somebody, perhaps you, entered this address for the newsletter “${title}”. It is on the list already.`,
  nothingToDo: 'There is nothing to do. Everything stays as it was.',
  preferences: 'See your preferences',
  unsubscribe: 'Unsubscribe',
};

const german: ServiceMailWords = {
  subject: {
    confirm: (title) => `Bitte bestätige deine Anmeldung: ${title}`,
    reminder: (title) => `Noch nicht bestätigt, deine Anmeldung: ${title}`,
    notice: (title) => `Du stehst schon auf der Liste: ${title}`,
  },
  greeting: 'Hallo,',
  imprintHeading: 'Impressum',

  confirmHeading: 'Bitte bestätige deine Anmeldung',
  requested: ({ title, moment, form }) =>
    `am ${moment} wurde diese Adresse${form === null ? '' : ` auf ${form}`} für den Newsletter „${title}“ eingetragen.`,
  broughtAlong: ({ title, moment, origin }) =>
    `am ${moment} kam diese Adresse auf die Liste des Newsletters „${title}“ (${origin}). Briefe gehen erst dann an sie, wenn du bestätigst, dass du sie möchtest.`,
  wordingIntro: 'Mit der Bestätigung erklärst du:',
  confirm: 'Anmeldung bestätigen',
  validity: (until) => `Der Link gilt bis zum ${until}. Danach wird die Anmeldung gelöscht.`,
  reminderValidity: (until) =>
    `Dies ist die einzige Erinnerung. Ohne Bestätigung wird die Anmeldung am ${until} gelöscht.`,
  notYou:
    'Das warst nicht du, oder du möchtest das nicht? Dann musst du nichts tun: Ohne Bestätigung bekommst du nichts.',

  noticeHeading: 'Du stehst schon auf der Liste',
  requestedAgain: ({ title, moment }) =>
    `am ${moment} hat jemand, vielleicht du selbst, diese Adresse für den Newsletter „${title}“ eingetragen. Sie steht dort schon auf der Liste.`,
  nothingToDo: 'Zu tun ist nichts. Alles bleibt, wie es ist.',
  preferences: 'Einstellungen ansehen',
  unsubscribe: 'Abmelden',
};

const formalGerman: ServiceMailWords = {
  ...german,
  subject: {
    confirm: (title) => `Bitte bestätigen Sie Ihre Anmeldung: ${title}`,
    reminder: (title) => `Noch nicht bestätigt, Ihre Anmeldung: ${title}`,
    notice: (title) => `Sie stehen schon auf der Liste: ${title}`,
  },
  greeting: 'Guten Tag,',
  confirmHeading: 'Bitte bestätigen Sie Ihre Anmeldung',
  wordingIntro: 'Mit der Bestätigung erklären Sie:',
  broughtAlong: ({ title, moment, origin }) =>
    `am ${moment} kam diese Adresse auf die Liste des Newsletters „${title}“ (${origin}). Briefe gehen erst dann an sie, wenn Sie bestätigen, dass Sie sie möchten.`,
  notYou:
    'Das waren nicht Sie, oder Sie möchten das nicht? Dann müssen Sie nichts tun: Ohne Bestätigung bekommen Sie nichts.',
  noticeHeading: 'Sie stehen schon auf der Liste',
  requestedAgain: ({ title, moment }) =>
    `am ${moment} hat jemand, vielleicht Sie selbst, diese Adresse für den Newsletter „${title}“ eingetragen. Sie steht dort schon auf der Liste.`,
};
