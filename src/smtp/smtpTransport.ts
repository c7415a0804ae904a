import { once } from 'node:events';
import { hostname } from 'node:os';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { needsSmtpUtf8 } from '../core/address.ts';
import { NewsletterError, reasonOf } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import type { Answer, Connection, Transport } from '../core/ports.ts';
import { contentStream } from './contentStream.ts';
import { mimeBytes } from './mime.ts';
import type { SmtpServer } from './smtpUrl.ts';

/** RFC 5321 §4.5.3.2.6 gives the server ten minutes to answer the final dot; the whole transaction gets a little more. */
const transactionDeadlineMs = 15 * 60_000;

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
    close: () => smtp.quit(),
    send: async (message, beforeContent) => {
      if (needsSmtpUtf8(message.to.address) && !offersSmtpUtf8) return withoutSmtpUtf8;
      const answer = await transact(smtp, message, beforeContent);
      if (answer.code === null) {
        isEnded = true;
        smtp.close();
      } else if (answer.stage !== 'final') {
        isEnded = !(await reset(smtp));
      }
      if (answer.code === 421) {
        isEnded = true;
        smtp.close();
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

async function transact(
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

/** What nodemailer hangs on an error, if the server said something. */
interface SmtpError extends Error {
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
}

function answerOf(
  error: SmtpError,
  content: { readonly isStarted: boolean; readonly isEnded: boolean },
): Answer {
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

function stageOf(
  command: string | undefined,
  content: { readonly isStarted: boolean; readonly isEnded: boolean },
): Answer['stage'] {
  if (content.isStarted) return content.isEnded ? 'final' : 'content';
  if (command === 'RCPT TO') return 'rcpt';
  return command === 'DATA' ? 'data' : 'mail';
}

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
    const failed = once(smtp, 'error').then(([error]) => Promise.reject(asError(error)));
    const connected = new Promise<void>((resolve, reject) => {
      smtp.connect((error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([connected, failed]);
  } catch (error) {
    smtp.close();
    throw connectionError(asError(error), name);
  }
}

function connectionError(error: SmtpError & { readonly code?: unknown }, name: string): NewsletterError {
  if (error.code === 'ETLS') {
    return new NewsletterError(
      'smtp.insecure',
      {
        de: `${name}: keine sichere Verbindung (${error.message}). Es wurde nichts übertragen.`,
        en: `${name}: no secure connection (${error.message}). Nothing was transferred.`,
      },
      {
        hint: {
          de: 'Der Server muss TLS mit gültigem Zertifikat anbieten. Meist hilft smtps:// mit Port 465.',
          en: 'The server must offer TLS with a valid certificate. Mostly smtps:// with port 465 helps.',
        },
        cause: error,
      },
    );
  }
  const isRefused = error.responseCode !== undefined;
  return new NewsletterError(
    isRefused ? 'smtp.refused' : 'smtp.unreachable',
    {
      de: `Der SMTP-Server ${name} ${isRefused ? 'weist uns ab' : 'ist nicht erreichbar'}: ${error.message}`,
      en: `The SMTP server ${name} ${isRefused ? 'turns us away' : 'cannot be reached'}: ${error.message}`,
    },
    {
      hint: {
        de: 'SMTP_URL prüfen (Server, Port). Später noch einmal senden: wer den Brief schon hat, bekommt ihn nicht noch einmal.',
        en: 'Check SMTP_URL (server, port). Send again later: whoever has the letter will not get it again.',
      },
      cause: error,
    },
  );
}

async function login(
  smtp: SMTPConnection,
  { user, password }: NonNullable<SmtpServer['login']>,
  name: string,
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      smtp.login({ user, pass: password }, (error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    smtp.close();
    throw new NewsletterError(
      'smtp.refused',
      {
        de: `${name} nimmt die Anmeldung nicht an: ${reasonOf(error)}`,
        en: `${name} does not accept the login: ${reasonOf(error)}`,
      },
      {
        hint: {
          de: 'Benutzer und Passwort in SMTP_URL prüfen; Sonderzeichen als %40, %3A … schreiben.',
          en: 'Check user and password in SMTP_URL; write special characters as %40, %3A …',
        },
        cause: error,
      },
    );
  }
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
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
