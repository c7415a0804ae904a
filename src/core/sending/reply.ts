import { withoutUnsafeCharacters } from '../characters.ts';
import type { Outcome } from './delivery.ts';
import { NewsletterError } from '../errors.ts';
import type { Answer } from '../ports.ts';

/** What follows from an answer: an outcome for this reader, or a reason to stop that blames nobody (R20). */
export type Verdict = { readonly outcome: Outcome } | { readonly halt: true };

/**
 * Classifies one transaction (R6, R20). A connection lost before the final dot means deferred, after it uncertain;
 * an explicit 2xx, 4xx or 5xx always counts. A sender refused for good concerns the whole run, not this reader.
 */
export function judge(answer: Answer): Verdict {
  const { code, stage, isContentEnded } = answer;
  const kind = code === null ? undefined : Math.floor(code / 100);
  if (kind === 2 && stage === 'final') return { outcome: 'accepted' };
  if (kind === 4) return { outcome: 'deferred' };
  if (kind === 5 && stage === 'mail') return { halt: true };
  if (kind === 5) return { outcome: concernsSender(answer) ? 'deferred' : 'rejected' };
  return { outcome: isContentEnded ? 'uncertain' : 'deferred' };
}

/**
 * Many servers put off their no to a sender until they hear the first reader (RFC 3463: X.1.7 and X.1.8 are about
 * senders). She is not to blame, but one odd answer must not stop all the others either; several in a row do.
 */
function concernsSender({ stage, reply }: Answer): boolean {
  if (stage !== 'rcpt') return false;
  return /^5\.1\.[78]$/.test(enhancedCode(reply) ?? '') || /\bsender address rejected\b/i.test(reply);
}

/**
 * Whether the server wants us to come slower (R21): it closes for load (421), says so by its enhanced code (4.7.x, 4.3.2,
 * 4.4.5) or in words. What concerns one mailbox (4.2.x) or is greylisting passes by waiting, however fast the others go.
 */
export function asksToSlowDown({ code, reply }: Pick<Answer, 'code' | 'reply'>): boolean {
  if (code === 421) return true;
  if (code === null || Math.floor(code / 100) !== 4) return false;
  const enhanced = enhancedCode(reply) ?? '';
  if (enhanced.startsWith('4.2.') || aboutOneReader.test(reply)) return false;
  return /^4\.(7\.\d+|3\.2|4\.5)$/.test(enhanced) || slowDownWords.test(reply);
}

const aboutOneReader = /gr[ae]y-?list|mailbox (is )?full|over ?quota/i;
const slowDownWords =
  /\brates?\b|ratelimit|too (many|much|fast|often)|throttl|(send|sending|message|connection|hourly|daily) limit|server busy|try again later/i;

/** The enhanced status code of a reply (RFC 3463), or null. */
export function enhancedCode(reply: string): string | null {
  return /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? null;
}

/**
 * A reply fit for the ledger: one line, no addresses (people are named by id only), at most 300 characters. Servers also
 * repeat the part before the @ alone, so the reader's address is given where there is a reader.
 */
export function scrubReply(reply: string, address = '', name: string | null = null): string {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@')));
  const scrubbed = plainReply.test(reply)
    ? reply
    : withoutUnsafeCharacters(reply)
        .replace(/\s+/g, ' ')
        .replace(/<?[^\s<>@]+@[^\s<>@]+>?/g, '<address>');
  // Servers deliver anna+letters to anna, and say so.
  const words = [local, local.split('+')[0] ?? '', ...(name ?? '').split(/\s+/)].filter(
    (word) => word !== '',
  );
  return words.reduce(withoutWord, scrubbed).trim().slice(0, 300);
}

/** What nearly all servers say: nothing in it would be changed. */
const plainReply = /^[!-?A-~]+(?: [!-?A-~]+)*$/;

function withoutWord(text: string, word: string): string {
  // Making the expression takes long, and replies that name somebody are rare.
  const isAbsent =
    isAscii(text) &&
    (isBeyondAscii(word) || (isAscii(word) && !text.toLowerCase().includes(word.toLowerCase())));
  if (isAbsent) return text;
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'giu'), '<address>');
}

function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are ASCII too
  return /^[\u0000-\u007f]*$/.test(text);
}

/** Whether a word has a letter that no ASCII letter is another case of; of all others only ſ and the Kelvin sign are. */
function isBeyondAscii(word: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the same
  return /[^\u0000-\u007f\u017f\u212a]/.test(word);
}

/** A server that refuses our sender address refuses it for everybody. */
export function senderRefused(server: string, reply: string): NewsletterError {
  return new NewsletterError(
    'smtp.refused',
    {
      de: `${server} nimmt diesen Absender nicht an: ${scrubReply(reply)}`,
      en: `${server} does not accept this sender: ${scrubReply(reply)}`,
    },
    {
      hint: {
        de: '„from.address“ in newsletter.yaml muss eine Adresse sein, die dieser Zugang verwenden darf.',
        en: '"from.address" in newsletter.yaml must be an address this account may use.',
      },
    },
  );
}
