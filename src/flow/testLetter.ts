import { parseAddress } from '../core/address.ts';
import { NewsletterError } from '../core/errors.ts';
import { testMessage, type Message } from '../core/message.ts';
import { mimeOf } from '../core/mime/mimeOf.ts';
import type { Drafts, Transport } from '../core/ports.ts';
import { judge, scrubReply } from '../core/sending/reply.ts';
import { requireDraft } from './draft.ts';
import { makeLetter, type LetterOrder } from './letter.ts';

/** What a test letter is made from. */
export interface TestLetterOrder extends Pick<LetterOrder, 'week' | 'config' | 'templates'> {
  readonly issues: Pick<Drafts, 'read' | 'nameOf'>;
}

/** What the server said to a test letter. */
export interface TestAnswer {
  readonly isAccepted: boolean;
  /** Without addresses. */
  readonly reply: string;
}

/** The week's draft as a test for its author; no ledger knows of it. Throws `address.invalid`, `issue.*`, `template.*`, `letter.tooLarge`. */
export async function makeTestLetter(order: TestLetterOrder, to: string, now: Date): Promise<Message> {
  const address = parseAddress(to);
  if (!address) throw notAnAddress(to);
  const { letter } = await makeLetter(order, await requireDraft(order));
  return testMessage(letter, address.address, now);
}

/** Sends a test letter, once. Throws `smtp.*` where there is no connection. */
export async function sendTestLetter(message: Message, transport: Transport): Promise<TestAnswer> {
  const connection = await transport.open();
  const answer = await connection
    .send(mimeOf(message), () => Promise.resolve())
    .finally(() => connection.close());
  const verdict = judge(answer);
  return {
    isAccepted: 'outcome' in verdict && verdict.outcome === 'accepted',
    reply: scrubReply(answer.reply),
  };
}

function notAnAddress(given: string): NewsletterError {
  return new NewsletterError('address.invalid', {
    de: `„${given}“ ist keine E-Mail-Adresse, an die gesendet werden kann.`,
    en: `"${given}" is not an e-mail address that can be mailed.`,
  });
}
