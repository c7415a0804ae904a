import { z } from 'zod';
import { parseAddress } from '../address.ts';
import { errorOfFaults, type Fault } from '../fault.ts';
import { repeatedKeyOffset } from '../jsonKeys.ts';
import { jsonPlaces } from '../jsonPlaces.ts';
import { jsonFaultOffset } from '../jsonText.ts';
import type { Consent, PastConsent, Subscriber, SubscriberList, Suppression } from './subscriber.ts';
import { validate } from '../validate.ts';

const instant = z
  .string()
  .refine((value) => /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)), {
    params: { kind: 'instant' },
  });
// oxlint-disable-next-line no-control-regex -- a name becomes part of a header
const line = z.string().refine((value) => !/[\u0000-\u001F\u007F\u2028\u2029]/.test(value), {
  params: { kind: 'singleLine' },
});

const day = z.iso.date();
const maybeInstant = instant.nullable().default(null);

const consentFields = {
  wording: z.string(),
  wordingVersion: z.string(),
  form: z.string().nullable().default(null),
  origin: z.string().nullable().default(null),
  requestedAt: instant,
  mailedAt: maybeInstant,
  remindedAt: maybeInstant,
  confirmedAt: maybeInstant,
  resumedAt: maybeInstant,
  requestIp: z.string().nullable().default(null),
  confirmIp: z.string().nullable().default(null),
};
const consentSchema = z.strictObject(consentFields);
const pastConsentSchema = z.strictObject({ ...consentFields, unsubscribedAt: instant });

/** One person as the file holds her; what is left out has its default. */
export const subscriberSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]{8,40}$/),
    address: z.string().refine((value) => parseAddress(value) !== undefined, { params: { kind: 'address' } }),
    name: line.max(80).nullable().default(null),
    status: z.enum(['pending', 'confirmed', 'unsubscribed']),
    language: z.enum(['de', 'en']).nullable().default(null),
    rhythm: z.enum(['weekly', 'monthly']).default('weekly'),
    pausedUntil: day.nullable().default(null),
    consent: consentSchema,
    unsubscribedAt: maybeInstant,
    askedAt: maybeInstant,
    noticedAt: maybeInstant,
    lastMailAt: maybeInstant,
    mailRefused: z.string().nullable().default(null),
    past: z.array(pastConsentSchema).default([]),
  })
  .refine((subscriber) => subscriber.status !== 'confirmed' || subscriber.consent.confirmedAt !== null, {
    params: { kind: 'consent' },
    path: ['consent'],
  })
  .refine((subscriber) => subscriber.status !== 'confirmed' || subscriber.unsubscribedAt === null, {
    params: { kind: 'hasLeft' },
    path: ['unsubscribedAt'],
  });

/** One suppression as the file holds it. */
export const suppressionSchema = z.strictObject({
  hash: z.string().min(20),
  key: z.string().nullable().default(null),
  reason: z.enum(['hard-bounce', 'soft-bounces', 'complaint', 'erased', 'unsubscribed', 'manual']),
  since: instant,
  askedAt: maybeInstant,
  proof: z
    .strictObject({ consents: z.array(pastConsentSchema), until: day })
    .nullable()
    .default(null),
});

/** The one definition of subscribers.json. */
export const subscriberFileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  revision: z.number().int().min(0),
  subscribers: z.array(subscriberSchema),
  suppressions: z.array(suppressionSchema).default([]),
});

/** Reads subscribers.json; throws `list.invalid` with every fault and its line (R36, R38). */
export function readSubscribers(text: string, fileName = 'subscribers.json'): SubscriberList {
  return readSubscriberFile(text, fileName).list;
}

/** The same, with the `$schema` the file names. */
export function readSubscriberFile(text: string, fileName: string): SubscriberFile {
  const quick = readQuickly(text);
  const file = quick ?? readSlowly(text, fileName);
  const duplicates = findDuplicates(file.list.subscribers);
  if (duplicates.length > 0) throw listError(duplicateFaults(duplicates, text, fileName), fileName);
  return file;
}

