import { parseAddress } from '../address.ts';
import { foldSpace, withoutUnsafeCharacters } from '../characters.ts';
import { NewsletterError, type Text } from '../errors.ts';
import { exportColumns } from '../list/exportRows.ts';
import { nearestName } from '../nearestName.ts';
import { columnKey } from './columnKey.ts';
import { addressPlaces, type Sample } from './columnMap.ts';
import { importFields, type ImportField, type ImportSystem } from './importSystem.ts';
import { soundsLikeGoodbye } from './leaverWords.ts';
import { addressNames, plainCsv } from './plainCsv.ts';
import { systemById, systemIds, systems } from './systems.ts';

/**
 * Which system wrote a list with these columns, or the one that `--from` names. What no system writes and what has one
 * column of addresses is a plain CSV. Throws `import.unreadable`, `usage.wrong`.
 */
export function recogniseSystem(
  columns: readonly string[],
  from: string | undefined,
  sample: Sample = [],
): ImportSystem {
  const keys = columns.map(columnKey);
  const fitting = systems.filter((system) => system !== plainCsv && hasMarks(system, keys));
  const system = from === undefined ? fittingSystem(fitting, columns, sample) : namedSystem(from, fitting);
  return withoutDoubt(withAddress(system, keys, columns), keys, columns);
}

function fittingSystem(
  fitting: readonly ImportSystem[],
  columns: readonly string[],
  sample: Sample,
): ImportSystem {
  const [only, ...others] = fitting;
  if (only === undefined) return plainList(columns, sample);
  if (others.length > 0) throw severalSystems(columns, [only, ...others]);
  return only;
}

function hasMarks({ marks }: ImportSystem, keys: readonly string[]): boolean {
  return marks.every((group) => group.some((mark) => keys.includes(columnKey(mark))));
}

function plainList(columns: readonly string[], sample: Sample): ImportSystem {
  const [address, ...more] = addressPlaces(columns, sample);
  if (address === undefined) throw unrecognised(columns, noAddresses, addressHint);
  if (more.length > 0) {
    const names = shown([address, ...more].map((place) => columns[place] ?? ''));
    throw unrecognised(columns, severalAddresses(names), oneAddressHint);
  }
  return plainCsv;
}

/** No column that may tell who left goes unread, and none that decides about people is there twice. */
function withoutDoubt(
  system: ImportSystem,
  keys: readonly string[],
  columns: readonly string[],
): ImportSystem {
  const read = namesRead(system);
  const unread = columns.filter((column, place) => !read.has(keys[place] ?? '') && soundsLikeGoodbye(column));
  if (unread.length > 0) throw unrecognised(columns, mayTellGoodbyes(shown(unread)), goodbyeHint);
  const deciding = namesRead(system, passingFields);
  const twice = columns.filter((_, place) => {
    const key = keys[place] ?? '';
    return deciding.has(key) && keys.indexOf(key) !== keys.lastIndexOf(key);
  });
  if (twice.length > 0) throw unrecognised(columns, sameColumns(shown(twice)), sameColumnsHint);
  return system;
}

/** Fields that do not decide who is mailed; two columns of them are no danger. */
const passingFields: readonly ImportField[] = ['name', 'fullName', 'language', 'requestIp'];

/** The names of columns that a system reads, by `columnKey`. */
function namesRead(system: ImportSystem, except: readonly ImportField[] = []): ReadonlySet<string> {
  const fields = importFields.filter((field) => !except.includes(field));
  const names = [
    ...(system.id === 'wochenbrief' ? exportColumns : []),
    ...fields.flatMap((field) => system.fields[field] ?? []),
    ...(except.length === 0 ? (system.harmless ?? []) : []),
  ];
  return new Set(names.map(columnKey));
}

function withAddress(
  system: ImportSystem,
  keys: readonly string[],
  columns: readonly string[],
): ImportSystem {
  const names = system.fields.address ?? [];
  if (names.some((name) => keys.includes(columnKey(name)))) return system;
  throw unrecognised(
    columns,
    { de: 'Eine Spalte mit der E-Mail-Adresse fehlt.', en: 'A column with the e-mail address is missing.' },
    {
      de: `Bei ${system.name} heißt sie: ${names.join(', ')}.`,
      en: `At ${system.name} it is called: ${names.join(', ')}.`,
    },
  );
}

/** The system a person has named, where the columns are not clearly another's. */
function namedSystem(from: string, fitting: readonly ImportSystem[]): ImportSystem {
  const system = systemById(from.toLowerCase());
  if (system && (fitting.length === 0 || fitting.includes(system))) return system;
  if (system) throw otherSystem(system, fitting);
  const nearest = nearestName(from, systemIds);
  throw new NewsletterError(
    'usage.wrong',
    { de: `--from ${from}: dieses System ist unbekannt.`, en: `--from ${from}: this system is unknown.` },
    {
      hint: {
        de: `${nearest ? `Gemeint ist wohl ${nearest}. ` : ''}Möglich sind: ${systemIds.join(', ')}.`,
        en: `${nearest ? `Did you mean ${nearest}? ` : ''}Possible are: ${systemIds.join(', ')}.`,
      },
    },
  );
}

