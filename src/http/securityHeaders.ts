import type { Config } from '../core/config.ts';

/** What a browser may do with an answer: a page, a page in somebody's frame, a letter with its own styles, or a file. */
export type AnswerKind = 'page' | 'framed' | 'letter' | 'file';

/** The headers that keep each kind of answer from being turned against its reader (R55). */
export function securityHeaders(config: Config): (kind: AnswerKind) => Readonly<Record<string, string>> {
  const common = {
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    ...(config.baseUrl.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
  const hosts = config.website.embedOn.map((site) => new URL(site).origin);
  const policies: Readonly<Record<AnswerKind, Readonly<Record<string, string>>>> = {
    page: { 'Content-Security-Policy': pagePolicy("'none'"), 'X-Frame-Options': 'DENY' },
    framed: { 'Content-Security-Policy': pagePolicy(hosts.length === 0 ? '*' : hosts.join(' ')) },
    letter: { 'Content-Security-Policy': letterPolicy, 'X-Frame-Options': 'DENY' },
    file: { 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'" },
  };
  return (kind) => ({ ...common, ...policies[kind] });
}

const pagePolicy = (ancestors: string): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' https: data:",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');

/** A letter is a mail: styles stand in it, and pictures come from wherever the blog has them. It has no forms or scripts. */
const letterPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src http: https: data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
].join('; ');
