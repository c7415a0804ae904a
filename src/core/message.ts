import { createHash } from 'node:crypto';
import { domainOf, parseAddress } from './address.ts';
import type { Config } from './config.ts';
import { fillSlots, type SlottedText } from './render/slots.ts';
import { formatDate, salutation } from './locale.ts';
import type { Subscriber } from './subscriber.ts';
import { unsubscribeUrl } from './token.ts';

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
}

/** All that sending needs of an issue, frozen before the first attempt (R2). JSON-serialisable. */
export interface Letter {
  readonly week: string;
  readonly subject: string;
  readonly html: SlottedText;
  readonly text: SlottedText;
  readonly settings: Pick<Config, 'title' | 'locale' | 'address' | 'from' | 'baseUrl'> & {
    readonly replyTo: string;
    readonly timeZone: string;
  };
}

/** The letter made for one reader: only the slots are filled, nothing is rendered. */
export function messageFor(letter: Letter, subscriber: Subscriber, secret: string, date: Date): Message {
  const { settings } = letter;
  const unsubscribe = unsubscribeUrl(settings.baseUrl, subscriber.id, secret);
  const confirmedAt = subscriber.consent.confirmedAt;
  const values = {
    salutation: salutation(subscriber.name, settings),
    unsubscribeUrl: unsubscribe,
    confirmedOn: confirmedAt === null ? '' : formatDate(confirmedAt, settings.locale, settings.timeZone),
  };
  return {
    subscriberId: subscriber.id,
    messageId: messageIdOf(letter, subscriber.id),
    from: settings.from,
    replyTo: settings.replyTo,
    to: {
      name: subscriber.name ?? '',
      address: parseAddress(subscriber.address)?.address ?? subscriber.address,
    },
    subject: letter.subject,
    date,
    html: fillSlots(letter.html, values, 'html'),
    text: fillSlots(letter.text, values, 'text'),
    headers: listHeaders(letter, unsubscribe),
  };
}

/** The letter as a test for the author: marked as one, and with an unsubscribe link that changes nothing. */
export function testMessage(letter: Letter, address: string, date: Date): Message {
  return {
    subscriberId: 'test',
    messageId: messageIdOf(letter, `test ${date.toISOString()}`),
    from: letter.settings.from,
    replyTo: letter.settings.replyTo,
    to: { name: '', address },
    subject: `[Test] ${letter.subject}`,
    date,
    ...archiveView(letter),
    headers: [],
  };
}

/** Stable for (issue, subscriber): a receiver that got it twice can tell, and reports can be matched. */
export function messageIdOf(letter: Pick<Letter, 'week' | 'settings'>, subscriberId: string): string {
  const { baseUrl, from } = letter.settings;
  const unique = createHash('sha256')
    .update(`${letter.week}\n${subscriberId}\n${baseUrl}`)
    .digest('hex')
    .slice(0, 32);
  return `<${letter.week.toLowerCase()}.${unique}@${domainOf(from.address)}>`;
}

/** RFC 2369, RFC 2919, RFC 8058 and Google's Feedback-ID. */
function listHeaders(letter: Letter, unsubscribe: string): Message['headers'] {
  const { settings, week } = letter;
  const host = new URL(settings.baseUrl).hostname;
  const token = unsubscribe.slice(unsubscribe.lastIndexOf('/') + 1);
  return [
    ['List-ID', `<${host}>`],
    ['List-Unsubscribe', `<${unsubscribe}>, <mailto:${settings.replyTo}?subject=unsubscribe%20${token}>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
    ['Feedback-ID', `${week}:weekly:wochenbrief:${host}`],
  ];
}

/** The letter as the archive shows it: nobody's name, and no link that belongs to one reader. */
export function archiveView(letter: Letter): { readonly html: string; readonly text: string } {
  const { settings } = letter;
  const values = {
    salutation: salutation(null, settings),
    unsubscribeUrl: settings.baseUrl,
    confirmedOn: '…',
  };
  return { html: fillSlots(letter.html, values, 'html'), text: fillSlots(letter.text, values, 'text') };
}