const sameNames = {
  de: 'Groß oder klein, mit Leerzeichen, Bindestrich oder Unterstrich ist gleich.',
  en: 'Case, spaces, hyphens and underscores make no difference.',
};
const noAddresses = {
  de: 'Kein bekanntes System schreibt solche, und keine heißt wie eine Spalte mit E-Mail-Adressen.',
  en: 'No known system writes such, and none is called like a column of e-mail addresses.',
};
const addressHint = {
  de: `Die Spalte mit den Adressen so nennen: ${addressNames.join(', ')}. ${sameNames.de} Wie die anderen heißen können, steht in docs/cli.md.`,
  en: `Call the column of addresses one of: ${addressNames.join(', ')}. ${sameNames.en} What the others may be called stands in docs/cli.md.`,
};
const oneAddressHint = {
  de: 'Die Spalten, die nicht gemeint sind, umbenennen; mit --from csv zählt in jeder Zeile die erste, die nicht leer ist.',
  en: 'Rename those that are not meant; with --from csv the first that is not empty counts in each row.',
};
const goodbyeHint = {
  de: 'Sagt sie das, sie unsubscribed_at oder „Abgemeldet“ nennen (oder bounced_at, complained_at). Sonst die Spalte aus der Datei entfernen.',
  en: 'If it does, call it unsubscribed_at (or bounced_at, complained_at). Otherwise remove the column from the file.',
};

const sameColumnsHint = {
  de: `Diejenige behalten, die stimmt, und die anderen umbenennen oder entfernen. ${sameNames.de}`,
  en: `Keep the one that is right, and rename or remove the others. ${sameNames.en}`,
};

function severalAddresses(names: string): Text {
  return {
    de: `Mehrere Spalten könnten die Adressen enthalten: ${names}.`,
    en: `Several columns might hold the addresses: ${names}.`,
  };
}

function mayTellGoodbyes(names: string): Text {
  return {
    de: `Hier könnte stehen, wer gegangen ist, und der Name ist nicht bekannt: ${names}.`,
    en: `Here might stand who left, and the name is not known: ${names}.`,
  };
}

function sameColumns(names: string): Text {
  return {
    de: `Das steht mehrmals da und könnte sich widersprechen: ${names}.`,
    en: `These are there more than once, and might contradict each other: ${names}.`,
  };
}

/** Another system's words for a goodbye would be passed over, and people who left would be asked again. */
function otherSystem({ id }: ImportSystem, fitting: readonly ImportSystem[]): NewsletterError {
  const names = fitting.map(({ name }) => name).join(', ');
  const ids = fitting.map((one) => one.id).join(', ');
  return new NewsletterError(
    'import.unreadable',
    {
      de: `--from ${id}: die Spalten sind die von ${names}. Anders gelesen ginge verloren, wer sich dort abgemeldet hat.`,
      en: `--from ${id}: the columns are those of ${names}. Read otherwise, it would be lost who left there.`,
    },
    {
      hint: {
        de: `--from ${ids} nennen oder --from weglassen. Ist die Datei wirklich etwas anderes, ihre Spalten umbenennen.`,
        en: `Name --from ${ids}, or leave --from away. If the file really is something else, rename its columns.`,
      },
    },
  );
}

function severalSystems(columns: readonly string[], fitting: readonly ImportSystem[]): NewsletterError {
  const names = fitting.map(({ name }) => name).join(', ');
  const ids = fitting.map(({ id }) => id).join(', ');
  return unrecognised(
    columns,
    { de: `Es könnte sein: ${names}.`, en: `It could be: ${names}.` },
    { de: `Mit --from nennen, welches es ist: ${ids}.`, en: `Name with --from which it is: ${ids}.` },
  );
}

function unrecognised(columns: readonly string[], reason: Text, hint: Text): NewsletterError {
  // A file without a header shows a person in its first line, and she stays out of messages.
  if (columns.some((column) => parseAddress(column) !== undefined)) return headerMissing();
  const names = shown(columns);
  const ids = systemIds.filter((id) => id !== plainCsv.id).join(', ');
  return new NewsletterError(
    'import.unreadable',
    {
      de: `Was in dieser Liste steht, ist an ihren Spalten nicht sicher zu erkennen: ${names}. ${reason.de}`,
      en: `What stands in this list cannot be told for sure by its columns: ${names}. ${reason.en}`,
    },
    {
      hint: {
        de: `${hint.de} Ist es der Export eines Systems, das nennen: --from ${ids}.`,
        en: `${hint.en} If it is the export of a system, name that: --from ${ids}.`,
      },
    },
  );
}

function headerMissing(): NewsletterError {
  return new NewsletterError(
    'import.unreadable',
    {
      de: 'In der ersten Zeile steht schon eine Adresse; dort müssen die Namen der Spalten stehen.',
      en: 'There is an address in the first line already; the names of the columns must stand there.',
    },
    {
      hint: {
        de: 'Eine erste Zeile ergänzen, zum Beispiel: address,name,requested_at,confirmed_at',
        en: 'Add a first line, for example: address,name,requested_at,confirmed_at',
      },
    },
  );
}

const shownColumns = 40;

/** Names of columns as a message may show them. */
function shown(columns: readonly string[]): string {
  const names = columns.map((column) => shownColumn(column)).filter((name) => name !== '');
  return `${names.slice(0, shownColumns).join(', ')}${names.length > shownColumns ? ', …' : ''}`;
}

/** The name of a column on one short line, harmless to a terminal. */
export function shownColumn(column: string): string {
  return foldSpace(withoutUnsafeCharacters(column)).slice(0, 40);
}
