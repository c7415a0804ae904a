import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dueMails,
  isStillDue,
  mailRefused,
  mailTaken,
  type DueMail,
} from '../../../src/core/list/dueMails.ts';
import { forgetAddress } from '../../../src/core/list/forgetAddress.ts';
import { confirm, resume, signUp, unsubscribe } from '../../../src/core/list/membership.ts';
import { forget } from '../../../src/core/list/forgetting.ts';
import { sweep } from '../../../src/core/list/retention.ts';
import { listInMemory } from './listInMemory.ts';
import { addressOf, carryMails, day, join, press, request, secrets, suppressed } from './people.ts';

const anna = addressOf('anna@example.org');
const id = 'anna00000001';
const retention = { forgetAfterDays: 30, proofYears: 3 };

/** The one mail that is due. */
function dueMail(book: ReturnType<typeof listInMemory>, at: string): DueMail {
  const [mail, ...others] = dueMails(book.view, at, secrets);
  if (mail === undefined || others.length > 0) throw new Error('not exactly one mail is due');
  return mail;
}

describe('the confirmation mail', () => {
  test('is due at once, until the server took it', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    expect(dueMails(book.view, day(0), secrets)).toMatchObject([{ kind: 'confirm', subscriber: { id } }]);
    expect(dueMails(book.view, day(3), secrets)).toMatchObject([{ kind: 'confirm' }]);
    book.change(mailTaken(dueMail(book, day(3)), day(3)));
    expect(book.only().consent.mailedAt).toBe(day(3));
    expect(dueMails(book.view, day(3), secrets)).toEqual([]);
  });

  test('is not tried again after the server refused it for good', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    book.change(mailRefused(dueMail(book, day(0)), '5.1.1', day(0)));
    expect(book.only().mailRefused).toBe('5.1.1');
    expect(dueMails(book.view, day(5), secrets)).toEqual([]);
  });

  test('does not leave on the last day of its link, when clicking may already be too late', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    expect(dueMails(book.view, day(12.9), secrets)).toHaveLength(1);
    expect(dueMails(book.view, day(13), secrets)).toEqual([]);
  });

  test('waits a day where she signed up, left and came again within one', () => {
    const book = listInMemory();
    join(book, day(0));
    book.change(unsubscribe(id, day(0.1), secrets));
    book.change(signUp(request(day(0.2)), secrets));
    expect(dueMails(book.view, day(0.99), secrets)).toEqual([]);
    expect(dueMails(book.view, day(1), secrets)).toMatchObject([{ kind: 'confirm' }]);
  });

  test.each(['complaint', 'hard-bounce', 'soft-bounces', 'manual'] as const)(
    'never goes to an address suppressed by %s',
    (reason) => {
      const book = listInMemory();
      book.change(signUp(request(day(0)), secrets));
      book.change(suppressed(anna, reason, day(0)));
      expect(dueMails(book.view, day(0), secrets)).toEqual([]);
    },
  );

  test('goes to somebody erased who asks again, also when the secret was rotated', () => {
    const book = listInMemory();
    book.change(forgetAddress(anna, { reason: 'erased', at: day(0), proofYears: 3 }, secrets));
    book.change(signUp(request(day(1)), secrets));
    const rotated = ['the-new-secret-of-thirty-two-characters', secrets[0]] as const;
    expect(dueMails(book.view, day(1), rotated)).toMatchObject([{ kind: 'confirm' }]);
    book.change(suppressed(anna, 'complaint', day(1)));
    expect(dueMails(book.view, day(1), rotated)).toEqual([]);
  });
});

describe('the reminder', () => {
  test('comes once, five days later, and not on the last two days (R63)', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    carryMails(book, day(0));
    expect(dueMails(book.view, day(4.9), secrets)).toEqual([]);
    expect(dueMails(book.view, day(12.1), secrets)).toEqual([]);
    expect(carryMails(book, day(5))).toEqual(['reminder']);
    expect(book.only().consent).toMatchObject({ mailedAt: day(0), remindedAt: day(5) });
    expect(dueMails(book.view, day(11), secrets)).toEqual([]);
  });

  test('is not sent to whoever confirmed', () => {
    const book = listInMemory();
    join(book, day(0));
    expect(dueMails(book.view, day(6), secrets)).toEqual([]);
  });
});

