import { connect, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { dialogue, unasked, type Dialogue } from './dialogue.ts';
import { extensionsOf, type Extensions } from './extensions.ts';
import { refusedBy, smtpError } from './smtpErrors.ts';
import type { SmtpServer } from './smtpUrl.ts';

/** A server that has greeted us, and what it offers; over TLS wherever that is demanded. */
export interface Opened {
  readonly talk: Dialogue;
  readonly offers: Extensions;
}

/** How a connection is opened. */
export interface OpeningOrder {
  /** Whom to trust besides the known authorities. */
  readonly secureContext: SecureContext | undefined;
  /** For all of it, from the first packet to the last answer to EHLO. */
  readonly deadlineMs: number;
}

/** Connects, greets and encrypts (R23); throws an SmtpError. */
export async function openDialogue(server: SmtpServer, order: OpeningOrder): Promise<Opened> {
  const untilMs = performance.now() + order.deadlineMs;
  const { host, port, isImplicitTls } = server;
  const place = { host, port, ...tlsOptions(host, order) };
  const socket = isImplicitTls
    ? await connected(connectTls(place), 'secureConnect', untilMs)
    : await connected(connect({ host, port }), 'connect', untilMs);
  socket.setNoDelay(true).setKeepAlive(true, keepAliveMs);
  const talk = dialogue(socket);
  try {
    talk.within(untilMs - performance.now());
    await greet(talk);
    return await introduce(talk, server, order, untilMs);
  } catch (error) {
    talk.end('not opened');
    throw error;
  } finally {
    talk.within(Infinity);
  }
}

const keepAliveMs = 60_000;

async function greet(talk: Dialogue): Promise<void> {
  talk.expectReply();
  const greeting = await heard(talk);
  if (!greeting.startsWith('220')) throw refusedBy(greeting);
}

/** EHLO, and STARTTLS where the server is to be asked for it; then EHLO again, since what was said in the open counts for nothing. */
async function introduce(
  talk: Dialogue,
  { host, isImplicitTls, isLoopback }: SmtpServer,
  order: OpeningOrder,
  untilMs: number,
): Promise<Opened> {
  const isTlsDemanded = !isImplicitTls && !isLoopback;
  const offers = await greetBack(talk, isTlsDemanded);
  // A server on this machine has no certificate anybody could check, unless the settings name who signed it.
  const mayUpgrade = !isImplicitTls && order.secureContext !== undefined && offers.startTls;
  if (!isTlsDemanded && !mayUpgrade) return { talk, offers };
  talk.say('STARTTLS\r\n', 1);
  const reply = await heard(talk);
  if (!reply.startsWith('220')) throw smtpError('the server refuses STARTTLS', { code: 'ETLS' });
  // What came along could not be told from what comes over TLS (CVE-2011-0411).
  if (talk.ending === unasked || talk.isAmidReply) throw smtpError('text behind STARTTLS', { code: 'ETLS' });
  const plain = talk.leave();
  const socket = connectTls({ socket: plain, host, ...tlsOptions(host, order) });
  const secured = dialogue(await connected(socket, 'secureConnect', untilMs));
  try {
    secured.within(untilMs - performance.now());
    return { talk: secured, offers: await greetBack(secured, true) };
  } catch (error) {
    secured.end('not opened');
    throw error;
  } finally {
    secured.within(Infinity);
  }
}

/** What the server offers; one that does not know EHLO is greeted with HELO (RFC 5321 §3.2), where TLS is not demanded. */
async function greetBack(talk: Dialogue, isTlsDemanded: boolean): Promise<Extensions> {
  const name = localName();
  talk.say(`EHLO ${name}\r\n`, 1);
  const reply = await heard(talk);
  if (reply.startsWith('2')) return extensionsOf(reply);
  if (reply.startsWith('421') || isTlsDemanded) throw refusedBy(reply);
  talk.say(`HELO ${name}\r\n`, 1);
  const toHelo = await heard(talk);
  if (!toHelo.startsWith('2')) throw refusedBy(toHelo);
  return extensionsOf('');
}

/** The next reply of a server that is not yet known. */
async function heard(talk: Dialogue): Promise<string> {
  const reply = await talk.reply();
  if (reply === undefined) throw smtpError(talk.ending, { code: 'ECONNECTION' });
  return reply;
}

function tlsOptions(host: string, { secureContext }: OpeningOrder): object {
  return {
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(secureContext ? { secureContext } : {}),
  };
}

/** Waits until a socket is ready; an error of the handshake that is not the network's means that TLS is not to be had. */
async function connected<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  untilMs: number,
): Promise<S> {
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      socket.off(event, onReady).off('error', onError).off('close', onClose);
      if (error === undefined) {
        resolve();
        return;
      }
      socket.destroy();
      reject(error);
    };
    const fail = (message: string, originalCode?: string): void => {
      const isTlsFault = event === 'secureConnect' && !networkFaults.has(originalCode ?? 'closed');
      settle(smtpError(message, { code: isTlsFault ? 'ETLS' : 'ECONNECTION', originalCode }));
    };
    const onClose = (): void => fail('connection closed');
    const onError = (error: NodeJS.ErrnoException): void =>
      fail(error.message || (error.code ?? 'connection refused'), error.code);
    const timer = setTimeout(
      () => fail('the server does not answer', 'ETIMEDOUT'),
      Math.max(0, untilMs - performance.now()),
    );
    const onReady = (): void => settle();
    socket.once(event, onReady).once('error', onError).once('close', onClose);
    // An error with nobody to hear it would end the program, and the next to listen is not there yet.
    socket.on('error', () => undefined);
  });
  return socket;
}

/** What keeps bytes from travelling, and says nothing about the certificate. */
const networkFaults: ReadonlySet<string> = new Set([
  'closed',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What EHLO says of us: a full name, or the address literal of RFC 5321 §4.1.3. */
export function localName(): string {
  const name = hostname();
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) ? name : '[127.0.0.1]';
}
