import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { envelopeIdOf, returnAddress } from '../../src/core/mailbox/envelopeId.ts';
import { messageIdOf } from '../../src/core/message.ts';
import { readerToken, signToken } from '../../src/core/token.ts';
import { parseWeek } from '../../src/core/week.ts';
import { confirmedReader, secret } from './newsletter.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'mailbox');

export const week = parseWeek('2026-W47');
export const ids = { first: confirmedReader(1).id, second: confirmedReader(2).id } as const;

/** What a letter of the test newsletter is known by. */
export function marksOf(id: string): Readonly<Record<'messageId' | 'envelopeId' | 'token', string>> {
  const from = { name: 'Wochenbrief', address: 'brief@example.org' };
  const place = { baseUrl: 'https://brief.example.org', replyTo: from.address, timeZone: 'Europe/Berlin' };
  const settings = { title: 'Wochenbrief', locale: 'de', address: 'du', from, ...place } as const;
  return {
    messageId: messageIdOf({ week, settings }, id, secret),
    envelopeId: envelopeIdOf({ week, id }, secret),
    token: readerToken(id, secret),
  };
}

/** The mails there are, by their names without .eml. */
export const mailNames: readonly string[] = readdirSync(folder).map((name) => name.replace(/\.eml$/, ''));

/** One of the mails in test/fixtures/mailbox, about the letter of a reader; with CRLF, as servers store it. */
export function mailNamed(name: string, id: string = ids.first): Buffer {
  const { messageId, envelopeId, token } = marksOf(id);
  const other = marksOf(ids.second);
  const address = returnAddress('brief@example.org', envelopeId) ?? '';
  const letter = `Message-ID: ${messageId}\r\nSubject: Was?\r\n\r\nDer Brief.\r\n`;
  const values: Readonly<Record<string, string>> = {
    messageId,
    envelopeId,
    token,
    tokenStart: token.slice(0, 30),
    tokenEnd: token.slice(30),
    confirmToken: signToken({ purpose: 'confirm', subscriberId: id, issuedAt: 1_700_000_000 }, secret),
    returnAddress: address,
    returnAddressInCapitals: address.toUpperCase(),
    forgedEnvelopeId: envelopeIdOf({ week, id }, 'another secret'),
    otherMessageId: other.messageId,
    otherToken: other.token,
    'base64:letter': Buffer.from(letter).toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
  };
  const text = readFileSync(join(folder, `${name}.eml`), 'utf8');
  const filled = text.replaceAll(/\{\{([\w:]+)\}\}/g, (_, key: string) => values[key] ?? `no ${key}`);
  return Buffer.from(filled.replaceAll(/\r?\n/g, '\r\n'));
}
