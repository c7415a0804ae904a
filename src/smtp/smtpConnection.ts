import type { SecureContext } from 'node:tls';
import type { Connection } from '../core/ports.ts';
import type { Account } from './accounts.ts';
import { authenticate } from './authentication.ts';
import type { Dialogue } from './dialogue.ts';
import type { Login } from './login.ts';
import { openDialogue, type Opened } from './opening.ts';
import { asSmtpError, connectionError } from './smtpErrors.ts';
import { transactions, type TransactionOrder } from './transaction.ts';

/** What a connection is opened with. */
export interface ConnectionOrder extends Omit<TransactionOrder, 'offers'> {
  readonly login: Login;
  /** Whom to trust besides the known authorities. */
  readonly secureContext: SecureContext | undefined;
}

/** Connects, greets, encrypts and logs in; throws `smtp.*`. */
export async function openConnection(
  account: Account,
  order: ConnectionOrder,
  isRepetition = false,
): Promise<Connection> {
  const { name, server } = account;
  const { secureContext, patience } = order;
  const { talk, offers } = await openDialogue(server, {
    secureContext,
    deadlineMs: patience.openingMs,
  }).catch((error: unknown) => {
    throw connectionError(asSmtpError(error), name);
  });
  if (!(await logIn({ talk, offers }, order, !isRepetition))) return openConnection(account, order, true);
  const letters = transactions(talk, { ...order, offers });
  return {
    account: name,
    get isUsable() {
      return talk.isOpen || letters.hasNewsAhead;
    },
    close() {
      // A server that waits for a content would take the goodbye for one.
      if (letters.isAmid) talk.end('closed');
      else void quit(talk, patience.quitMs);
    },
    send: (parcel, beforeContent, next) => letters.carry(parcel, beforeContent, next),
  };
}

/** False when it failed and a new connection may do better. */
async function logIn(
  { talk, offers }: Opened,
  { login, patience }: ConnectionOrder,
  mayRepeat: boolean,
): Promise<boolean> {
  const attempt = await login().catch((error: unknown) => {
    talk.end('not logged in');
    throw error;
  });
  if (!attempt) return true;
  try {
    talk.within(patience.openingMs);
    await authenticate(talk, attempt.credentials, offers.mechanisms);
    talk.within(Infinity);
    return true;
  } catch (cause) {
    talk.end('not logged in');
    const error = asSmtpError(cause);
    if (mayRepeat && attempt.isWorthRepeating(error)) return false;
    throw attempt.errorOf(error);
  }
}

/** Says goodbye, and does not wait for long when the server does not answer it. */
async function quit(talk: Dialogue, deadlineMs: number): Promise<void> {
  talk.within(deadlineMs);
  talk.say('QUIT\r\n', 1);
  await talk.reply();
  talk.end('closed');
}
