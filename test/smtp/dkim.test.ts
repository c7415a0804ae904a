import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { dkimVerify } from 'mailauth';
import { describe, expect, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import { unsubscribeHeaders, type Message } from '../../src/core/message.ts';
import { bytesOf, mimeOf } from '../../src/core/mime/mimeOf.ts';
import type { Parcel } from '../../src/core/parcel.ts';
import { dkimSigner, requireSigning } from '../../src/smtp/dkim.ts';
import { dkimKeyNotes, parseDkimKey, publicRecordOf } from '../../src/smtp/dkimKey.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import { parseSmtpUrls } from '../../src/smtp/smtpUrl.ts';
import type { Sign } from '../../src/smtp/transaction.ts';
import { sampleMessage } from '../support/sampleMessage.ts';
import { mailServer } from '../support/sending.ts';

const pem = { type: 'pkcs8', format: 'pem' } as const;
const rsa = (modulusLength: number): KeyObject => generateKeyPairSync('rsa', { modulusLength }).privateKey;
const key = rsa(2048);
const keyText = key.export(pem).toString();
const order = { selector: 'brief', domain: 'example.org', key };
const from = { name: 'Wochenbrief', address: 'brief@example.org' };

const message = (changes: Partial<Message> = {}): Message =>
  sampleMessage({
    subject: 'Grüße – wem konntest du diese Woche dienen?',
    headers: [
      ['List-ID', '<brief.example.org>'],
      ...unsubscribeHeaders('https://brief.example.org/unsubscribe/abc', 'brief@example.org'),
      ['Feedback-ID', '2026-W47:weekly:wochenbrief:brief.example.org'],
    ],
    ...changes,
  });

/** What a receiver finds, who looks the record up in the DNS. */
async function verify(bytes: Buffer, record = publicRecordOf(key)): Promise<string | undefined> {
  const asked: string[] = [];
  const { results } = await dkimVerify(bytes, {
    resolver: (name) => {
      asked.push(name);
      return Promise.resolve([[record]]);
    },
  });
  expect(asked.every((name) => name === 'brief._domainkey.example.org')).toBe(true);
  return results[0]?.status.result;
}

async function failureOf(doing: Promise<unknown>): Promise<NewsletterError> {
  const error = await doing.catch((reason: unknown) => reason);
  if (error instanceof NewsletterError) return error;
  throw new Error('it did not fail as expected', { cause: error });
}

function refusal(text: string): NewsletterError {
  try {
    parseDkimKey(text, 'dkim.pem');
  } catch (error) {
    if (error instanceof NewsletterError) return error;
  }
  throw new Error('nothing was refused');
}

describe('letters that were signed (R41)', () => {
  test('verify after a real mail server has carried them, large and small, with dots at the start of lines', async () => {
    const server = await mailServer();
    const sign = dkimSigner(order);
    const connection = await smtpTransport(parseSmtpUrls(server.url), { sign }).open();
    const text = `.\n..\n.Punkt am Anfang  \n\n${'Wort '.repeat(200)}\n\n\n`;
    for (const changes of [
      {},
      { text },
      { html: '<p>.</p>', to: { name: 'Jörg', address: 'j@example.com' } },
    ])
      expect((await connection.send(mimeOf(message(changes)), () => Promise.resolve())).code).toBe(250);
    connection.close();
    expect(server.received).toHaveLength(3);
    for (const { bytes } of server.received) expect(await verify(bytes)).toBe('pass');
  });

  test.each([
    [
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'List-Unsubscribe-Post: List-Unsubscribe=Two-Click',
    ],
    ['/unsubscribe/abc', '/unsubscribe/abd'],
    ['Feedback-ID: 2026-W47', 'Feedback-ID: 2026-W48'],
    ['List-ID: <brief.', 'List-ID: <drief.'],
    ['To: reader1@', 'To: reader2@'],
    ['Ein Absatz.', 'Ein Zusatz.'],
  ])('no longer verify when %j became %j on the way', async (before, after) => {
    const signed = bytesOf(await dkimSigner(order)(unsigned())).toString('latin1');
    expect(signed).toContain(before);
    const tampered = Buffer.from(signed.replace(before, after), 'latin1');
    expect(await verify(tampered)).not.toBe('pass');
  });

  test('do not verify with another key’s record', async () => {
    const signed = bytesOf(await dkimSigner(order)(unsigned()));
    expect(await verify(signed, publicRecordOf(rsa(2048)))).not.toBe('pass');
  });

  test('keep to lines that every server carries (R42)', async () => {
    const signed = bytesOf(await dkimSigner(order)(unsigned())).toString('latin1');
    expect(signed.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const header = signed.split('\r\n\r\n')[0] ?? '';
    expect(Math.max(...header.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(header.match(/^DKIM-Signature:/gm)).toHaveLength(1);
  });

  test('never leave unsigned: a key that cannot sign is an error', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const sign = dkimSigner({ ...order, key: privateKey });
    expect((await failureOf(sign(unsigned()))).code).toBe('dkim.invalid');
  });
});

describe('before a run', () => {
  test('a sample letter is signed and verified as a receiver would', async () => {
    await expect(requireSigning(dkimSigner(order), order, from)).resolves.toBeUndefined();
  });

  test.each(['mail.example.org', 'example.org'])(
    'the domain %s belongs to the sender, whichever of both is the longer one',
    async (domain) => {
      const near = { ...order, domain };
      const sender = { ...from, address: 'brief@news.example.org' };
      await expect(requireSigning(dkimSigner(near), near, sender)).resolves.toBeUndefined();
    },
  );

  test('a domain that is not the sender’s is refused (DMARC)', async () => {
    const far = { ...order, domain: 'example.com' };
    const error = await failureOf(requireSigning(dkimSigner(far), far, from));
    expect(error.code).toBe('dkim.invalid');
    expect(error.text.en).toContain('example.com');
    expect(error.text.en).toContain('brief@example.org');
  });

  test('a signature that does not cover the way to unsubscribe is refused', async () => {
    const { default: Dkim } = await import('nodemailer/lib/dkim');
    const { buffer } = await import('node:stream/consumers');
    const usual = new Dkim({ domainName: order.domain, keySelector: order.selector, privateKey: key });
    const signed: Sign = async (parcel) => {
      const bytes = await buffer(usual.sign(bytesOf(parcel)));
      const end = bytes.indexOf('\r\n\r\n');
      return { ...parcel, head: bytes.toString('utf8', 0, end + 2), size: bytes.length };
    };
    const error = await failureOf(requireSigning(signed, order, from));
    expect(error.text.en).toContain('list-unsubscribe-post');
  });

  test('a letter that is not signed at all, or with another key, is refused', async () => {
    const other = { ...order, key: rsa(2048) };
    for (const sign of [(parcel: Parcel) => Promise.resolve(parcel), dkimSigner(other)])
      expect((await failureOf(requireSigning(sign, order, from))).code).toBe('dkim.invalid');
  });
});

describe('the key', () => {
  test('comes as PKCS#8 or PKCS#1, with line breaks written as \\n, with Windows line ends', () => {
    const pkcs1 = key.export({ type: 'pkcs1', format: 'pem' }).toString();
    for (const text of [
      keyText,
      pkcs1,
      keyText.replaceAll('\n', String.raw`\n`),
      `\n${keyText.replaceAll('\n', '\r\n')}\n`,
    ])
      expect(publicRecordOf(parseDkimKey(text, 'dkim.pem'))).toBe(publicRecordOf(key));
  });

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem).toString();
  const ed25519 = generateKeyPairSync('ed25519').privateKey.export(pem).toString();
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey.export(pem).toString();
  const encrypted = key.export({ ...pem, cipher: 'aes-256-cbc', passphrase: 'geheim' }).toString();
  const publicKey = generateKeyPairSync('rsa', { modulusLength: 1024 })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString();

  test.each([
    ['nothing', ' \n', 'empty'],
    ['an Ed25519 key', ed25519, 'ed25519'],
    ['an EC key', ec, '"ec"'],
    ['an RSA-PSS key', pss, 'rsa-pss'],
    ['a key with a passphrase', encrypted, 'passphrase'],
    ['a public key', publicKey, 'public key'],
    ['something else', 'kein Schlüssel', 'PEM'],
    ['a cut key', keyText.slice(0, 300), 'PEM'],
    ['a key that is too short', rsa(768).export(pem).toString(), '768 bits'],
  ])('%s is refused with what to do, and without the key', (_what, text, reason) => {
    const error = refusal(text);
    expect(error.code).toBe('dkim.invalid');
    expect(error.text.en).toContain('dkim.pem');
    expect(error.text.en).toContain(reason);
    expect(error.hint?.de).toContain('openssl genrsa');
    const body = text.split('\n')[1] ?? '';
    if (body.length > 20) expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(body);
  });

  test('below 2048 bits it is used, and noted', () => {
    expect(dkimKeyNotes(key, 'dkim.pem')).toEqual([]);
    const [note] = dkimKeyNotes(parseDkimKey(rsa(1024).export(pem).toString(), 'dkim.pem'), 'dkim.pem');
    expect(note?.en).toContain('1024 bits');
  });

  test('has one public record, whether read or given as PEM', () => {
    expect(publicRecordOf(key)).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]+=*$/);
    expect(publicRecordOf(keyText)).toBe(publicRecordOf(key));
  });
});

function unsigned(): Parcel {
  return mimeOf(message({ html: '<p>Ein Absatz.</p>' }));
}
