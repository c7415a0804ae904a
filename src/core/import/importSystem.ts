import type { Text } from '../errors.ts';

/** The systems whose lists can be taken over. */
export type SystemId =
  | 'wochenbrief'
  | 'mailchimp'
  | 'substack'
  | 'ghost'
  | 'listmonk'
  | 'buttondown'
  | 'beehiiv'
  | 'mailpoet'
  | 'rapidmail'
  | 'cleverreach'
  | 'csv';

/** What a row says of a person; `subscribed` still needs its evidence. */
export const standings = ['complained', 'bounced', 'unsubscribed', 'subscribed', 'asked'] as const;
export type Standing = (typeof standings)[number];

/** What we look for in a row; `fullName` is first and last name in one, of which only the first word is taken over. */
export const importFields = [
  'address',
  'name',
  'fullName',
  'language',
  'status',
  'requestedAt',
  'requestIp',
  'confirmedAt',
  'confirmIp',
  'leftAt',
  'bouncedAt',
  'complainedAt',
  'leaveReason',
  'mayMail',
  'mailDisabled',
] as const;
export type ImportField = (typeof importFields)[number];

/** How a system writes its lists down, and what in them proves a consent. */
export interface ImportSystem {
  readonly id: SystemId;
  /** Readers find it in their confirmation mail, as what stands before the first comma of their origin: it has none. */
  readonly name: string;
  /** It is this system's list where each group has a column; names are compared by `columnKey`. */
  readonly marks: readonly (readonly string[])[];
  readonly fields: Readonly<Partial<Record<ImportField, readonly string[]>>>;
  /** Columns that sound like a goodbye and are none. */
  readonly harmless?: readonly string[];
  /** What its words for a status mean; a word that is missing here is a goodbye if it sounds like one (leaverWords.ts), or else a fault. */
  readonly statuses?: Readonly<Record<string, Standing>>;
  /** The zone of times that name none. */
  readonly zone: 'UTC' | 'newsletter';
  /**
   * What proves a consent (R67): a confirmation that came after the request, that with the IP address it came from where
   * nobody could verify what the times alone mean, a time of confirmation not before the request, or nothing that this
   * export holds.
   */
  readonly proof: 'confirmedAfterRequest' | 'confirmedAfterRequestFromIp' | 'confirmed' | 'none';
  /** Why that, for the person who reads the dry run. */
  readonly reason: Text;
}
