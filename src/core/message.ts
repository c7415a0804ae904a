import { domainOf, parseAddress } from './address.ts';
import type { Config } from './config.ts';
import { editionFor, type Edition, type Editions } from './edition.ts';
import type { Language } from './errors.ts';
import { hmacOf } from './hmac.ts';
import { formatDate, salutation } from './locale.ts';
import type { Subscriber } from './list/subscriber.ts';
import { envelopeIdOf, returnAddress } from './mailbox/envelopeId.ts';
import { fillSlots, type SlotValues } from './render/slots.ts';
import { readerToken, readerUrls } from './token.ts';

/** The issue made for one subscriber, ready to be encoded. */
export interface Message {
  readonly subscriberId: string;
  /** With angle brackets; the same for an issue and a subscriber whenever it is made (R8). */
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly date: Date;
  readonly html: string;
  readonly text: string;
  /** Further headers in their order, as name and value. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** What a delivery report repeats of the envelope (ENVID, RFC 3461); none where nobody waits for reports. */
  readonly envelopeId?: string;
  /** Where reports go, if not to the sender (VERP). */
  readonly returnTo?: string;
}

/**
 * All that sending needs of an issue, frozen before the first attempt (R2). JSON-serialisable; `html` and `text` are the
 * usual edition. What may be missing is missing in letters frozen by version 0.1.
 */
export interface Letter extends Edition {
  readonly week: string;
  readonly subject: string;
  /** Whether those who read monthly get it too. */
  readonly isMonthly?: boolean;
  /** Further editions, as far as somebody in the audience needs one. */
  readonly editions?: Editions;
  readonly settings: Pick<Config, 'title' | 'locale' | 'address' | 'from' | 'baseUrl'> & {
    /** How the author greets; missing where it is the usual way. */
    readonly greeting?: Config['greeting'];
    readonly replyTo: string;
    readonly unsubscribeTo?: string;
    readonly timeZone: string;
    /** Whether each letter has a return address of its own. */
    readonly verp?: boolean;
  };
}

/** The letter made for one reader: only the slots of her edition are filled, nothing is rendered. */
export function messageFor(letter: Letter, subscriber: Subscriber, secret: string, date: Date): Message {
  const { settings } = letter;
  const { html, text, language } = editionFor(subscriber, letter);
  const urls = readerUrls(settings.baseUrl, readerToken(subscriber.id, secret));
  const confirmedAt = subscriber.consent.confirmedAt;
  const envelopeId = envelopeIdOf({ week: letter.week, id: subscriber.id }, secret);
  const returnTo = settings.verp === true ? returnAddress(settings.from.address, envelopeId) : undefined;
  const values: SlotValues = {
    salutation: greetingOf(subscriber.name, language, settings),
    ...urls,
    confirmedOn: confirmedAt === null ? '' : formatDate(confirmedAt, language, settings.timeZone),
  };
  return {
    subscriberId: subscriber.id,
    messageId: messageIdOf(letter, subscriber.id, secret),
    from: settings.from,
    replyTo: settings.replyTo,
    to: {
      name: subscriber.name ?? '',
      address: parseAddress(subscriber.address)?.address ?? subscriber.address,
    },
    subject: letter.subject,
    date,
    html: fillSlots(html, values, 'html'),
    text: fillSlots(text, values, 'text'),
    headers: listHeaders(letter, urls.unsubscribeUrl),
    envelopeId,
    ...(returnTo === undefined ? {} : { returnTo }),
  };
}

/** How one reader is greeted, in the language of her edition. */
export function greetingOf(name: string | null, language: Language, settings: Letter['settings']): string {
  return salutation(
    name,
    { locale: language, address: settings.address },
    // The author's own words are in the newsletter's language.
    language === settings.locale ? settings.greeting : undefined,
  );
}

