import type { AuthorNews } from '../clock/authorNews.ts';
import type { Config } from '../config.ts';
import { englishAuthorMails } from './authorMailWordsEnglish.ts';
import { germanAuthorMails } from './authorMailWordsGerman.ts';
import type { Naming } from './authorWords.ts';
import type { Message } from './pageWords.ts';

/** Mail programs show the subject alone at first, so it tells the essence. */
export interface MailMessage extends Message {
  readonly subject: string;
}

/** A number, written as the language writes it, and the number itself for singular and plural. */
export interface Count {
  readonly count: number;
  readonly written: string;
}

/** One line of figures: the number with its word, and what that means. */
export interface FigureWords {
  readonly figure: string;
  readonly meaning: string | null;
}

/** Which figures there are; each is left out while it is zero. */
export type FigureName =
  | 'accepted'
  | 'rejected'
  | 'expired'
  | 'deferred'
  | 'uncertain'
  | 'left'
  | 'withdrawn'
  | 'cancelled'
  | 'waiting'
  | 'newReaders'
  | 'goodbyes'
  | 'suppressed';

/** What the mails to the author say besides what her pages say, too. */
export interface AuthorMailWords {
  readonly imprintHeading: string;
  /** Why she gets this mail, and the setting that says where it goes. */
  readonly footnote: (newsletter: string, setting: string) => string;

  readonly draft: (
    about: Naming & { readonly subject: string; readonly needsApproval: boolean },
  ) => MailMessage;
  readonly reminder: (about: Naming & { readonly subject: string }) => MailMessage;
  readonly heldSubject: (about: Naming & { readonly subject: string | null }) => string;
  readonly quiet: (about: Naming & { readonly mayStillLeave: boolean }) => MailMessage;
  readonly trouble: (
    about: Naming & {
      readonly what: Extract<AuthorNews, { kind: 'trouble' }>['what'];
      readonly since: string;
    },
  ) => MailMessage & { readonly next: readonly string[] };
  readonly pausedSubject: (subject: string) => string;
  readonly pausedNext: (naming: Pick<Naming, 'week'>) => string;
  readonly sent: (figures: string) => MailMessage;
  readonly finished: (figures: string) => MailMessage;
  readonly broken: (figures: string) => MailMessage;

  readonly readers: (count: Count) => string;
  readonly newPosts: string;
  readonly olderPosts: string;
  readonly noNewPosts: string;
  readonly notes: string;

  readonly figuresHeading: string;
  readonly figure: (
    name: FigureName,
    count: Count,
    about: { readonly week: string; readonly nextTry: string | null },
  ) => FigureWords;
  readonly refusalsHeading: string;
  readonly deferralsHeading: string;
  readonly times: (count: Count) => string;
  readonly moreReasons: (count: Count) => string;
  readonly listHeading: string;
  readonly bounceWarning: { readonly heading: string; readonly text: string };
}

/** The words of these mails; German ones address the author as the settings say. */
export function authorMailWordsFor({ locale, address }: Pick<Config, 'locale' | 'address'>): AuthorMailWords {
  return locale === 'en' ? englishAuthorMails : germanAuthorMails(address);
}