describe('the notice "you are already here"', () => {
  test('goes to a confirmed reader who asked again, once a week at most (R52)', () => {
    const book = listInMemory();
    join(book, day(0));
    book.change(signUp(request(day(1)), secrets));
    expect(carryMails(book, day(1))).toEqual(['notice']);
    expect(book.only()).toMatchObject({ noticedAt: day(1), consent: { remindedAt: null } });
    book.change(signUp(request(day(2)), secrets));
    expect(carryMails(book, day(2))).toEqual([]);
    expect(carryMails(book, day(7.9))).toEqual([]);
    expect(carryMails(book, day(8))).toEqual(['notice']);
    expect(carryMails(book, day(30))).toEqual([]);
  });

  test('does not follow a sign-up that was confirmed', () => {
    const book = listInMemory();
    join(book, day(0));
    expect(dueMails(book.view, day(20), secrets)).toEqual([]);
  });

  test('never goes to a suppressed address, not even of somebody erased', () => {
    for (const reason of ['complaint', 'erased'] as const) {
      const book = listInMemory();
      join(book, day(0));
      book.change(signUp(request(day(1)), secrets));
      book.change(suppressed(anna, reason, day(1)));
      expect(dueMails(book.view, day(2), secrets)).toEqual([]);
    }
  });

  test('that the server refused is not tried again', () => {
    const book = listInMemory();
    join(book, day(0));
    book.change(signUp(request(day(1)), secrets));
    book.change(mailRefused(dueMail(book, day(1)), '5.1.1', day(1)));
    expect(book.only()).toMatchObject({ noticedAt: day(1), mailRefused: null });
    expect(dueMails(book.view, day(20), secrets)).toEqual([]);
  });
});

describe('a mail that waits for its turn', () => {
  test('is let go when she confirmed, left or was forgotten meanwhile', () => {
    const acts = [
      confirm({ id, issuedAt: Math.floor(Date.parse(day(0)) / 1000) }, day(1), secrets),
      unsubscribe(id, day(1), secrets),
      forget(id, { reason: 'erased', at: day(1), proofYears: 3 }, secrets),
      suppressed(anna, 'complaint', day(1)),
    ];
    for (const act of acts) {
      const book = listInMemory();
      book.change(signUp(request(day(0)), secrets));
      const mail = dueMail(book, day(0));
      expect(isStillDue(book.view, mail, day(1), secrets)).toBe(true);
      book.change(() => ({ ...act(book.view), value: undefined }));
      expect(isStillDue(book.view, mail, day(1), secrets)).toBe(false);
    }
  });

  test('that the server took for somebody who is gone brings nobody back', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    const mail = dueMail(book, day(0));
    book.change(unsubscribe(id, day(0), secrets));
    book.change(mailTaken(mail, day(1)));
    book.change(mailRefused(mail, '5.1.1', day(1)));
    expect(book.list.subscribers).toEqual([]);
  });
});

test('whoever keeps entering an address mails it once a day at most, at whatever times (R53)', () => {
  const hours = fc.constantFrom(1, 12, 23, 24, 96, 120, 287, 288, 300, 312, 323, 324, 335, 336, 720);
  const act = fc.constantFrom('signUp', 'signUp', 'sweep', 'confirm', 'leave', 'nothing' as const);
  // Now and then nobody carries mails for a while, as when the server is switched off.
  const step = fc.record({ act, hours, isCarried: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const book = listInMemory();
      let now = 0;
      let mailed = -24;
      for (const [index, one] of steps.entries()) {
        const at = day(now / 24);
        const known = book.view.byKey(anna.key);
        if (one.act === 'signUp')
          book.change(signUp(request(at, { id: `person${String(index).padStart(6, '0')}` }), secrets));
        if (one.act === 'sweep') book.change(sweep(at, retention, secrets));
        if (one.act === 'confirm' && known) press(book, known.id, at);
        // Only the person herself can take back what she has not confirmed, and she may begin anew.
        if (one.act === 'leave' && known?.status === 'confirmed')
          book.change(unsubscribe(known.id, at, secrets));
        if (one.isCarried && carryMails(book, at).some((kind) => kind !== 'notice')) {
          expect(now - mailed).toBeGreaterThanOrEqual(24);
          mailed = now;
        }
        now += one.hours;
      }
    }),
    { numRuns: 3_000 },
  );
});

test('a mail that arrives after she took her sign-up back is noted for its time alone (R61)', () => {
  const book = listInMemory();
  const old = join(book, day(0));
  book.change(unsubscribe(old, day(1), secrets));
  book.change(signUp(request(day(3)), secrets));
  const mail = dueMail(book, day(3));
  book.change(unsubscribe(old, day(3.1), secrets));
  book.change(mailTaken(mail, day(3.2)));
  expect(book.only()).toMatchObject({ status: 'unsubscribed', lastMailAt: day(3.2) });
  expect(book.only().consent).toMatchObject({ requestedAt: day(0), mailedAt: day(0) });
  // Whoever holds her link cannot have her mailed more often than once a day.
  book.change(signUp(request(day(3.3)), secrets));
  expect(dueMails(book.view, day(4.1), secrets)).toEqual([]);
  expect(dueMails(book.view, day(4.2), secrets)).toHaveLength(1);
});

test('a goodbye of today can be taken back also where a stranger has entered the address again', () => {
  const book = listInMemory();
  const id = join(book, day(0));
  book.change(unsubscribe(id, day(5), secrets));
  book.change(signUp(request(day(5.1), { name: 'Mallory' }), secrets));
  expect(book.change(resume(id, day(5.2), secrets))).toBe('resumed');
  expect(book.only()).toMatchObject({ status: 'confirmed', name: 'Annagret', past: [] });
  expect(book.only().consent).toMatchObject({ requestedAt: day(0), resumedAt: day(5.2) });
});
