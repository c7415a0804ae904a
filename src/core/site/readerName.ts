import { foldSpace, withoutUnsafeCharacters } from '../characters.ts';

/** Why a first name is not taken. */
export type NameFault = 'nameTooLong' | 'nameInvalid';

const longestName = 80;

/**
 * What names are abused for: a letter that greets "win at casino.example" carries an advertisement to strangers
 * (listmonk#1133). A dot with small or capital Latin letters right behind it makes mail programs show a link.
 */
const advertising = /[@<>{}\\|]|\/\/|www\.|[\p{L}\p{N}]\.([a-z]{2}|[A-Z]{2})/u;

/** Reads a first name as readers type it; null for none. */
export function readReaderName(
  text: string,
): { readonly name: string | null } | { readonly fault: NameFault } {
  const isOneCleanLine = withoutUnsafeCharacters(text) === text && !/[\t\n\r\u2028\u2029\uFFFD]/u.test(text);
  const name = foldSpace(text.normalize('NFC'));
  if (!isOneCleanLine || advertising.test(name)) return { fault: 'nameInvalid' };
  if (Array.from(name).length > longestName) return { fault: 'nameTooLong' };
  return { name: name === '' ? null : name };
}
