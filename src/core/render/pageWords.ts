import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import { formalGermanPages } from './pageWordsFormalGerman.ts';
import { germanPages } from './pageWordsGerman.ts';
import { englishPages } from './pageWordsEnglish.ts';
import type { FormFault, PageProblem, PreferenceFault } from './pages.ts';

/** What a page says above everything else: its heading, and a few paragraphs. */
export interface Message {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

/** Every sentence the public pages need, in one language and with one form of address. */
export interface PageWords {
  readonly imprint: string;
  readonly privacy: string;
  readonly archive: string;
  readonly home: string;

  readonly about: (senderName: string) => string;
  readonly whatTerm: string;
  readonly what: string;
  readonly howOftenTerm: string;
  readonly howOften: string;
  readonly fromTerm: string;
  readonly latestHeading: string;

  readonly subscribeHeading: (newsletter: string) => string;
  readonly addressLabel: string;
  readonly nameLabel: string;
  readonly nameHint: string;
  readonly trapLabel: string;
  readonly privacyNotice: string;
  readonly afterwards: string;
  readonly subscribe: string;
  readonly review: Message;
  readonly reviewSubmit: string;
  readonly reviewChange: string;
  readonly faultsHeading: string;
  readonly faultyTitle: (title: string) => string;
  readonly formFaults: Readonly<Record<FormFault, string>>;

  readonly mailUnderWay: Message;
  readonly confirm: (newsletter: string) => Message;
  /** How letters will greet; somebody else may have entered the name. */
  readonly confirmGreeting: (salutation: string) => string;
  readonly confirmSubmit: string;
  readonly confirmed: (newsletter: string) => Message;
  readonly alreadyConfirmed: (newsletter: string) => Message;
  readonly toPreferences: string;

  readonly unsubscribe: (newsletter: string) => Message;
  readonly unsubscribeSubmit: string;
  readonly lessHeading: string;
  readonly pauseLabel: string;
  readonly pauseSubmit: string;
  readonly monthlyText: string;
  readonly monthlySubmit: string;
  readonly goodbye: (newsletter: string, forgetAfterDays: number) => Message;
  readonly undoNotice: string;
  readonly undo: string;
  readonly resumed: (newsletter: string) => Message;

  readonly preferences: (newsletter: string) => Message;
  readonly preferencesSaved: string;
  readonly languageLabel: string;
  readonly languageHint: string;
  readonly newslettersOwn: (language: Language) => string;
  readonly rhythmLabel: string;
  readonly weekly: string;
  readonly monthly: string;
  readonly pausedUntilLabel: string;
  readonly pausedUntilHint: string;
  readonly save: string;
  readonly leaveHeading: string;
  readonly toUnsubscribe: string;
  readonly toErase: string;
  readonly preferenceFaults: Readonly<Record<PreferenceFault, string>>;

  readonly erase: (newsletter: string) => Message;
  readonly goesHeading: string;
  readonly goes: string;
  readonly staysHeading: string;
  readonly staysHash: string;
  readonly staysProof: (years: number) => string;
  readonly eraseSubmit: string;
  readonly eraseCancel: string;
  readonly erased: (newsletter: string) => Message;
  readonly testLetter: Message;

  readonly archiveLead: (newsletter: string) => string;
  readonly archiveEmpty: string;
  readonly feed: string;

  readonly signUpAgain: string;
  readonly problems: Readonly<Record<PageProblem, Message>>;

  readonly embedComment: string;
}

/** The words of the pages in a language; German ones address the reader as the settings say. */
export function pageWordsFor(language: Language, config: Pick<Config, 'address'>): PageWords {
  if (language === 'en') return englishPages;
  return config.address === 'sie' ? formalGermanPages : germanPages;
}