/** The letter as a test for the author: marked as one, and with links of her own that change nothing and say so. */
export function testMessage(letter: Letter, address: string, date: Date): Message {
  return {
    subscriberId: 'test',
    // Nothing follows from reports about a test; its name needs no secret.
    messageId: messageIdOf(letter, `test ${date.toISOString()}`, ''),
    from: letter.settings.from,
    replyTo: letter.settings.replyTo,
    to: { name: '', address },
    subject: `[Test] ${letter.subject}`,
    date,
    ...withoutReader(letter, letter.settings, testUrls(letter.settings)),
    headers: [],
  };
}

/** Where a test letter's links lead: a public page that says what they would do. The address says it, too. */
function testUrls({ baseUrl, locale }: Pick<Config, 'baseUrl' | 'locale'>): OwnUrls {
  const page = `${baseUrl.replace(/\/+$/, '')}${testLetterPath}#`;
  return locale === 'de'
    ? {
        unsubscribeUrl: `${page}im-test-wird-niemand-abgemeldet`,
        preferencesUrl: `${page}im-test-wird-nichts-geaendert`,
      }
    : {
        unsubscribeUrl: `${page}a-test-unsubscribes-nobody`,
        preferencesUrl: `${page}a-test-changes-nothing`,
      };
}

/** The public page that the links of a test letter lead to. */
export const testLetterPath = '/test';

/**
 * Stable for (issue, subscriber) as long as the secret is: a receiver that got it twice can tell, and reports can be
 * matched. Nobody else can work it out.
 */
export function messageIdOf(
  letter: Pick<Letter, 'week' | 'settings'>,
  subscriberId: string,
  secret: string,
): string {
  const { baseUrl, from } = letter.settings;
  const unique = hmacOf(secret, `message:${letter.week}\n${subscriberId}\n${baseUrl}`, 'hex').slice(0, 32);
  return `<${letter.week.toLowerCase()}.${unique}@${domainOf(from.address)}>`;
}

/** RFC 2369, RFC 2919, RFC 8058 and Google's Feedback-ID. */
export function listHeaders(
  letter: Pick<Letter, 'settings' | 'week'>,
  unsubscribe: string,
): Message['headers'] {
  const { settings, week } = letter;
  const host = new URL(settings.baseUrl).hostname;
  return [
    ['List-ID', `<${host}>`],
    ...unsubscribeHeaders(unsubscribe, unsubscribeMailbox(settings)),
    ['Feedback-ID', `${week}:weekly:wochenbrief:${host}`],
  ];
}

/** Where mails go that ask to unsubscribe. */
export function unsubscribeMailbox(settings: Pick<Letter['settings'], 'replyTo' | 'unsubscribeTo'>): string {
  return settings.unsubscribeTo ?? settings.replyTo;
}

/** The way out that mail programs show beside a letter: by one click, or by a mail to `mailbox`. */
export function unsubscribeHeaders(unsubscribe: string, mailbox: string): Message['headers'] {
  const token = unsubscribe.slice(unsubscribe.lastIndexOf('/') + 1);
  return [
    ['List-Unsubscribe', `<${unsubscribe}>, <mailto:${mailbox}?subject=unsubscribe%20${token}>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
  ];
}

type OwnUrls = Pick<SlotValues, 'unsubscribeUrl' | 'preferencesUrl'>;

/** An edition as nobody's own: without a name, and with no link that belongs to one reader. */
export function withoutReader(
  { html, text }: Edition,
  settings: Pick<Config, 'locale' | 'address' | 'baseUrl'> & Partial<Pick<Config, 'greeting'>>,
  urls: OwnUrls = { unsubscribeUrl: settings.baseUrl, preferencesUrl: settings.baseUrl },
): { readonly html: string; readonly text: string } {
  const values: SlotValues = {
    salutation: salutation(null, settings, settings.greeting),
    ...urls,
    confirmedOn: '…',
  };
  return { html: fillSlots(html, values, 'html'), text: fillSlots(text, values, 'text') };
}
