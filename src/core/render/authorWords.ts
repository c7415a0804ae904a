import type { Config } from '../config.ts';
import type { DecisionRefusal } from '../clock/decision.ts';
import type { Language } from '../errors.ts';
import type { LetterOnDesk } from '../clock/letterOnDesk.ts';
import type { LetterState } from '../clock/letterState.ts';
import { formatAppointment, formatWeekday } from '../locale.ts';
import type { WeekId } from '../week.ts';
import { englishAuthorWords } from './authorWordsEnglish.ts';
import { germanAuthorWords } from './authorWordsGerman.ts';
import type { Message } from './pageWords.ts';

/** What sentences about one letter name. */
export interface Naming {
  readonly week: WeekId;
  /** The day it is planned for: `Sonntag`. */
  readonly day: string;
  /** An instant as an appointment. */
  readonly moment: (instant: Date) => string;
}

/** A button: what stands on it, and what it does. */
export interface OfferWords {
  /** Above the page that the mail's link opens. */
  readonly heading: string;
  readonly label: string;
  readonly text: string;
}

/** What the author reads about her letter, in mails and on pages, in one language and with one form of address. */
export interface AuthorWords {
  readonly subjectTerm: string;
  readonly preheaderTerm: string;
  readonly questionTerm: string;
  readonly plannedTerm: string;
  readonly readersTerm: string;

  /** Where a letter stands. */
  readonly state: (state: LetterState, naming: Naming) => Message;
  readonly approve: (desk: Pick<LetterOnDesk, 'state' | 'onceApproved'>, naming: Naming) => OfferWords;
  readonly hold: OfferWords;
  /** `isSubjectToo`: whether the subject is the question, too. */
  readonly question: (present: string, isSubjectToo: boolean) => OfferWords;
  readonly resume: OfferWords;
  readonly read: string;
  readonly readSent: string;

  readonly approved: string;
  readonly held: string;
  readonly resumed: string;
  readonly alreadySo: string;
  readonly refusedHeading: string;
  readonly refusal: (because: DecisionRefusal) => string;

  readonly asked: (question: string) => Message;
  readonly subjectToo: string;
  readonly ownReplaced: (question: string) => string;
  readonly noneLeft: Message;
  readonly noQuestion: Message;
  readonly questionChanged: Message;

  readonly noDraft: Message;
  readonly faultHeading: string;
  readonly faultNext: string;
  readonly draftMark: string;
  readonly sentMark: string;
}

/** The author's words in a language; German ones address her as the settings say. */
export function authorWordsFor(language: Language, config: Pick<Config, 'address'>): AuthorWords {
  if (language === 'en') return englishAuthorWords;
  return config.address === 'sie' ? germanAuthorWords('sie') : germanAuthorWords('du');
}

/** How sentences name a letter and its hours. */
export function namingOf(
  { week, plannedFor }: Pick<LetterOnDesk, 'week' | 'plannedFor'>,
  language: Language,
  { schedule }: Pick<Config, 'schedule'>,
): Naming {
  const { timeZone } = schedule;
  return {
    week,
    day: formatWeekday(plannedFor, language, timeZone),
    moment: (instant) => formatAppointment(instant, language, timeZone),
  };
}
