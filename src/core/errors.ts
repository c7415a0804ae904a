/** A sentence in both languages of the interface; the room that prints chooses. */
export interface Text {
  readonly de: string;
  readonly en: string;
}

/** The languages Wochenbrief speaks. */
export type Language = keyof Text;

/** A line of a file; null where only the file is known. */
export interface Place {
  readonly file: string;
  readonly line: number | null;
}

/** Every failure Wochenbrief can name, with what it means. */
export const errorCodes = {
  'config.missing': 'There is no newsletter.yaml in the folder.',
  'config.invalid': 'newsletter.yaml cannot be read or holds wrong values.',
  'config.incomplete': 'A setting that only sending needs is missing or still a placeholder.',
  'config.changed': 'newsletter.yaml was changed by somebody else while it was saved.',
  'secret.missing': 'NEWSLETTER_SECRET is not set, or too short to sign links with.',
  'secret.changed': 'Suppressed addresses are hashed with a secret that is no longer in NEWSLETTER_SECRET.',
  'feed.unreachable': 'A feed did not answer, or not in time, or with an error status.',
  'feed.refused': 'A feed address must not be fetched: wrong scheme, private network, too many redirects.',
  'feed.tooLarge': 'A feed is larger than what is read.',
  'feed.unreadable': 'What a feed address answered is no feed.',
  'folder.unreadable': 'A folder of posts cannot be read.',
  'post.faulty': 'Posts have faults that keep them from being featured.',
  'prompts.invalid': 'prompts.yaml cannot be read or holds wrong values.',
  'prompts.alike': 'A question to add stands in prompts.yaml already, or one that is nearly the same.',
  'prompts.changed': 'prompts.yaml was changed by somebody else while a question was added.',
  'week.invalid': 'A week is not written like 2026-W47.',
  'issue.missing': 'There is no draft for the week.',
  'issue.invalid': 'issue.md cannot be read or holds wrong values.',
  'issue.frozen': 'The draft was changed after sending had begun.',
  'issue.changed': 'The draft was changed by somebody else while it was composed.',
  'issue.byHand': 'issue.md is written in a way that only a hand can change without losing anything.',
  'issue.paused': 'Sending of the letter is paused, by the author or because too much went wrong.',
  'issue.held': 'The letter does not leave by itself: its author holds it, or its hour is over.',
  'issue.cancelled': 'The author has cancelled the letter.',
  'issue.tooLate': 'What was asked for concerns a letter that has left already, or is finished.',
  'issue.quiet': 'There are no new posts, and the settings ask the author what to do.',
  'list.missing': 'There is no subscribers.json in the folder.',
  'list.invalid': 'subscribers.json cannot be read or holds wrong values.',
  'list.stale': 'subscribers.json was replaced by an older state of itself while the program ran.',
  'list.empty': 'Nobody on the list may be mailed, so there is nothing to freeze and send.',
  'ledger.damaged': 'A ledger has a line that cannot be trusted.',
  'lock.held': 'Another process works on the same files.',
  'lock.lost': 'Another process has taken over what this one was doing; this one stopped.',
  'template.missing': 'A template is not there.',
  'template.broken': 'A template does not compile, or names a field or helper that does not exist.',
  'template.unsafe': 'A file in the folder would make MJML run foreign code.',
  'letter.tooLarge': 'The rendered letter is larger than mail programs show.',
  'address.invalid': 'An e-mail address cannot be used.',
  'token.invalid': 'A signed link is malformed, forged, or meant for something else.',
  'token.expired': 'A signed link is older than it may be.',
  'subscriber.missing': 'Nobody with this address is on the list.',
  'subscriber.suppressed':
    'An address must not be mailed: it bounced, complained, or was suppressed by hand.',
  'import.unreadable': 'A file to import is no CSV or JSON of a known kind.',
  'port.taken': 'The web server cannot listen on its address and port.',
  'smtp.missing': 'SMTP_URL is not set.',
  'smtp.invalid': 'SMTP_URL cannot be understood.',
  'smtp.unreachable': 'The SMTP server cannot be reached or does not greet.',
  'smtp.insecure': 'The SMTP server does not offer the encryption that is required.',
  'smtp.refused': 'The SMTP server refuses the login, the sender, or to serve us at all.',
  'smtp.breaker': 'Too many readers were refused or put off at the start of a letter; sending is paused.',
  'smtp.oauth': 'The OAuth2 login cannot be used: something is missing, or no token was issued.',
  'smtp.ca': 'The certificates of the private authority cannot be read.',
  'dkim.invalid': 'The DKIM key cannot be used, or does not sign what must be signed.',
  'mailbox.missing': 'No mailbox is set, or there is none where the settings say.',
  'mailbox.invalid': 'IMAP_URL cannot be understood.',
  'mailbox.unreachable': 'The IMAP server cannot be reached, or breaks off.',
  'mailbox.refused': 'The IMAP server refuses the login.',
  'dns.unreachable': 'The name server does not answer.',
  'file.encoding': 'A text file is not saved as UTF-8.',
  'file.exists': 'A file that would be written anew exists already.',
  'file.unwritable': 'A file cannot be read or written: permissions, space, or the folder.',
  'folder.occupied': 'A folder that must be new already holds files.',
  'usage.wrong': 'A command was called with arguments that do not fit.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/**
 * A failure the person at the keyboard can do something about: what happened, where, and what to do.
 * `message` is English for logs and stack traces; `text` and `hint` carry both languages.
 */
export class NewsletterError extends Error {
  readonly code: ErrorCode;
  readonly text: Text;
  readonly hint: Text | undefined;
  /** Where in a file of the author’s it is, where that can be said. */
  readonly place: Place | undefined;

  constructor(
    code: ErrorCode,
    text: Text,
    options: { readonly hint?: Text; readonly cause?: unknown; readonly place?: Place } = {},
  ) {
    super(text.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'NewsletterError';
    this.code = code;
    this.text = text;
    this.hint = options.hint;
    this.place = options.place;
  }
}

/** The short reason inside an unknown thrown value, for the end of a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** Node's `code` of a system error (`ENOENT`), or undefined. */
export function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
