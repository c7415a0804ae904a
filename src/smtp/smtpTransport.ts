import { hostname } from 'node:os';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { needsSmtpUtf8 } from '../core/address.ts';
import type { Answer, Connection, Transport } from '../core/ports.ts';
import { asError, asSmtpError, connectionError, loginError } from './smtpErrors.ts';
import type { SmtpServer } from './smtpUrl.ts';
import { transact } from './transaction.ts';

/** Greeting, encryption and login take seconds; a server that needs longer will not carry a list. */
const openingDeadlineMs = 60_000;

/** The transport that speaks SMTP. */
export function smtpTransport(server: SmtpServer, { greetingTimeoutMs = 30_000 } = {}): Transport {
  const name = `${server.host}:${server.port}`;
  return { name, open: () => openConnection(server, name, greetingTimeoutMs) };
}

async function openConnection(
  server: SmtpServer,
  name: string,
  greetingTimeoutMs: number,
): Promise<Connection> {
  let offersSmtpUtf8 = false;
  const smtp = new SMTPConnection({
    host: server.host,
    port: server.port,
    name: localName(),
    secure: server.isImplicitTls,
    requireTLS: !server.isImplicitTls && !server.isLoopback,
    // A test server on this machine has no certificate anybody could check.
    ignoreTLS: !server.isImplicitTls && server.isLoopback,
    allowInternalNetworkInterfaces: server.isLoopback,
    connectionTimeout: 30_000,
    greetingTimeout: greetingTimeoutMs,
    socketTimeout: 10 * 60_000 + 30_000,
    // The extensions a server offers are private to nodemailer; its log of the dialogue is not.
    transactionLog: true,
    logger: dialogueLogger((reply) => (offersSmtpUtf8 ||= /^250[ -]SMTPUTF8\b/im.test(reply))),
  });
  // An 'error' between two messages only means that the connection is no longer usable.
  let isEnded = false;
  smtp.on('error', () => (isEnded = true));
  smtp.on('end', () => (isEnded = true));
  await connect(smtp, name);
  if (server.login) await login(smtp, server.login, name);
  return {
    get isUsable() {
      return !isEnded;
    },
    close: () => {
      if (!isEnded) quit(smtp);
    },
    send: async (message, beforeContent) => {
      if (needsSmtpUtf8(message.to.address) && !offersSmtpUtf8) return withoutSmtpUtf8;
      const answer = await transact(smtp, message, beforeContent).catch((error: unknown) => {
        // The server still waits for content that will not come.
        isEnded = true;
        throw error;
      });
      // An answer in the middle of the content leaves the server waiting for the rest of it.
      if (answer.code === null || answer.code === 421 || answer.stage === 'content') {
        isEnded = true;
        smtp.close();
      } else if (answer.stage !== 'final') {
        isEnded = !(await reset(smtp));
      }
      return answer;
    },
  };
}

/** RFC 6531 §3.4: such an address must not be handed to a server that does not offer the extension. */
const withoutSmtpUtf8: Answer = {
  stage: 'rcpt',
  code: 553,
  reply: '553 5.6.7 the server cannot mail addresses with letters beyond ASCII before the @ (no SMTPUTF8)',
  isContentEnded: false,
};

/** After a refusal the server may still hold half a transaction (RFC 5321 §4.1.1.5). */
async function reset(smtp: SMTPConnection): Promise<boolean> {
  return new Promise((resolve) => {
    const onEnd = (): void => resolve(false);
    smtp.once('end', onEnd);
    smtp.reset((error) => {
      smtp.off('end', onEnd);
      resolve(!error);
    });
  });
}

async function connect(smtp: SMTPConnection, name: string): Promise<void> {
  try {
    await untilDone(smtp, (done) => smtp.connect(done));
  } catch (error) {
    smtp.close();
    throw connectionError(asError(error), name);
  }
}

async function login(
  smtp: SMTPConnection,
  { user, password }: NonNullable<SmtpServer['login']>,
  name: string,
): Promise<void> {
  try {
    await untilDone(smtp, (done) => smtp.login({ user, pass: password }, done));
  } catch (error) {
    smtp.close();
    const { responseCode } = asSmtpError(error);
    throw responseCode === undefined ? connectionError(asError(error), name) : loginError(error, name);
  }
}

/** One step of opening a connection. nodemailer does not call back when the server leaves or falls silent in between. */
async function untilDone(
  smtp: SMTPConnection,
  begin: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error('the server does not answer')), openingDeadlineMs);
    const settle = (error?: unknown): void => {
      clearTimeout(deadline);
      smtp.off('error', settle);
      smtp.off('end', onEnd);
      if (error) reject(asError(error));
      else resolve();
    };
    // The error that made it end, if there is one, is told right after.
    const onEnd = (): void => void setImmediate(() => settle(new Error('connection closed')));
    smtp.on('error', settle);
    smtp.on('end', onEnd);
    begin(settle);
  });
}

/** Says goodbye, and does not wait for long when the server does not answer it. */
function quit(smtp: SMTPConnection): void {
  const impatience = setTimeout(() => smtp.close(), 2_000);
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
