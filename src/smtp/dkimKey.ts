import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { NewsletterError, reasonOf, type Text } from '../core/errors.ts';

/** Below this receivers take no signature for one (RFC 8301 §3.2). */
const leastBits = 1024;
/** What RFC 8301 asks signers for. */
const usualBits = 2048;

/**
 * Reads the key that signs letters, from the text of a PEM file or an environment variable; `place` is how messages name it.
 * Throws `dkim.invalid` for everything but an RSA key: with any other, letters would leave unsigned without a word.
 */
export function parseDkimKey(text: string, place: string): KeyObject {
  // An environment variable often has its line breaks written as \n.
  const pem = text.replaceAll(String.raw`\n`, '\n').trim();
  if (pem === '') throw unusable(place, empty);
  if (/-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)) throw unusable(place, publicOnly);
  if (/ENCRYPTED/.test(pem)) throw unusable(place, encrypted);
  const key = readKey(pem, place);
  if (key.asymmetricKeyType !== 'rsa')
    throw unusable(place, notRsa(key.asymmetricKeyType ?? key.type), notRsaHint);
  const bits = bitsOf(key);
  if (bits < leastBits) throw unusable(place, tooShort(bits));
  return key;
}

/** The TXT record that belongs at `<selector>._domainkey.<domain>` (RFC 6376 §3.6.1); the key is an RSA key, as PEM or parsed. */
export function publicRecordOf(key: KeyObject | string): string {
  const publicKey = createPublicKey(key);
  return `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
}

/** What could be said against a key that can be used. */
export function dkimKeyNotes(key: KeyObject, place: string): readonly Text[] {
  const bits = bitsOf(key);
  if (bits >= usualBits) return [];
  return [
    {
      de: `Hinweis: Der DKIM-Schlüssel aus ${place} hat nur ${bits} Bit; üblich sind ${usualBits}.`,
      en: `Note: the DKIM key from ${place} has only ${bits} bits; ${usualBits} are usual.`,
    },
  ];
}

function readKey(pem: string, place: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw unusable(place, {
      de: `Das ist kein lesbarer privater Schlüssel im PEM-Format (${reasonOf(cause)}).`,
      en: `That is no readable private key in PEM format (${reasonOf(cause)}).`,
    });
  }
}

function bitsOf(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}

const empty: Text = { de: 'Der Schlüssel ist leer.', en: 'The key is empty.' };

const publicOnly: Text = {
  de: 'Das ist der öffentliche Schlüssel; unterschrieben wird mit dem privaten.',
  en: 'That is the public key; signing takes the private one.',
};

const encrypted: Text = {
  de: 'Der Schlüssel ist mit einem Passwort geschützt. Ohne Passwort ablegen: openssl rsa -in alt.pem -out dkim.pem',
  en: 'The key is protected by a passphrase. Store it without one: openssl rsa -in old.pem -out dkim.pem',
};

function notRsa(type: string): Text {
  return {
    de: `Das ist ein Schlüssel der Art „${type}“; unterschrieben werden kann nur mit RSA.`,
    en: `That is a key of type "${type}"; only RSA can sign.`,
  };
}

function tooShort(bits: number): Text {
  return {
    de: `Der Schlüssel hat ${bits} Bit; unter ${leastBits} gilt die Unterschrift nirgends.`,
    en: `The key has ${bits} bits; below ${leastBits} the signature counts nowhere.`,
  };
}

const newKey: Text = {
  de: 'Ein neuer Schlüssel: openssl genrsa -out dkim.pem 2048. Den passenden DNS-Eintrag zeigt „doctor“.',
  en: 'A new key: openssl genrsa -out dkim.pem 2048. "doctor" shows the DNS record that belongs to it.',
};

const notRsaHint: Text = {
  de: `Viele Empfänger prüfen Ed25519 nicht, und dann gilt der Brief als nicht unterschrieben. ${newKey.de}`,
  en: `Many receivers do not check Ed25519, and to them the letter is not signed. ${newKey.en}`,
};

function unusable(place: string, text: Text, hint = newKey): NewsletterError {
  return new NewsletterError(
    'dkim.invalid',
    { de: `DKIM, ${place}: ${text.de}`, en: `DKIM, ${place}: ${text.en}` },
    { hint },
  );
}
