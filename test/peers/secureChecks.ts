import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { dkimVerify } from 'mailauth';
import { publicRecordOf } from '../../src/smtp/dkimKey.ts';
import { testAuthority } from '../support/testCertificates.ts';
import { mailboxesOf, readersOf, type PeerCheck } from './check.ts';

const certificates = join(import.meta.dirname, '..', 'fixtures', 'tls');

/** Encryption, and the letter's signature. */
export function secureChecks(): readonly PeerCheck[] {
  return [
    encrypted('starttls', false, 'STARTTLS with the certificate of a private authority (R23)'),
    encrypted('smtps', true, 'TLS from the first byte with the same (R23)'),
    certificateOfAnother(),
    signed(),
  ];
}

const trusting = {
  settings: (yaml: string): string => `${yaml}\nsmtp: { ca: ca.pem }\n`,
  files: { 'ca.pem': testAuthority },
};

function withCertificate(name: string): Readonly<Record<string, string>> {
  return {
    smtpd_tls_security_level: 'may',
    smtpd_tls_cert_file: join(certificates, `${name}.pem`),
    smtpd_tls_key_file: join(certificates, `${name}.key`),
    smtpd_tls_received_header: 'yes',
  };
}

function encrypted(name: string, isImplicitTls: boolean, title: string): PeerCheck {
  const readers = readersOf(name, 20);
  return {
    title,
    service: { name, mailboxes: mailboxesOf(readers), isImplicitTls, settings: withCertificate('server') },
    readers,
    ...trusting,
    async prove(letter) {
      const run = await letter.send();
      assert.equal(run.code, 0, run.stderr);
      const totals = await letter.agreed();
      assert.equal(totals.accepted, readers.length);
      const versions = new Set<string>();
      for (const { bytes } of await letter.postfix.letters(name))
        versions.add(/\(using (TLSv[\d.]+) /.exec(bytes.toString('latin1'))?.[1] ?? 'no TLS');
      assert.deepEqual([...versions], ['TLSv1.3']);
      return `${totals.accepted} letters, all over TLSv1.3`;
    },
  };
}

function certificateOfAnother(): PeerCheck {
  const readers = readersOf('stranger', 5);
  return {
    title: 'a server with the certificate of another gets nothing (R23)',
    service: {
      name: 'stranger',
      mailboxes: mailboxesOf(readers),
      settings: withCertificate('otherName'),
    },
    readers,
    ...trusting,
    async prove(letter) {
      const run = await letter.send();
      assert.equal(run.code, 1, run.stdout);
      assert.match(run.stderr, /no secure connection/);
      const totals = await letter.agreed();
      assert.equal(totals.waiting, readers.length);
      return 'nothing was handed over, all wait';
    },
  };
}

function signed(): PeerCheck {
  const readers = readersOf('signed', 20);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    title: 'DKIM: what Postfix delivered verifies, both unsubscribe headers included (R41)',
    service: { name: 'signed', mailboxes: mailboxesOf(readers) },
    readers,
    settings: (yaml) => `${yaml}\nsmtp: { dkim: { selector: letter, key: dkim.pem } }\n`,
    files: { 'dkim.pem': key },
    async prove(letter) {
      const run = await letter.send();
      assert.equal(run.code, 0, run.stderr);
      const totals = await letter.agreed();
      assert.equal(totals.accepted, readers.length);
      for (const { mailbox, bytes } of await letter.postfix.letters('signed')) {
        const { results } = await dkimVerify(bytes, {
          resolver: (name: string) => {
            assert.equal(name, 'letter._domainkey.example.org');
            return Promise.resolve([[publicRecordOf(key)]]);
          },
        });
        const [result] = results;
        assert.equal(results.length, 1, mailbox);
        assert.equal(result?.status.result, 'pass', `${mailbox}: ${result?.status.comment}`);
        const [, names = ''] = /;\s*h=([^;]*)/.exec(bytes.toString('latin1')) ?? [];
        const covered = names.toLowerCase().split(/[\s:]+/);
        for (const name of ['list-unsubscribe', 'list-unsubscribe-post', 'from', 'subject'])
          assert(covered.includes(name), `${name} is not signed`);
      }
      return `${readers.length} signatures hold`;
    },
  };
}
