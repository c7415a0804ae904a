import type { Address } from '../address.ts';
import type { Language, Text } from '../errors.ts';
import type { Subscriber, Suppression } from '../list/subscriber.ts';
import type { Standing } from './importSystem.ts';

/** Where a person of a foreign list stands, once her row is understood. */
export type ImportedStanding = Exclude<Standing, 'subscribed'> | 'confirmed';

/** What one row says of one person. Instants are UTC, ISO 8601. */
export interface ImportedPerson {
  readonly address: Address;
  readonly standing: ImportedStanding;
  readonly name: string | null;
  readonly language: Language | null;
  readonly requestedAt: string | null;
  readonly requestIp: string | null;
  readonly confirmedAt: string | null;
  readonly confirmIp: string | null;
  /** When she left, or the mailbox did. */
  readonly leftAt: string | null;
  /** The whole record, where the list is one of ours. */
  readonly record: Subscriber | null;
  /** What our own list says against mailing her. */
  readonly suppressed: Pick<Suppression, 'reason' | 'since'> | null;
}

/**
 * What a row turned out to be; `blank` for a row of empty cells. A faulty row that might be a goodbye names whom it is
 * about (`Address.key`), so that no other row makes her welcome.
 */
export type RowReading =
  | { readonly person: ImportedPerson }
  | { readonly fault: Text; readonly mayHaveLeft?: string }
  | { readonly blank: true };

/** A row that is left out. */
export interface RowFault {
  readonly line: number;
  readonly what: Text;
}
