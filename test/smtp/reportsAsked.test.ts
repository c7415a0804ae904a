import { once } from 'node:events';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { describe, expect, test } from 'vitest';
import { readEnvelopeId, readReturnAddress } from '../../src/core/mailbox/envelopeId.ts';
import { messageFor, type Letter, type Message } from '../../src/core/message.ts';
import { mimeOf } from '../../src/core/mime/mimeOf.ts';
import { smtpTransport, type SmtpClient } from '../../src/smtp/smtpTransport.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { confirmedReader, secret } from '../support/newsletter.ts';
import { sampleMessage } from '../support/sampleMessage.ts';

const reader = confirmedReader(1);

function letter(verp: boolean): Letter {
  const from = { name: 'Wochenbrief', address: 'brief@example.org' };
  const place = { baseUrl: 'https://brief.example.org', replyTo: from.address, timeZone: 'Europe/Berlin' };
  const settings = { title: 'Wochenbrief', locale: 'de', address: 'du', from, ...place, verp } as const;
  return {
    week: '2026-W47',
    subject: 'Was trägt?',
    html: whole('<p>Hallo</p>'),
    text: whole('Hallo'),
    settings,
  };
}

const whole = (text: string): Letter['text'] => ({ chunks: [text], slots: [] });

/** The envelope a server got for a message; it offers delivery reports (RFC 3461), or not. */
async function envelopeOf(
  client: SmtpClient,
  message: Message,
  offersReports: boolean,
): Promise<SMTPServerSession['envelope']> {
  let envelope: SMTPServerSession['envelope'] | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    hideDSN: !offersReports,
    onData(stream, session, callback) {
      ({ envelope } = session);
      stream.resume().on('end', () => callback(null));
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  cleanUpLater(() => new Promise<void>((done) => server.close(() => done())));
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const place = { host: '127.0.0.1', port, isImplicitTls: false, isLoopback: true, login: null };
  const connection = await smtpTransport(place, { client }).open();
  const answer = await connection.send(mimeOf(message), () => Promise.resolve());
  connection.close();
  expect(answer.code).toBe(250);
  if (!envelope) throw new Error('the server got no message');
  return envelope;
}

describe.each(['wochenbrief', 'nodemailer'] as const)('delivery reports (R29), asked for by %s', (client) => {
  test('are asked for where the server offers them: on failure, with headers only, and a name that is signed', async () => {
    const message = messageFor(letter(false), reader, secret, new Date('2026-11-22T06:00:00Z'));
    const { dsn, mailFrom, rcptTo } = await envelopeOf(client, message, true);
    expect(dsn?.ret).toBe('HDRS');
    expect(readEnvelopeId(dsn?.envid ?? '', [secret])).toEqual({ week: '2026-W47', id: reader.id });
    expect(rcptTo[0]?.dsn?.notify).toEqual(['FAILURE']);
    expect(mailFrom).toMatchObject({ address: 'brief@example.org' });
  });

  test('are not mentioned to a server that offers none, nor for mails without a name', async () => {
    const message = messageFor(letter(false), reader, secret, new Date('2026-11-22T06:00:00Z'));
    expect((await envelopeOf(client, message, false)).rcptTo[0]).not.toHaveProperty('args.NOTIFY');
    const { mailFrom, rcptTo } = await envelopeOf(client, sampleMessage(), true);
    expect(JSON.stringify([mailFrom, rcptTo])).not.toMatch(/ENVID|NOTIFY|HDRS/);
  });

  test('come back to an address of their own where the settings say so (VERP)', async () => {
    const message = messageFor(letter(true), reader, secret, new Date('2026-11-22T06:00:00Z'));
    const { mailFrom } = await envelopeOf(client, message, false);
    const address = mailFrom ? mailFrom.address : '';
    expect(address).toMatch(/^brief\+b\.[a-z0-9.]+@example\.org$/);
    expect(readReturnAddress(address, [secret])).toEqual({ week: '2026-W47', id: reader.id });
    expect(message.from.address).toBe('brief@example.org');
  });
});
