import fc from 'fast-check';
import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { Edition } from '../../../src/core/edition.ts';
import type { Subscriber } from '../../../src/core/list/subscriber.ts';
import { messageFor, type Letter } from '../../../src/core/message.ts';
import { compileLetter } from '../../../src/core/mime/compileLetter.ts';
import { bytesOf, mimeOf } from '../../../src/core/mime/mimeOf.ts';
import type { Parcel, Piece } from '../../../src/core/parcel.ts';
import { splitSlots, slotMarks, type SlottedText } from '../../../src/core/render/slots.ts';
import { composedByNodemailer } from '../../support/mailComposer.ts';
import { awkward, awkwardText, expectWireForm } from '../../support/mimeLaws.ts';
import { confirmedReader, secret } from '../../support/newsletter.ts';

const date = new Date('2026-11-22T06:00:00Z');
const { salutation, unsubscribeUrl, preferencesUrl, confirmedOn } = slotMarks;
const usual: Edition = {
  text: splitSlots(`${salutation}\n\nAbmelden: ${unsubscribeUrl}\n${preferencesUrl}\n${confirmedOn}`),
  html: splitSlots(
    `<p>${salutation}</p><a href="${unsubscribeUrl}">Abmelden</a> <a href="${preferencesUrl}">Ändern</a> ${confirmedOn}`,
  ),
};
const sampleLetter = (changes: Partial<Letter> = {}, settings: Partial<Letter['settings']> = {}): Letter => ({
  week: '2026-W47',
  subject: 'Wem konntest du diese Woche dienen – und wer hat dir gedient?',
  ...usual,
  settings: {
    title: 'Wochenbrief',
    locale: 'de',
    address: 'du',
    from: { name: 'Wochenbrief', address: 'brief@example.org' },
    baseUrl: 'https://brief.example.org/',
    replyTo: 'antwort@example.org',
    timeZone: 'Europe/Berlin',
    ...settings,
  },
  ...changes,
});

/** Texts with slots anywhere: side by side, at the start and end of lines, at the very start and end. */
const slotted: fc.Arbitrary<SlottedText> = fc
  .array(fc.oneof(awkward, fc.constantFrom(salutation, unsubscribeUrl, preferencesUrl, confirmedOn)), {
    maxLength: 16,
  })
  // A lone CR right before a slot is one; before a line break it would be part of it.
  .map((pieces) => splitSlots(pieces.join('').replaceAll('\r', '')));

const reader: fc.Arbitrary<Subscriber> = fc
  .record({
    number: fc.nat({ max: 999_999 }),
    name: fc.option(awkwardText),
    address: fc.constantFrom('reader1@example.org', 'Post@Bücher.example', 'jürgen@example.org'),
    confirmedAt: fc.option(
      fc.date({ min: new Date(0), max: date, noInvalidDate: true }).map((day) => day.toISOString()),
    ),
    language: fc.constantFrom(null, 'de' as const, 'en' as const),
    rhythm: fc.constantFrom('weekly' as const, 'monthly' as const),
  })
  .map(({ number, confirmedAt, ...changes }) => {
    const one = confirmedReader(number, changes);
    return { ...one, consent: { ...one.consent, confirmedAt } };
  });

/** Header and envelope, and the parts as they are decoded; the boundary is each encoder's own. */
async function contentOf(parcel: Parcel): Promise<unknown> {
  const { text, html } = await PostalMime.parse(bytesOf(parcel));
  const { head, envelope, messageId } = parcel;
  return { text, html, head: head.replace(/boundary=.*/, ''), envelope, messageId };
}

describe('the letter of one reader', () => {
  test('says what her message says, in every header field, in its envelope and in both parts', async () => {
    const edition = fc.record({ html: slotted, text: slotted });
    await fc.assert(
      fc.asyncProperty(
        edition,
        edition,
        fc.array(reader, { minLength: 1, maxLength: 3 }),
        awkwardText,
        fc.boolean(),
        async (weekly, other, readers, subject, isMonthly) => {
          const editions = { 'weekly-en': other, 'monthly-de': other };
          const greeting = { named: '.{name}  ', unnamed: '' };
          const letter = sampleLetter(
            { ...weekly, subject, isMonthly, editions },
            isMonthly ? { verp: true, greeting, unsubscribeTo: 'weg@example.org' } : {},
          );
          const press = compileLetter(letter, secret);
          for (const one of readers) {
            const parcel = press(one, date);
            expectWireForm(parcel);
            const message = messageFor(letter, one, secret, date);
            expect(await contentOf(parcel)).toEqual(await contentOf(mimeOf(message)));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('is what nodemailer would make of it, to a program that reads mail', async () => {
    const letter = sampleLetter();
    const one = confirmedReader(7, {
      name: 'Öykü „die Große“ O’Neil, \u05E9\u05DC\u05D5\u05DD \u{1F9E1} <b>',
    });
    const ours = await PostalMime.parse(bytesOf(compileLetter(letter, secret)(one, date)));
    const theirs = await PostalMime.parse(await composedByNodemailer(messageFor(letter, one, secret, date)));
    const shown = ({ text, html, from, to, replyTo, subject, messageId, date: sentAt }: Email): unknown => ({
      bodies: [text?.trimEnd(), html?.trimEnd()],
      fields: { from, to, replyTo, subject, messageId, sentAt },
    });
    expect(shown(ours)).toEqual(shown(theirs));
    const sorted = (mail: Email): unknown =>
      mail.headers
        .filter(({ key }) => !key.startsWith('content-'))
        .map(({ key }) => key)
        .sort();
    expect(sorted(ours)).toEqual(sorted(theirs));
  });

  test('is the same bytes each time, whoever came before (R8)', () => {
    const press = compileLetter(sampleLetter(), secret);
    const first = bytesOf(press(confirmedReader(1, { name: 'Anna' }), date));
    press(confirmedReader(2, { name: 'Ä'.repeat(5000) }), new Date(0));
    expect(bytesOf(press(confirmedReader(1, { name: 'Anna' }), date)).equals(first)).toBe(true);
  });

  test('stays what it was while others are made', () => {
    const press = compileLetter(sampleLetter(), secret);
    const parcels = Array.from({ length: 50 }, (_, number) => press(confirmedReader(number), date));
    const texts = parcels.map((parcel) => bytesOf(parcel).toString());
    for (const [number, text] of texts.entries()) {
      expect(text).toContain(`To: reader${number}@example.org\r\n`);
      expect(text.replaceAll('=\r\n', '')).toContain(
        `/preferences/u.reader${String(number).padStart(6, '0')}.`,
      );
    }
  });

  test('shares with the others all that is not her own', () => {
    const press = compileLetter(sampleLetter(), secret);
    const pieces = (number: number): readonly Piece[] => press(confirmedReader(number), date).body;
    const first = new Set(pieces(1));
    const shared = pieces(2).filter((piece) => typeof piece !== 'string' && first.has(piece));
    expect(shared.length).toBe(9);
    expect(pieces(2).length).toBe(17);
  });
});
