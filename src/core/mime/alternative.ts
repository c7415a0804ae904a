import { createHash } from 'node:crypto';

/**
 * The boundary between two parts: the same for the same content, and never part of it, because quoted-printable has no
 * `=_` (RFC 2045 §6.7).
 */
export function boundaryOf(...contents: readonly string[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content).update('\0');
  return `=_${hash.digest('hex').slice(0, 32)}`;
}

/** The header fields of a mail with a plain-text and an HTML twin (RFC 2046 §5.1.4). */
export function alternativeFields(boundary: string): string {
  return `MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="${boundary}"\r\n`;
}

/** What stands before, between and after the two; each begins and ends with a line. */
export function alternativeFrame(boundary: string): {
  readonly beforeText: string;
  readonly beforeHtml: string;
  readonly end: string;
} {
  const part = (type: string): string =>
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  return {
    beforeText: part('text/plain'),
    beforeHtml: `\r\n${part('text/html')}`,
    end: `\r\n--${boundary}--\r\n`,
  };
}
