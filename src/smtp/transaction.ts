import { setImmediate as nextTurn } from 'node:timers/promises';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Message } from '../core/message.ts';
import { bytesOf, mimeOf } from '../core/mime/mimeOf.ts';
import type { Parcel } from '../core/parcel.ts';
import type { Answer } from '../core/ports.ts';
import { contentStream, type ContentStream } from './contentStream.ts';
import type { Patience } from './patience.ts';
import { asError, type SmtpError } from './smtpErrors.ts';

/** Puts a signature in front of a message. */
export type Sign = (parcel: Parcel) => Promise<Parcel>;

/** How one message is to be carried. */
export interface TransactionOrder {
  readonly beforeContent: () => Promise<void>;
  readonly sign: Sign | undefined;
  readonly patience: Patience;
}

/** Carries one message over a connection that is logged in, and tells how it ended. */
export async function transact(
  smtp: SMTPConnection,
  message: Message,
  { beforeContent, sign, patience }: TransactionOrder,
): Promise<Answer> {
  const unsigned = mimeOf(message);
  const bytes = bytesOf(sign ? await sign(unsigned) : unsigned);
  const closeAfter = (ms: number): NodeJS.Timeout => setTimeout(() => smtp.close(), ms);
  let deadline = closeAfter(patience.contentMs);
  let isAnswered = false;
  const content = contentStream(bytes, {
    begin: async () => {
      // What came along with the go-ahead is heard first: it cannot be the answer to a content nobody has seen.
      await nextTurn();
      requireGoAhead(isAnswered ? false : smtp.lastServerResponse);
      await beforeContent();
    },
    onEnd: () => {
      clearTimeout(deadline);
      deadline = closeAfter(patience.answerMs);
    },
  });
  const envelope = envelopeOf(message, bytes.length);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const onEnd = (): void => {
        isAnswered = true;
        resolve(answerOf(new Error('connection closed'), content));
      };
      smtp.once('end', onEnd);
      smtp.send(envelope, content.stream, (error, info) => {
        smtp.off('end', onEnd);
        isAnswered = true;
        const cause = content.failure?.cause;
        if (cause instanceof NoGoAhead) resolve(noGoAhead(cause));
        else if (content.failure) reject(asError(cause));
        else if (error) resolve(answerOf(error, content));
        else resolve(finalAnswer(info?.response ?? '', content.isEnded));
      });
    });
  } finally {
    clearTimeout(deadline);
  }
}

/** Reports are asked for where the server offers it: on failure only, with the headers alone (RFC 3461). */
function envelopeOf({ from, to, envelopeId, returnTo }: Message, size: number): SMTPConnection.Envelope {
  const dsn: SMTPConnection.DSNOptions = { ret: 'HDRS', notify: 'FAILURE', envid: envelopeId };
  return {
    from: returnTo ?? from.address,
    to: [to.address],
    size,
    ...(envelopeId === undefined ? {} : { dsn }),
  };
}

/** nodemailer takes a 2xx for a 354; the server would then read the content as commands, and refuse those. */
class NoGoAhead extends Error {}

function requireGoAhead(reply: string | false): void {
  if (reply === false || !/^354(?!\d)/.test(reply)) throw new NoGoAhead(reply || 'no answer to DATA');
}

function noGoAhead({ message }: NoGoAhead): Answer {
  return { stage: 'data', code: codeOf(message), reply: message, isContentEnded: false };
}

function finalAnswer(reply: string, isContentEnded: boolean): Answer {
  return { stage: isContentEnded ? 'final' : 'content', code: codeOf(reply), reply, isContentEnded };
}

/** RFC 5321 §4.2: three digits, then a space, a hyphen or the end; anything else is no answer. */
function codeOf(reply: string): number | null {
  const digits = /^[2-5]\d\d(?=[ -]|$)/.exec(reply)?.[0];
  return digits === undefined ? null : Number(digits);
}

function answerOf(error: SmtpError, content: ContentStream): Answer {
  const isContentEnded = content.isEnded;
  if (isTooLarge(error)) return tooLarge;
  const code = codeOf(error.response ?? '');
  const reply = error.response ?? error.message;
  if (code === null) {
    const stage = content.isStarted ? (isContentEnded ? 'final' : 'content') : 'mail';
    return { stage, code, reply, isContentEnded };
  }
  return { stage: stageOf(error.command, content), code, reply, isContentEnded };
}

function stageOf(command: string | undefined, content: ContentStream): Answer['stage'] {
  if (content.isStarted) return content.isEnded ? 'final' : 'content';
  if (command === 'RCPT TO') return 'rcpt';
  return command === 'DATA' ? 'data' : 'mail';
}

/** nodemailer does not even ask where the size that EHLO allows is exceeded. */
function isTooLarge({ code, command, response }: SmtpError): boolean {
  return code === 'EMESSAGE' && command === 'MAIL FROM' && response === undefined;
}

/** It is too large for every reader, so the run stops as if the sender were refused (RFC 1870 §6.1). */
const tooLarge: Answer = {
  stage: 'mail',
  code: 552,
  reply: '552 5.3.4 the letter is larger than this server allows (SIZE)',
  isContentEnded: false,
};
