import { parseAddress } from '../address.ts';
import { NewsletterError } from '../errors.ts';
import { nearestName } from '../nearestName.ts';
import type { ImportSystem } from './importSystem.ts';
import { systemById, systemIds, systems } from './systems.ts';

/** Which system wrote a list with these columns, or the one that `--from` names. Throws `import.unreadable`, `usage.wrong`. */
export function recogniseSystem(columns: readonly string[], from: string | undefined): ImportSystem {
  const names = columns.map(columnKey);
  if (from !== undefined) return withAddress(namedSystem(from), names, columns);
  const fitting = systems.filter((system) => system.id !== 'csv' && hasMarks(system, names));
  const plain = systemById('csv');
  if (fitting.length === 0 && plain && hasMarks(plain, names) && hasOnlyKnown(plain, names)) return plain;
  const [only, ...others] = fitting;
  if (only === undefined || others.length > 0) throw unrecognised(columns, fitting);
  return withAddress(only, names, columns);
}

/** A column's name as it is compared. */
export function columnKey(column: string): string {
  return column.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
}

function hasMarks({ marks }: ImportSystem, names: readonly string[]): boolean {
  return marks.every((group) => group.some((mark) => names.includes(mark)));
}

/** A column nobody knows might say "has unsubscribed"; then a person has to say that the file is harmless. */
function hasOnlyKnown({ fields }: ImportSystem, names: readonly string[]): boolean {
  const known = new Set(Object.values(fields).flat());
  return names.every((name) => name === '' || known.has(name));
}

function withAddress(
  system: ImportSystem,
  names: readonly string[],
  columns: readonly string[],
): ImportSystem {
  if (system.fields.address?.some((column) => names.includes(column))) return system;
  throw unrecognised(columns, [], {
    de: `Eine Spalte mit der E-Mail-Adresse fehlt; bei ${system.name} heißt sie: ${(system.fields.address ?? []).join(', ')}`,
    en: `A column with the e-mail address is missing; at ${system.name} it is called: ${(system.fields.address ?? []).join(', ')}`,
  });
}

function namedSystem(from: string): ImportSystem {
  const system = systemById(from.toLowerCase());
  if (system) return system;
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

const shownColumns = 40;

function unrecognised(
  columns: readonly string[],
  fitting: readonly ImportSystem[],
  reason?: { readonly de: string; readonly en: string },
): NewsletterError {
  // A file without a header shows a person in its first line, and she stays out of messages.
  if (columns.some((column) => parseAddress(column) !== undefined)) {
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
  const found = columns.slice(0, shownColumns).map((column) => column.trim().slice(0, 40));
  const list = `${found.join(', ')}${columns.length > shownColumns ? ', …' : ''}`;
  const candidates = fitting.map(({ name }) => name).join(', ');
  const what = reason ?? {
    de: fitting.length > 1 ? `Es könnte sein: ${candidates}.` : 'Kein bekanntes System schreibt solche.',
    en: fitting.length > 1 ? `It could be: ${candidates}.` : 'No known system writes such.',
  };
  return new NewsletterError(
    'import.unreadable',
    {
      de: `Woher diese Liste stammt, ist an ihren Spalten nicht zu erkennen: ${list}. ${what.de}`,
      en: `Where this list is from cannot be told by its columns: ${list}. ${what.en}`,
    },
    {
      hint: {
        de: `Mit --from nennen: ${systemIds.join(', ')}. Mit --from csv zählen nur address, name, language, status, requested_at, request_ip, confirmed_at, confirm_ip und unsubscribed_at; alle anderen Spalten bleiben unbeachtet.`,
        en: `Name it with --from: ${systemIds.join(', ')}. With --from csv only address, name, language, status, requested_at, request_ip, confirmed_at, confirm_ip and unsubscribed_at count; all other columns are ignored.`,
      },
    },
  );
}
