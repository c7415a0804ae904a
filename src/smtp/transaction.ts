import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Message } from '../core/message.ts';
import type { Answer } from '../core/ports.ts';
import { contentStream, type ContentStream } from './contentStream.ts';
import { mimeBytes } from './mime.ts';
import { asError, type SmtpError } from './smtpErrors.ts';

/** RFC 5321 §4.5.3.2.6 gives the server ten minutes to answer the final dot; the whole transaction gets a little more. */
const transactionDeadlineMs = 15 * 60_000;

/** Carries one message over a connection that is logged in, and tells how it ended. */
export async function transact(
  smtp: SMTPConnection,
  message: Message,
  beforeContent: () => Promise<void>,
): Promise<Answer> {
  const bytes = await mimeBytes(message);
  const content = contentStream(bytes, beforeContent);
  const envelope = { from: message.from.address, to: [message.to.address], size: bytes.length };
  const deadline = setTimeout(() => smtp.close(), transactionDeadlineMs);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const onEnd = (): void => resolve(answerOf(new Error('connection closed'), content));
      smtp.once('end', onEnd);
      smtp.send(envelope, content.stream, (error, info) => {
        smtp.off('end', onEnd);
        if (content.failure) reject(asError(content.failure.cause));
        else if (error) resolve(answerOf(error, content));
        else resolve(finalAnswer(info?.response ?? '', content.isEnded));
      });
    });
  } finally {
    clearTimeout(deadline);
    if (content.failure) smtp.close();
  }
}

function finalAnswer(response: string, isContentEnded: boolean): Answer {
  const code = Number(response.slice(0, 3)) || null;
  return { stage: isContentEnded ? 'final' : 'content', code, reply: response, isContentEnded };
}

function answerOf(error: SmtpError, content: ContentStream): Answer {
  const base = { isContentEnded: content.isEnded };
  if (error.responseCode === undefined) {
    const stage = content.isStarted ? (content.isEnded ? 'final' : 'content') : 'mail';
    return { ...base, stage, code: null, reply: error.message };
  }
  return {
    ...base,
    stage: stageOf(error.command, content),
    code: error.responseCode,
    reply: error.response ?? error.message,
  };
}

function stageOf(command: string | undefined, content: ContentStream): Answer['stage'] {
  if (content.isStarted) return content.isEnded ? 'final' : 'content';
  if (command === 'RCPT TO') return 'rcpt';
  return command === 'DATA' ? 'data' : 'mail';
}
