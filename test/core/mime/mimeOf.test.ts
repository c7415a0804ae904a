import fc from 'fast-check';
import PostalMime, { type Email } from 'postal-mime';
import { expect, test } from 'vitest';
import type { Message } from '../../../src/core/message.ts';
import { bytesOf, mimeOf } from '../../../src/core/mime/mimeOf.ts';
import { composedByNodemailer } from '../../support/mailComposer.ts';
import { awkwardText, expectWireForm } from '../../support/mimeLaws.ts';
import { sampleMessage } from '../../support/sampleMessage.ts';

const headOf = (message: Message): string => mimeOf(message).head;

/** What a mail program shows of it; blanks that stand for line ends and controls are told apart by nobody. */
function shown({ from, to, replyTo, subject, messageId, date, headers, text, html }: Email): unknown {
  const oneLine = (value: string | undefined): string | undefined =>
    // oxlint-disable-next-line no-control-regex -- these are what is looked for
    value?.replaceAll(/[\u0000-\u0020\u007F]+/g, ' ').trim();
  const mailbox = (one: Email['from']): unknown => [oneLine(one?.name), one?.address];
  const listed = headers.filter(({ key }) => /^(list|feedback|auto)-/.test(key));
  return {
    people: [from, ...(to ?? []), ...(replyTo ?? [])].map(mailbox),
    subject: oneLine(subject),
    messageId,
    date,
    listed: listed.map(({ key, value }) => [key, value]),
    text: text?.replaceAll(/\r\n?/g, '\n').trimEnd(),
    html: html?.replaceAll(/\r\n?/g, '\n').trimEnd(),
  };
}

/** Without the mark U+FEFF, which postal-mime drops wherever an encoded word begins with it. */
const headerText = awkwardText.map((text) => text.replaceAll('\uFEFF', ''));

/** Without what looks like an encoded word: in nodemailer's mails it is taken for one. */
const plainText = headerText.map((text) => text.replaceAll(/=+(?=\?)/g, ''));

test('a program that reads mail finds what it finds in nodemailer’s, whatever names and texts hold (R42, R45)', async () => {
  await fc.assert(
    fc.asyncProperty(plainText, plainText, awkwardText, awkwardText, async (name, subject, text, html) => {
      const message = sampleMessage({
        to: { name, address: 'reader1@example.org' },
        from: { name: `${name}.`, address: 'brief@example.org' },
        subject: `${subject}?`,
        text: `${text}.`,
        html: `${html}.`,
        headers: [
          ['List-ID', '<brief.example.org>'],
          ['List-Unsubscribe', `<https://example.org/${'a'.repeat(80)}>, <mailto:b@example.org?subject=x>`],
          ['Feedback-ID', '2026-W47:weekly:wochenbrief:brief.example.org'],
        ],
      });
      const parcel = mimeOf(message);
      expectWireForm(parcel);
      const ours = await PostalMime.parse(bytesOf(parcel));
      const theirs = await PostalMime.parse(await composedByNodemailer(message));
      expect(shown(ours)).toEqual(shown(theirs));
    }),
    { numRuns: 300 },
  );
});

test('names and subjects come back exactly, but for controls, which are blanks', async () => {
  await fc.assert(
    fc.asyncProperty(headerText, async (text) => {
      const message = sampleMessage({
        to: { name: text, address: 'reader1@example.org' },
        subject: text,
        html: '',
      });
      const parcel = mimeOf(message);
      expectWireForm(parcel);
      for (const line of parcel.head.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
      const { subject, to } = await PostalMime.parse(bytesOf(parcel));
      // oxlint-disable-next-line no-control-regex -- these are what is looked for
      const expected = Buffer.from(text.replaceAll(/[\u0000-\u001F\u007F]+/g, ' ')).toString();
      expect(subject ?? '').toBe(expected);
      expect(to).toEqual([{ name: expected.trim() === '' ? '' : expected, address: 'reader1@example.org' }]);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['Anna', 'To: Anna <reader1@example.org>'],
  ["O'Neil & Co", "To: O'Neil & Co <reader1@example.org>"],
  ['Anna, B.', 'To: "Anna, B." <reader1@example.org>'],
  ['"A" \\ <b>', String.raw`To: "\"A\" \\ <b>" <reader1@example.org>`],
  ['', 'To: reader1@example.org'],
  [' \r\n ', 'To: reader1@example.org'],
  ['Jörg', 'To: =?utf-8?Q?J=C3=B6rg?= <reader1@example.org>'],
  ['=?utf-8?Q?a?=', 'To: =?utf-8?Q?=3D=3Futf-8=3FQ=3Fa=3F=3D?= <reader1@example.org>'],
  ['A\r\nBcc: b@example.com', 'To: "A Bcc: b@example.com" <reader1@example.org>'],
])('the name %j stands as %j', (name, field) => {
  expect(headOf(sampleMessage({ to: { name, address: 'reader1@example.org' } })).split('\r\n')).toContain(
    field,
  );
});

test('a long subject is folded between words; a character stays in one encoded word', () => {
  const plain = headOf(sampleMessage({ subject: `What carried you ${'this week '.repeat(12)}?` }));
  expect(plain).toMatch(/\r\nSubject: What carried you (this week )+this week\r\n this week /);
  const encoded = headOf(sampleMessage({ subject: '\u{1F9E1}'.repeat(30) }));
  const words = Array.from(encoded.matchAll(/=\?utf-8\?Q\?([^?]*)\?=/g), (match) => match[1] ?? '');
  expect(words.length).toBeGreaterThan(4);
  expect(words.every((word) => /^(=F0=9F=A7=A1)+$/.test(word))).toBe(true);
});

test('no address brings a line, a blank or a second mailbox into header or envelope (R45)', () => {
  const parcel = mimeOf(
    sampleMessage({ to: { name: '', address: 'a@example.org>\r\nRCPT TO:<b@example.com> \0' } }),
  );
  expect(parcel.envelope.to).toBe('a@example.orgRCPTTO:b@example.com');
  expect(parcel.head).toContain('\r\nTo: a@example.orgRCPTTO:b@example.com\r\n');
});

test('the envelope has the way back where there is one, and the name of the letter in it', () => {
  expect(mimeOf(sampleMessage()).envelope).toEqual({
    from: 'brief@example.org',
    to: 'reader1@example.org',
    envelopeId: undefined,
  });
  const returned = sampleMessage({ envelopeId: 'x.1', returnTo: 'brief+b.x.1@example.org' });
  expect(mimeOf(returned).envelope).toEqual({
    from: 'brief+b.x.1@example.org',
    to: 'reader1@example.org',
    envelopeId: 'x.1',
  });
});

test('an address outside ASCII stands as it is (RFC 6532)', async () => {
  const parcel = mimeOf(sampleMessage({ to: { name: 'Jürgen', address: 'jürgen@example.org' } }));
  const { to } = await PostalMime.parse(bytesOf(parcel));
  expect(to).toEqual([{ name: 'Jürgen', address: 'jürgen@example.org' }]);
});

test('the same message is the same bytes whenever it is made', () => {
  expect(bytesOf(mimeOf(sampleMessage())).equals(bytesOf(mimeOf(sampleMessage())))).toBe(true);
});
