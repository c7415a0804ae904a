import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { NewsletterError, reasonOf, type Text } from '../core/errors.ts';

const block = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END \1?CERTIFICATE-----/g;

/**
 * The authorities a private PEM file names, together with the known ones. Throws `smtp.ca` with the file's name where it
 * holds no certificate, a broken one, or one that is no longer valid.
 */
export function trustedAuthorities(pem: string, file: string, now: Date): readonly string[] {
  const blocks = pem.match(block) ?? [];
  if (blocks.length === 0) {
    throw unusable(file, {
      de: 'Darin steht kein Zertifikat (-----BEGIN CERTIFICATE-----).',
      en: 'There is no certificate in it (-----BEGIN CERTIFICATE-----).',
    });
  }
  blocks.forEach((text, index) => requireValid(text, `${file} (${index + 1}.)`, now));
  return [...rootCertificates, ...blocks];
}

function requireValid(text: string, place: string, now: Date): void {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(text);
  } catch (cause) {
    throw unusable(
      place,
      {
        de: `Das Zertifikat ist beschädigt: ${reasonOf(cause)}.`,
        en: `The certificate is damaged: ${reasonOf(cause)}.`,
      },
      cause,
    );
  }
  if (new Date(certificate.validTo) < now) {
    throw unusable(place, {
      de: `Das Zertifikat ist seit ${certificate.validTo} abgelaufen.`,
      en: `The certificate expired on ${certificate.validTo}.`,
    });
  }
}

function unusable(place: string, text: Text, cause?: unknown): NewsletterError {
  return new NewsletterError(
    'smtp.ca',
    { de: `smtp.ca, ${place}: ${text.de}`, en: `smtp.ca, ${place}: ${text.en}` },
    { hint: caHint, cause },
  );
}

/** What `smtp.ca` must name. */
export const caHint: Text = {
  de: '„smtp.ca“ nennt eine PEM-Datei mit dem Zertifikat der eigenen Zertifizierungsstelle (nicht ihren Schlüssel). Hat der Server ein gewöhnliches Zertifikat, die Zeile löschen.',
  en: '"smtp.ca" names a PEM file with the certificate of your own authority (not its key). Where the server has an ordinary certificate, delete the line.',
};
