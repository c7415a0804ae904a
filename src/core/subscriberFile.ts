import { z } from 'zod';
import { parseAddress } from './address.ts';
import { errorOfFaults, type Fault } from './fault.ts';
import { jsonFaultOffset } from './jsonText.ts';
import type { Subscriber, SubscriberList } from './subscriber.ts';
import { validate } from './validate.ts';
import { readYaml, type YamlText } from './yamlText.ts';

const instant = z
  .string()
  .refine((value) => /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)), {
    params: { kind: 'instant' },
  });
// oxlint-disable-next-line no-control-regex -- a name becomes part of a header
const line = z.string().refine((value) => !/[\u0000-\u001F\u007F\u2028\u2029]/.test(value), {
  params: { kind: 'singleLine' },
});

const consentSchema = z.strictObject({
  wording: z.string(),
  wordingVersion: z.string(),
  form: z.string().nullable().default(null),
  requestedAt: instant,
  mailedAt: instant.nullable().default(null),
  confirmedAt: instant.nullable().default(null),
});

const subscriberSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]{8,40}$/),
    address: z.string().refine((value) => parseAddress(value) !== undefined, { params: { kind: 'address' } }),
    name: line.max(80).nullable().default(null),
    status: z.enum(['pending', 'confirmed', 'unsubscribed']),
    consent: consentSchema,
    unsubscribedAt: instant.nullable().default(null),
  })
  .refine((subscriber) => subscriber.status !== 'confirmed' || subscriber.consent.confirmedAt !== null, {
    params: { kind: 'consent' },
    path: ['consent'],
  })
  .refine((subscriber) => subscriber.status !== 'confirmed' || subscriber.unsubscribedAt === null, {
    params: { kind: 'hasLeft' },
    path: ['unsubscribedAt'],
  });

const suppressionSchema = z.strictObject({
  hash: z.string().min(20),
  reason: z.enum(['hard-bounce', 'soft-bounces', 'complaint', 'erased', 'manual']),
  since: instant,
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
  const quick = readQuickly(text);
  const list = quick ?? readSlowly(text, fileName);
  const duplicates = findDuplicates(list.subscribers);
  if (duplicates.length > 0) throw listError(duplicateFaults(duplicates, text, fileName), fileName);
  return list;
}

/** subscribers.json with one record a line, so that it diffs well and can be streamed. */
export function formatSubscribers(list: SubscriberList): string {
  const records = (items: readonly unknown[]): string =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  return [
    '{',
    `"$schema": "./schema/subscribers.schema.json",`,
    `"version": 1,`,
    `"revision": ${list.revision},`,
    `"subscribers": ${records(list.subscribers)},`,
    `"suppressions": ${records(list.suppressions)}`,
    '}',
    '',
  ].join('\n');
}

function readQuickly(text: string): SubscriberList | undefined {
  try {
    const result = subscriberFileSchema.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')));
    if (!result.success) return undefined;
    const { revision, subscribers, suppressions } = result.data;
    return { revision, subscribers, suppressions };
  } catch {
    return undefined;
  }
}

/** JSON is YAML, so the parser that knows lines and columns finds the place; far slower, but only for a broken file. */
function readSlowly(text: string, fileName: string): SubscriberList {
  const json = text.replace(/^\uFEFF/, '');
  const offset = json.trim() === '' ? undefined : jsonFaultOffset(json);
  if (offset !== undefined) throw listError([jsonFault(placeOf(offset, json, fileName))], fileName);
  const reading = readYaml(json, fileName);
  if ('faults' in reading) throw listError(reading.faults, fileName);
  const result = validate(subscriberFileSchema, reading.yaml);
  throw listError('faults' in result ? result.faults : [jsonFault(fileName)], fileName);
}

function placeOf(offset: number, text: string, fileName: string): string {
  const before = text.slice(0, offset).split('\n');
  return `${fileName}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function jsonFault(where: string): Fault {
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
  const reading = readYaml(text, fileName);
  const locate = (index: number, field: string): string =>
    'yaml' in reading ? locateRecord(reading.yaml, index, field) : fileName;
  return duplicates.map(({ first, second, field }) => {
    const firstLine = locate(first, field).split(':').at(-2) ?? '?';
    return field === 'address'
      ? {
          where: locate(second, field),
          what: {
            de: `Dieselbe Adresse wie in Zeile ${firstLine}, nur anders geschrieben oder doppelt.`,
            en: `The same address as in line ${firstLine}, in another spelling or twice.`,
          },
          hint: { de: 'Eine der beiden Zeilen löschen.', en: 'Delete one of the two lines.' },
        }
      : {
          where: locate(second, field),
          what: { de: `Dieselbe id wie in Zeile ${firstLine}.`, en: `The same id as in line ${firstLine}.` },
          hint: { de: 'Jede Person braucht ihre eigene id.', en: 'Each person needs an id of her own.' },
        };
  });
}

function locateRecord(yaml: YamlText, index: number, field: string): string {
  return yaml.locate(['subscribers', index, field]);
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
