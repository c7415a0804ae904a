import { readReaderName } from '../site/readerName.ts';

/** A first name as our own form takes it, or none: the person counts, whatever stands in that column. */
export function importedName(text: string): string | null {
  const read = readReaderName(text);
  return 'fault' in read ? null : read.name;
}
