/** What a server offers besides the oldest commands (RFC 5321 §4.1.1.1). */
export interface Extensions {
  readonly pipelining: boolean;
  readonly smtpUtf8: boolean;
  readonly deliveryReports: boolean;
  readonly startTls: boolean;
  /** The largest message; 0 where there is no limit, undefined where SIZE is not offered. */
  readonly size: number | undefined;
  /** The ways to log in, in capitals. */
  readonly mechanisms: readonly string[];
}

/** Reads the answer to EHLO. */
export function extensionsOf(reply: string): Extensions {
  const lines = reply
    .split('\n')
    .slice(1)
    .map((line) => line.slice(4).trim().toUpperCase());
  const words = lines.map((line) => line.split(/[\s=]+/));
  const find = (name: string): readonly string[] | undefined => words.find(([first]) => first === name);
  const size = find('SIZE');
  return {
    pipelining: find('PIPELINING') !== undefined,
    smtpUtf8: find('SMTPUTF8') !== undefined,
    deliveryReports: find('DSN') !== undefined,
    startTls: find('STARTTLS') !== undefined,
    size: size === undefined ? undefined : Number(size[1] ?? 0) || 0,
    // Some servers say it twice, once as "AUTH=", for mail programs of long ago.
    mechanisms: words.flatMap(([first, ...others]) => (first === 'AUTH' ? others : [])),
  };
}
