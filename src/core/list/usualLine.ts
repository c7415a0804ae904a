import { parseAddress } from '../address.ts';
import { bareConsent, bareSubscriber, type Consent, type Subscriber } from './subscriber.ts';

/*
 * One look with one pattern takes a fifth of what parsing JSON and checking it against the schema does. The pattern knows
 * only lines as `subscriberLine` writes them for most people; it never takes what the schema refuses.
 */

const text = String.raw`"([^"\\\u0000-\u001f]*)"`;
const name = String.raw`"([^"\\\u0000-\u001f\u007f\u2028\u2029]{0,80})"`;
const instant = String.raw`"(\d{4}-\d\d-\d\dT[^"\\\u0000-\u001f]*)"`;
const maybe = (value: string): string => `(?:null|${value})`;
const field = (key: string, value: string): string => `"${key}":${value},`;
const rare = (key: string, value: string): string => `(?:${field(key, value)})?`;

const usual = new RegExp(
  [
    '^\\{',
    field('id', '"([a-z0-9]{8,40})"'),
    field('address', text),
    field('name', maybe(name)),
    field('status', '"(pending|confirmed|unsubscribed)"'),
    rare('language', '"(de|en)"'),
    rare('rhythm', '"(weekly|monthly)"'),
    '"consent":\\{',
    field('wording', text),
    field('wordingVersion', text),
    field('form', maybe(text)),
    rare('origin', text),
    field('requestedAt', instant),
    field('mailedAt', maybe(instant)),
    rare('remindedAt', instant),
    `"confirmedAt":${maybe(instant)}`,
    `(?:,"resumedAt":${instant})?`,
    `(?:,"requestIp":${text})?`,
    `(?:,"confirmIp":${text})?`,
    `\\},"unsubscribedAt":${maybe(instant)}`,
    `(?:,"askedAt":${instant})?`,
    `(?:,"noticedAt":${instant})?`,
    `(?:,"lastMailAt":${instant})?`,
    `(?:,"mailRefused":${text})?`,
    '\\}$',
  ].join(''),
);

/** A person from her line, where it is one of the usual; undefined for all others, good or bad. */
export function readUsualLine(line: string): Subscriber | undefined {
  const found = usual.exec(line);
  if (found === null) return undefined;
  const [, id = '', address = '', person, status, language, rhythm, wording = '', wordingVersion = ''] =
    found;
  const form = found[9];
  const origin = found[10];
  const requestedAt = found[11] ?? '';
  const mailedAt = found[12];
  const remindedAt = found[13];
  const confirmedAt = found[14];
  const resumedAt = found[15];
  const requestIp = found[16];
  const confirmIp = found[17];
  const unsubscribedAt = found[18];
  const askedAt = found[19];
  const noticedAt = found[20];
  const lastMailAt = found[21];
  const mailRefused = found[22];
  if (status === 'confirmed' && (confirmedAt === undefined || unsubscribedAt !== undefined)) return undefined;
  if (!isInstant(requestedAt) || parseAddress(address) === undefined) return undefined;
  if (!areInstants(mailedAt, remindedAt, confirmedAt, resumedAt)) return undefined;
  if (!areInstants(unsubscribedAt, askedAt, noticedAt, lastMailAt)) return undefined;
  const consent: Consent = {
    ...noConsent,
    wording,
    wordingVersion,
    form: form ?? null,
    origin: origin ?? null,
    requestedAt,
    mailedAt: mailedAt ?? null,
    remindedAt: remindedAt ?? null,
    confirmedAt: confirmedAt ?? null,
    resumedAt: resumedAt ?? null,
    requestIp: requestIp ?? null,
    confirmIp: confirmIp ?? null,
  };
  return {
    ...nobody,
    id,
    address,
    name: person ?? null,
    status: status === 'confirmed' || status === 'pending' ? status : 'unsubscribed',
    language: language === 'de' || language === 'en' ? language : null,
    rhythm: rhythm === 'monthly' ? rhythm : 'weekly',
    consent,
    unsubscribedAt: unsubscribedAt ?? null,
    askedAt: askedAt ?? null,
    noticedAt: noticedAt ?? null,
    lastMailAt: lastMailAt ?? null,
    mailRefused: mailRefused ?? null,
  };
}

/*
 * People are made as copies of these, and not as literals. V8 watches what becomes of the objects of each literal; where it
 * once finds most of a hundred alive, as in the midst of a block of lines, it makes all later ones long-lived, and with
 * them lives the text of their lines: a send then fills the memory with readers who have long had their letter (P5).
 */
const noConsent: Consent = { wording: '', wordingVersion: '', requestedAt: '', ...bareConsent };
const nobody: Subscriber = {
  id: '',
  address: '',
  status: 'unsubscribed',
  consent: noConsent,
  ...bareSubscriber,
};

/** Days that every month has; the others are asked. */
const plainInstant =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;

function isInstant(value: string): boolean {
  return plainInstant.test(value) || !Number.isNaN(Date.parse(value));
}

function areInstants(
  first: string | undefined,
  second: string | undefined,
  third: string | undefined,
  fourth: string | undefined,
): boolean {
  return (
    (first === undefined || isInstant(first)) &&
    (second === undefined || isInstant(second)) &&
    (third === undefined || isInstant(third)) &&
    (fourth === undefined || isInstant(fourth))
  );
}
