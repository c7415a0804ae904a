import type { DeskFile } from './deskVisit.ts';

/** What the browser may do with an answer of the desk. Nothing is fetched from anywhere else (R55, R56). */
export function deskHeaders(kind: 'page' | DeskFile['kind']): Readonly<Record<string, string>> {
  return { ...common, 'Content-Security-Policy': policies[kind] };
}

const common = {
  'Cache-Control': 'no-store',
  // With no-referrer, browsers send forms without their origin, and the guard would refuse them.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

const letterPolicy = (pictures: string): string =>
  [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src ${pictures}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    // Without scripts, the page around it may look inside, to keep its place when it is shown anew.
    'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  ].join('; ');

const policies: Readonly<Record<'page' | DeskFile['kind'], string>> = {
  page: [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  letter: letterPolicy("'self' data:"),
  letterWithoutPictures: letterPolicy("'none'"),
  file: "default-src 'none'; frame-ancestors 'none'",
};
