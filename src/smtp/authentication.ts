import { createHmac } from 'node:crypto';
import type { Dialogue } from './dialogue.ts';
import type { Credentials } from './login.ts';
import { smtpError } from './smtpErrors.ts';

/**
 * Logs in with what the server offers (RFC 4954); throws an SmtpError. Without any offer PLAIN is tried: some servers do
 * not tell. A password only comes here over TLS, or on this machine (R23).
 */
export async function authenticate(
  talk: Dialogue,
  credentials: Credentials,
  mechanisms: readonly string[],
): Promise<void> {
  const reply = await ('tokens' in credentials
    ? byToken(talk, credentials)
    : byPassword(talk, credentials, mechanisms));
  if (reply.startsWith('2')) return;
  const digits = /^\d{3}/.exec(reply)?.[0];
  // The reply is kept for its codes alone: servers repeat what they were told.
  throw smtpError('the login was not accepted', {
    code: 'EAUTH',
    response: reply,
    responseCode: digits === undefined ? undefined : Number(digits),
  });
}

type Password = Extract<Credentials, { readonly password: string }>;
type Token = Exclude<Credentials, Password>;

async function byPassword(
  talk: Dialogue,
  { user, password }: Password,
  mechanisms: readonly string[],
): Promise<string> {
  const offers = (name: string): boolean => mechanisms.includes(name);
  if (offers('PLAIN')) return plain(talk, user, password);
  if (offers('LOGIN')) return inTurns(talk, 'LOGIN', [() => user, () => password]);
  if (offers('CRAM-MD5'))
    return inTurns(talk, 'CRAM-MD5', [(challenge) => `${user} ${hmacMd5(password, challenge)}`]);
  return plain(talk, user, password);
}

/** RFC 4616; without an identity to act for, which some servers do not like. */
async function plain(talk: Dialogue, user: string, password: string): Promise<string> {
  const secret = base64(`\0${user}\0${password}`);
  const reply = await ask(talk, `AUTH PLAIN ${secret}`);
  return reply.startsWith('334') ? ask(talk, secret) : reply;
}

/** Answers one challenge after the other. */
async function inTurns(
  talk: Dialogue,
  mechanism: string,
  answers: readonly ((challenge: string) => string)[],
): Promise<string> {
  let reply = await ask(talk, `AUTH ${mechanism}`);
  for (const answer of answers) {
    if (!reply.startsWith('334')) return reply;
    reply = await ask(talk, base64(answer(Buffer.from(reply.slice(4), 'base64').toString())));
  }
  return reply;
}

/** RFC 2195. */
function hmacMd5(password: string, challenge: string): string {
  return createHmac('md5', password).update(challenge).digest('hex');
}

/** XOAUTH2 of Google and Microsoft: a token that is not liked gets a challenge, and the refusal once that is answered. */
async function byToken(talk: Dialogue, { user, tokens }: Token): Promise<string> {
  const token = await new Promise<string>((resolve, reject) =>
    tokens.getToken(false, (error: NodeJS.ErrnoException | null, issued) => {
      if (error) reject(Object.assign(error, { originalCode: error.code, code: 'EAUTH' }));
      else resolve(issued);
    }),
  );
  const reply = await ask(talk, `AUTH XOAUTH2 ${base64(`user=${user}\x01auth=Bearer ${token}\x01\x01`)}`);
  return reply.startsWith('334') ? ask(talk, '') : reply;
}

async function ask(talk: Dialogue, line: string): Promise<string> {
  talk.say(`${line}\r\n`, 1);
  const reply = await talk.reply();
  if (reply === undefined) throw smtpError(talk.ending, { code: 'ECONNECTION' });
  return reply;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
