import { NewsletterError, type Text } from '../core/errors.ts';
import { unsubscribeHeaders, type Message } from '../core/message.ts';
import { parcelSigner, type DkimOrder } from '../core/mime/dkimSignature.ts';
import { bytesOf, mimeOf } from '../core/mime/mimeOf.ts';
import { publicRecordOf } from './dkimKey.ts';
import type { Sign } from './transaction.ts';

/** Without these in the signature no letter leaves. */
const requiredFields = ['from', 'subject', 'list-unsubscribe', 'list-unsubscribe-post'];

/** Signs messages (RFC 6376); throws `dkim.invalid` instead of letting one leave unsigned. */
export function dkimSigner(order: DkimOrder): Sign {
  const signed = parcelSigner(order);
  return async (parcel) => {
    try {
      return await signed(parcel);
    } catch (cause) {
      throw notSigned(cause);
    }
  };
}

/**
 * Signs a sample letter from `from` and verifies it as a receiver would, with the record that belongs to the key. Throws
 * `dkim.invalid` where the signature does not hold, leaves out the way to unsubscribe (R41), or is of another domain than
 * the sender (DMARC, relaxed).
 */
export async function requireSigning(sign: Sign, order: DkimOrder, from: Message['from']): Promise<void> {
  const signed = bytesOf(await sign(mimeOf(sampleLetter(from))));
  const { dkimVerify } = await import('mailauth');
  const { results } = await dkimVerify(signed, {
    resolver: () => Promise.resolve([[publicRecordOf(order.key)]]),
  });
  const [result] = results;
  if (result?.status.result !== 'pass') throw notVerified(result?.status.comment ?? 'none');
  if (!result.status.aligned) throw notAligned(order.domain, from.address);
  const covered = new Set(signedNames(signed));
  const uncovered = requiredFields.filter((field) => !covered.has(field));
  if (uncovered.length > 0) throw notVerified(uncovered.join(', '));
}

function sampleLetter(from: Message['from']): Message {
  return {
    subscriberId: 'sample',
    messageId: '<sample@example.org>',
    from,
    replyTo: from.address,
    to: { name: '', address: 'reader@example.org' },
    subject: 'Grüße',
    date: new Date(0),
    html: '<p>Grüße</p>',
    text: 'Grüße\n',
    headers: [
      ['List-ID', '<example.org>'],
      ...unsubscribeHeaders('https://example.org/unsubscribe/sample', from.address),
      ['Feedback-ID', 'sample:weekly:wochenbrief:example.org'],
    ],
  };
}

/** The names in h= of the signature that stands on top. */
function signedNames(signed: Buffer): readonly string[] {
  const header = signed.toString('latin1').split(/\r\n(?![ \t])/)[0] ?? '';
  const names = /;\s*h=([^;]*)/.exec(header)?.[1] ?? '';
  return names.split(':').map((name) => name.trim().toLowerCase());
}

function notSigned(cause: unknown): NewsletterError {
  return unusable(
    {
      de: 'DKIM: Der Brief ließ sich nicht unterschreiben.',
      en: 'DKIM: the letter could not be signed.',
    },
    { cause },
  );
}

function notVerified(reason: string): NewsletterError {
  return unusable({
    de: `DKIM: Die Unterschrift eines Probebriefs hält der Prüfung nicht stand (${reason}).`,
    en: `DKIM: the signature of a sample letter does not hold (${reason}).`,
  });
}

function notAligned(domain: string, sender: string): NewsletterError {
  return unusable(
    {
      de: `DKIM: „smtp.dkim.domain“ ist ${domain}, der Absender aber ${sender}; eine Unterschrift für eine fremde Domain hilft dem Brief nicht.`,
      en: `DKIM: "smtp.dkim.domain" is ${domain}, but the sender is ${sender}; a signature for another domain does not help the letter.`,
    },
    {
      hint: {
        de: '„smtp.dkim.domain“ löschen (dann gilt die Domain von „from.address“) oder dieselbe Domain eintragen.',
        en: 'Delete "smtp.dkim.domain" (the domain of "from.address" then counts), or write the same domain.',
      },
    },
  );
}

function unusable(
  text: Text,
  about: { readonly hint?: Text; readonly cause?: unknown } = {},
): NewsletterError {
  return new NewsletterError('dkim.invalid', text, about);
}