/** What stands in subscribers.json. */
export interface SubscriberFile {
  readonly list: SubscriberList;
  readonly schema: string;
}

/** subscribers.json with one record a line, so that it diffs well and can be streamed. */
export function formatSubscribers(list: SubscriberList): string {
  const records = (lines: readonly string[]): string =>
    lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`;
  return [
    '{',
    `"$schema": ${JSON.stringify(usualSchema)},`,
    `"version": 1,`,
    `"revision": ${list.revision},`,
    `"subscribers": ${records(list.subscribers.map(subscriberLine))},`,
    `"suppressions": ${records(list.suppressions.map(suppressionLine))}`,
    '}',
    '',
  ].join('\n');
}

/** What `$schema` says in a new list. */
export const usualSchema = './schema/subscribers.schema.json';

/** A person as one line of JSON. Defaults are left out, so that lines stay short; what people look for is always there. */
export function subscriberLine(subscriber: Subscriber): string {
  const { id, address, name, status, language, rhythm, pausedUntil, consent, past } = subscriber;
  const { unsubscribedAt, askedAt, noticedAt, lastMailAt, mailRefused } = subscriber;
  return JSON.stringify({
    id,
    address,
    name,
    status,
    language: language ?? undefined,
    rhythm: rhythm === 'weekly' ? undefined : rhythm,
    pausedUntil: pausedUntil ?? undefined,
    consent: withoutDefaults(consent),
    unsubscribedAt,
    askedAt: askedAt ?? undefined,
    noticedAt: noticedAt ?? undefined,
    lastMailAt: lastMailAt ?? undefined,
    mailRefused: mailRefused ?? undefined,
    past: past.length === 0 ? undefined : past.map(withoutPastDefaults),
  });
}

/** A suppression as one line of JSON. */
export function suppressionLine({ hash, key, reason, since, askedAt, proof }: Suppression): string {
  return JSON.stringify({
    hash,
    key: key ?? undefined,
    reason,
    since,
    askedAt: askedAt ?? undefined,
    proof: proof ? { consents: proof.consents.map(withoutPastDefaults), until: proof.until } : undefined,
  });
}

function withoutPastDefaults(consent: PastConsent): object {
  return { ...withoutDefaults(consent), unsubscribedAt: consent.unsubscribedAt };
}

function withoutDefaults(consent: Consent): object {
  return {
    wording: consent.wording,
    wordingVersion: consent.wordingVersion,
    form: consent.form,
    origin: consent.origin ?? undefined,
    requestedAt: consent.requestedAt,
    mailedAt: consent.mailedAt,
    remindedAt: consent.remindedAt ?? undefined,
    confirmedAt: consent.confirmedAt,
    resumedAt: consent.resumedAt ?? undefined,
    requestIp: consent.requestIp ?? undefined,
    confirmIp: consent.confirmIp ?? undefined,
  };
}

function readQuickly(text: string): SubscriberFile | undefined {
  try {
    const result = subscriberFileSchema.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')));
    if (!result.success || repeatedKeyOffset(text) !== undefined) return undefined;
    const { $schema, revision, subscribers, suppressions } = result.data;
    return { list: { revision, subscribers, suppressions }, schema: $schema ?? usualSchema };
  } catch {
    return undefined;
  }
}

/** Finds the places of all that is wrong; far slower, but only for a broken file. */
function readSlowly(text: string, fileName: string): never {
  const json = text.replace(/^\uFEFF/, '');
  const places = jsonPlaces(json, fileName);
  const isBlank = json.trim() === '';
  const offset = isBlank ? undefined : jsonFaultOffset(json);
  if (offset !== undefined) throw listError([jsonFault(places.at(offset))], fileName);
  const repeated = repeatedKeyOffset(json);
  if (repeated !== undefined) throw listError([repeatedFault(places.at(repeated))], fileName);
  const value: unknown = isBlank ? undefined : JSON.parse(json);
  const locate = (path: readonly PropertyKey[]): string => (isBlank ? places.at(0) : places.locate(path));
  const result = validate(subscriberFileSchema, {
    value: shortened(value),
    locate,
    locateKey: (path) => places.locateKey(path),
  });
  throw listError('faults' in result ? result.faults : [jsonFault(fileName)], fileName);
}

/** So many faulty records are named at once; whoever has more of them mends them all in the same way. */
const namedFaults = 20;

/** A list up to its twentieth faulty record. */
function shortened(value: unknown): unknown {
  const arrays = z.looseObject({
    subscribers: z.array(z.unknown()),
    suppressions: z.array(z.unknown()).optional(),
  });
  const { data } = arrays.safeParse(value);
  if (!data) return value;
  const upTo = (records: readonly unknown[], schema: z.ZodType): readonly unknown[] => {
    let faulty = 0;
    const last = records.findIndex((record) => !schema.safeParse(record).success && ++faulty === namedFaults);
    return last < 0 ? records : records.slice(0, last + 1);
  };
  const { subscribers, suppressions } = data;
  return {
    ...data,
    subscribers: upTo(subscribers, subscriberSchema),
    ...(suppressions && { suppressions: upTo(suppressions, suppressionSchema) }),
  };
}

/** A key that stands twice in one record. */
export function repeatedFault(where: string): Fault {
  return {
    where,
    what: { de: 'Das steht hier schon einmal.', en: 'This stands here already.' },
    hint: { de: 'Eines der beiden löschen.', en: 'Delete one of the two.' },
  };
}

/** A place at which the text is no JSON. */
export function jsonFault(where: string): Fault {
  return {
    where,
    what: { de: 'Hier stimmt das JSON nicht.', en: 'The JSON is broken here.' },
    hint: {
      de: 'Meist fehlt ein Komma oder ein Anführungszeichen, oder eines ist zu viel, hier oder in der Zeile davor.',
      en: 'Mostly a comma or a quotation mark is missing, or there is one too many, here or in the line before.',
    },
  };
}

function findDuplicates(
  subscribers: readonly Subscriber[],
): { first: number; second: number; field: 'address' | 'id' }[] {
  const duplicates: { first: number; second: number; field: 'address' | 'id' }[] = [];
  for (const field of ['address', 'id'] as const) {
    const seen = new Map<string, number>();
    for (const [index, subscriber] of subscribers.entries()) {
      const key =
        field === 'id' ? subscriber.id : (parseAddress(subscriber.address)?.key ?? subscriber.address);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, index);
      else duplicates.push({ first, second: index, field });
    }
  }
  return duplicates;
}

function duplicateFaults(
  duplicates: ReturnType<typeof findDuplicates>,
  text: string,
  fileName: string,
): readonly Fault[] {
  const places = jsonPlaces(text.replace(/^\uFEFF/, ''), fileName);
  const locate = (index: number, field: string): string => places.locate(['subscribers', index, field]);
  return duplicates.slice(0, namedFaults).map(({ first, second, field }) => {
    const firstLine = locate(first, field).split(':').at(-2) ?? '?';
    return duplicateFault(field, locate(second, field), firstLine);
  });
}

/** A person who stands in the list already, in another line. */
export function duplicateFault(field: 'address' | 'id', where: string, firstLine: string): Fault {
  return field === 'address'
    ? {
        where,
        what: {
          de: `Dieselbe Adresse wie in Zeile ${firstLine}, nur anders geschrieben oder doppelt.`,
          en: `The same address as in line ${firstLine}, in another spelling or twice.`,
        },
        hint: { de: 'Eine der beiden Zeilen löschen.', en: 'Delete one of the two lines.' },
      }
    : {
        where,
        what: { de: `Dieselbe id wie in Zeile ${firstLine}.`, en: `The same id as in line ${firstLine}.` },
        hint: { de: 'Jede Person braucht ihre eigene id.', en: 'Each person needs an id of her own.' },
      };
}

function listError(faults: readonly Fault[], fileName: string): Error {
  return errorOfFaults(
    'list.invalid',
    {
      de: `${fileName} bleibt unberührt, denn darin stimmt etwas nicht:`,
      en: `${fileName} is left untouched, because something in it is wrong:`,
    },
    faults,
  );
}
