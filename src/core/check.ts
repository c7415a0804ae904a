import type { IssuePart } from './desk/issueParts.ts';
import type { Text } from './errors.ts';

/** How a look at one thing ended. A note says what was not looked at, and why; it is nothing to mend. */
export type CheckStatus = 'ok' | 'note' | 'warning' | 'error';

/** Where what was found can be changed. */
export type CheckPlace = IssuePart | 'settings' | 'templates';

/** One thing `doctor` or `check` looked at: how it is, what was found, and how to mend it. */
export interface Check {
  /** What was looked at: `list`, `spf`. */
  readonly check: string;
  readonly status: CheckStatus;
  readonly found: Text;
  /** Why it matters. */
  readonly why?: Text | undefined;
  readonly hint?: Text | undefined;
  readonly where?: CheckPlace | undefined;
  /** The record to set in the DNS, to be copied as it is. */
  readonly record?: DnsRecord | undefined;
}

/** A record as one enters it where the domain is managed. */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'TXT';
  readonly value: string;
}

/** A name server's longest character string (RFC 1035 §3.3); longer values are several of them. */
const longestString = 255;

/** A TXT value as zone files and most hosters take it: quoted, in strings of at most 255 bytes. */
export function quotedStrings(value: string): string {
  const bytes = Buffer.from(value);
  const strings = Array.from({ length: Math.max(1, Math.ceil(bytes.length / longestString)) }, (_, index) =>
    bytes.subarray(index * longestString, (index + 1) * longestString).toString('latin1'),
  );
  return strings.map((one) => `"${one.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(' ');
}
