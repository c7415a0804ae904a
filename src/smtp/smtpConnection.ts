import { hostname } from 'node:os';
import type { SecureContext } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { needsSmtpUtf8 } from '../core/address.ts';
import type { Answer, Connection } from '../core/ports.ts';
import type { Account } from './accounts.ts';
import type { Login, LoginAttempt } from './login.ts';
import type { Patience } from './patience.ts';
import { asError, asSmtpError, connectionError } from './smtpErrors.ts';
import { transact, type Sign } from './transaction.ts';

/** What a connection is opened with. */
export interface ConnectionOrder {
  readonly login: Login;
  /** Whom to trust besides the known authorities. */
  readonly secureContext: SecureContext | undefined;
  readonly sign: Sign | undefined;
  readonly patience: Patience;
}

/** Connects, greets, encrypts and logs in; throws `smtp.*`. */
export async function openConnection(
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
    return openConnection(account, order, true);
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
    send: async (message, beforeContent) => {
      if (needsSmtpUtf8(message.to.address) && !offersSmtpUtf8) return withoutSmtpUtf8;
      const answer = await transact(smtp, message, { beforeContent, sign, patience }).catch(
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

/**
 * Whether both sides know where they stand after an answer. One in the middle of the content leaves the server waiting for
 * the rest of it, and after one that makes no sense nobody knows which command the next will belong to.
 */
function isOrderly({ code, stage }: Answer): boolean {
  if (code === null || code === 421 || stage === 'content') return false;
  const kind = Math.floor(code / 100);
  return kind === 4 || kind === 5 || (kind === 2 && stage === 'final');
}

function isRefusal({ code }: Answer): boolean {
  return code !== null && code >= 400;
}

/** RFC 6531 §3.4: such an address must not be handed to a server that does not offer the extension. */
const withoutSmtpUtf8: Answer = {
  stage: 'rcpt',
  code: 553,
  reply: '553 5.6.7 the server cannot mail addresses with letters beyond ASCII before the @ (no SMTPUTF8)',
  isContentEnded: false,
};

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
    await untilDone(smtp, deadlineMs, (done) => smtp.login(attempt.credentials, done));
    return true;
  } catch (cause) {
    smtp.close();
    const error = asSmtpError(cause);
    if (mayRepeat && attempt.isWorthRepeating(error)) return false;
    throw attempt.errorOf(error);
  }
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

/** What EHLO says of us: a full name, or the address literal of RFC 5321 §4.1.3. */
function localName(): string {
  const name = hostname();
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) ? name : '[127.0.0.1]';
}
