import * as z from 'zod';
import { errorOfFaults, type Fault } from '../fault.ts';
import { repeatedKeyOffset } from '../jsonKeys.ts';
import { jsonPlaces } from '../jsonPlaces.ts';
import { jsonFaultOffset } from '../jsonText.ts';
import { validate } from '../validate.ts';
import { duplicateFaults, findDuplicates } from './duplicates.ts';
import { jsonFault, repeatedFault } from './listFaults.ts';
import type { SubscriberList } from './subscriber.ts';
import { subscriberLine, suppressionLine, usualSchema } from './subscriberLines.ts';
import { subscriberFileSchema, subscriberSchema, suppressionSchema } from './subscriberSchema.ts';

/** Reads subscribers.json; throws `list.invalid` with every fault and its line (R36, R38). */
export function readSubscribers(text: string, fileName = 'subscribers.json'): SubscriberList {
  return readSubscriberFile(text, fileName).list;
}

/** The same, with the `$schema` the file names. */
export function readSubscriberFile(text: string, fileName: string): SubscriberFile {
  const quick = readQuickly(text);
  const file = quick ?? readSlowly(text, fileName);
  const duplicates = findDuplicates(file.list.subscribers);
  if (duplicates.length > 0) {
    const places = jsonPlaces(text.replace(/^\uFEFF/, ''), fileName);
    throw listError(duplicateFaults(duplicates.slice(0, namedFaults), places), fileName);
  }
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
