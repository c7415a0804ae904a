import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { needsSmtpUtf8 } from '../core/address.ts';
import type { Connection } from '../core/ports.ts';
import type { Account } from './accounts.ts';
import { withoutSmtpUtf8 } from './envelopeCommands.ts';
import type { Credentials, LoginAttempt } from './login.ts';
import { transact } from './nodemailerTransaction.ts';
import { localName } from './opening.ts';
import type { ConnectionOrder } from './smtpConnection.ts';
import { asError, asSmtpError, connectionError } from './smtpErrors.ts';
import { isOrderly, isRefusal } from './answers.ts';

/** The same connection as ours, with nodemailer's client; it does not take the next envelope along. */
export async function openWithNodemailer(
  account: Account,
  order: ConnectionOrder,
  isRepetition = false,
): Promise<Connection> {
  const { name, server } = account;
  const { secureContext, patience, sign } = order;
  let offersSmtpUtf8 = false;
  const smtp = new SMTPConnection({
    host: server.host,
    port: server.port,
    name: localName(),
    secure: server.isImplicitTls,
    requireTLS: !server.isImplicitTls && !server.isLoopback,
    // A server on this machine has no certificate anybody could check, unless the settings name who signed it.
    ignoreTLS: !server.isImplicitTls && server.isLoopback && !secureContext,
    ...(secureContext ? { tls: { secureContext } } : {}),
    allowInternalNetworkInterfaces: server.isLoopback,
    connectionTimeout: patience.openingMs,
    greetingTimeout: patience.openingMs,
    socketTimeout: patience.contentMs + patience.answerMs,
    // The extensions a server offers are private to nodemailer; its log of the dialogue is not.
    transactionLog: true,
    logger: dialogueLogger((reply) => (offersSmtpUtf8 ||= /^250[ -]SMTPUTF8\b/im.test(reply))),
  });
  // An 'error' between two messages only means that the connection is no longer usable.
  let isEnded = false;
  smtp.on('error', () => (isEnded = true));
  smtp.on('end', () => (isEnded = true));
  await connect(smtp, name, patience.openingMs);
  const attempt = await order.login();
  if (attempt && !(await logIn(smtp, attempt, patience.openingMs, !isRepetition)))
    return openWithNodemailer(account, order, true);
  const drop = (): void => {
    isEnded = true;
    smtp.close();
  };
  return {
    account: name,
    get isUsable() {
      return !isEnded;
    },
    close: () => {
      if (!isEnded) quit(smtp, patience.quitMs);
    },
    send: async (parcel, beforeContent) => {
      if (needsSmtpUtf8(parcel.envelope.to) && !offersSmtpUtf8) return withoutSmtpUtf8;
      const answer = await transact(smtp, parcel, { beforeContent, sign, patience }).catch(
        (error: unknown) => {
          // The server may still wait for content that will not come.
          drop();
          throw error;
        },
      );
      if (!isOrderly(answer)) drop();
      // After the final dot too: Postfix keeps a transaction that a policy refuses there, against RFC 5321 §4.1.1.4.
      else if (isRefusal(answer) && !(await reset(smtp, patience.resetMs))) drop();
      return answer;
    },
  };
}

/** After a refusal the server may still hold half a transaction (RFC 5321 §4.1.1.5). */
async function reset(smtp: SMTPConnection, deadlineMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isDone: boolean): void => {
      clearTimeout(deadline);
      smtp.off('end', onEnd);
      resolve(isDone);
    };
    const onEnd = (): void => settle(false);
    const deadline = setTimeout(onEnd, deadlineMs);
    smtp.once('end', onEnd);
    smtp.reset((error) => settle(!error));
  });
}

async function connect(smtp: SMTPConnection, name: string, deadlineMs: number): Promise<void> {
  try {
    await untilDone(smtp, deadlineMs, (done) => smtp.connect(done));
  } catch (error) {
    smtp.close();
    throw connectionError(asError(error), name);
  }
}

/** False when it failed and a new connection may do better. */
async function logIn(
  smtp: SMTPConnection,
  attempt: LoginAttempt,
  deadlineMs: number,
  mayRepeat: boolean,
): Promise<boolean> {
  try {
    await untilDone(smtp, deadlineMs, (done) => smtp.login(asNodemailerWants(attempt.credentials), done));
    return true;
  } catch (cause) {
    smtp.close();
    const error = asSmtpError(cause);
    if (mayRepeat && attempt.isWorthRepeating(error)) return false;
    throw attempt.errorOf(error);
  }
}

function asNodemailerWants(credentials: Credentials): Parameters<SMTPConnection['login']>[0] {
  const { user } = credentials;
  return 'tokens' in credentials
    ? { user, oauth2: credentials.tokens }
    : { user, pass: credentials.password };
}

/** One step of opening a connection. nodemailer does not call back when the server leaves or falls silent in between. */
async function untilDone(
  smtp: SMTPConnection,
  deadlineMs: number,
  begin: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: unknown): void => {
      clearTimeout(deadline);
      smtp.off('error', settle);
      smtp.off('end', onEnd);
      if (error) reject(asError(error));
      else resolve();
    };
    const deadline = setTimeout(() => settle(new Error('the server does not answer')), deadlineMs);
    // The error that made it end, if there is one, is told right after.
    const onEnd = (): void => void setImmediate(() => settle(new Error('connection closed')));
    smtp.on('error', settle);
    smtp.on('end', onEnd);
    begin(settle);
  });
}

/** Says goodbye, and does not wait for long when the server does not answer it. */
function quit(smtp: SMTPConnection, deadlineMs: number): void {
  const impatience = setTimeout(() => smtp.close(), deadlineMs);
  smtp.once('end', () => clearTimeout(impatience));
  smtp.quit();
}

function dialogueLogger(hear: (reply: string) => void): Record<string, (...parts: unknown[]) => void> {
  const ignore = (): void => undefined;
  const debug = (entry: unknown, reply: unknown): void => {
    const isReply = typeof entry === 'object' && entry !== null && 'tnx' in entry && entry.tnx === 'server';
    if (isReply && typeof reply === 'string') hear(reply);
  };
  return { trace: ignore, debug, info: ignore, warn: ignore, error: ignore, fatal: ignore };
}
