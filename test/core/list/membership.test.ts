import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addByHand } from '../../../src/core/list/addByHand.ts';
import { dueMails, mailRefused, mailTaken } from '../../../src/core/list/dueMails.ts';
import { byHandVersion } from '../../../src/core/list/consentWording.ts';
import { forgetAddress } from '../../../src/core/list/forgetAddress.ts';
import {
  confirm,
  mayUndo,
  resume,
  savePreferences,
  signUp,
  unsubscribe,
} from '../../../src/core/list/membership.ts';
import { forget } from '../../../src/core/list/forgetting.ts';
import { sweep } from '../../../src/core/list/retention.ts';
import type { PastConsent } from '../../../src/core/list/subscriber.ts';
import { findSuppression, suppressionHash } from '../../../src/core/list/suppression.ts';
import { secret } from '../../support/newsletter.ts';
import { listInMemory } from './listInMemory.ts';
import { addressOf, carryMails, day, join, press, request, secrets, suppressed } from './people.ts';

const anna = addressOf('anna@example.org');
const erased = (at: string) => ({ reason: 'erased', at, proofYears: 3 }) as const;

describe('a sign-up', () => {
  test('is pending, with all that proves it later (R61)', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    expect(book.only()).toMatchObject({
      id: 'anna00000001',
      address: 'anna@example.org',
      status: 'pending',
      askedAt: day(0),
      consent: {
        wording: 'Ja, ich möchte den Brief.',
        wordingVersion: '1',
        form: 'https://brief.example.org/',
        requestedAt: day(0),
        confirmedAt: null,
        requestIp: null,
      },
    });
  });

  test('in another spelling is the same person', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    book.change(signUp(request(day(1), { id: 'other0000001', to: 'ANNA@Example.ORG' }), secrets));
    expect(book.only()).toMatchObject({ id: 'anna00000001', address: 'anna@example.org', askedAt: day(1) });
  });

  test('of a confirmed reader changes nothing but the note that somebody asked', () => {
    const book = listInMemory();
    join(book, day(0));
    const before = book.only();
    book.change(signUp(request(day(3), { name: 'Mallory', wordingVersion: '2' }), secrets));
    expect(book.only()).toEqual({ ...before, askedAt: day(3) });
  });

  test('once more keeps the request as it was; of two names neither is taken for hers (R53)', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    carryMails(book, day(0.6));
    book.change(signUp(request(day(1.5), { name: 'Mallory' }), secrets));
    expect(book.only()).toMatchObject({ name: null, consent: { requestedAt: day(0), mailedAt: day(0.6) } });
  });

  test('once more brings the one reminder forward, a day after the mail, and prolongs nothing (R53, R63)', () => {
    const book = listInMemory();
    const mails: string[] = [];
    for (let hours = 0; hours <= 14 * 24; hours += 6) {
      book.change(signUp(request(day(hours / 24)), secrets));
      mails.push(...carryMails(book, day(hours / 24)).map((kind) => `${kind} at ${hours} h`));
    }
    expect(mails).toEqual(['confirm at 0 h', 'reminder at 24 h']);
    book.change(sweep(day(14), { forgetAfterDays: 30, proofYears: 3 }, secrets));
    expect(book.list.subscribers).toEqual([]);
  });

  test('of her own counts more than the list that brought her here', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0), { origin: 'Mailchimp, leser.csv', form: null }), secrets));
    carryMails(book, day(0));
    book.change(signUp(request(day(2)), secrets));
    expect(book.only().consent).toMatchObject({ origin: null, requestedAt: day(2), mailedAt: null });
    expect(carryMails(book, day(2))).toEqual(['confirm']);
  });

  test('after a refused mail is tried once more, a day later', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    for (const mail of dueMails(book.view, day(0), secrets)) book.change(mailRefused(mail, '5.1.1', day(0)));
    book.change(signUp(request(day(0.5)), secrets));
    expect(dueMails(book.view, day(3), secrets)).toEqual([]);
    book.change(signUp(request(day(3)), secrets));
    expect(book.only()).toMatchObject({ mailRefused: null, consent: { requestedAt: day(0) } });
    expect(carryMails(book, day(3))).toEqual(['confirm']);
  });

  test('after unsubscribing keeps the earlier subscription as proof and needs a new confirmation', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    book.change(savePreferences(id, { rhythm: 'monthly', pausedUntil: '2026-05-01' }));
    book.change(unsubscribe(id, day(10), secrets));
    book.change(signUp(request(day(20), { name: 'Mallory', language: 'en' }), secrets));
    expect(book.only()).toMatchObject({
      id,
      status: 'pending',
      name: 'Annagret',
      language: null,
      unsubscribedAt: null,
      past: [{ requestedAt: day(0), confirmedAt: day(0), unsubscribedAt: day(10) }],
      consent: { requestedAt: day(20), confirmedAt: null },
    });
    press(book, id, day(21));
    expect(book.only()).toMatchObject({ status: 'confirmed', rhythm: 'weekly', pausedUntil: null });
  });

  test.each(['complaint', 'hard-bounce', 'soft-bounces', 'manual'] as const)(
    'of an address suppressed by %s leaves a note and nobody to mail',
    (reason) => {
      const book = listInMemory();
      book.change(suppressed(anna, reason, day(0)));
      book.change(signUp(request(day(1)), secrets));
      expect(book.list.subscribers).toEqual([]);
      expect(book.list.suppressions).toMatchObject([{ reason, since: day(0), askedAt: day(1) }]);
    },
  );

  test('of somebody erased is asked to confirm like everybody (R66)', () => {
    const book = listInMemory();
    book.change(forgetAddress(anna, erased(day(0)), secrets));
    book.change(signUp(request(day(1)), secrets));
    expect(carryMails(book, day(1))).toEqual(['confirm']);
    expect(book.list.suppressions).toHaveLength(1);
  });
});

describe('the confirmation', () => {
  test('of a request that was confirmed long ago does not confirm the next one (R51)', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    const old = { id, issuedAt: Date.parse(day(0)) / 1000 };
    book.change(unsubscribe(id, day(1), secrets));
    book.change(signUp(request(day(2), { name: 'Mallory' }), secrets));
    expect(book.change(confirm(old, day(3), secrets))).toBe('used');
    expect(book.only().status).toBe('pending');
  });

  test('confirms once; a second one says that it was done (R51)', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    expect(press(book, 'anna00000001', day(1))).toBe('confirmed');
    expect(press(book, 'anna00000001', day(2))).toBe('alreadyConfirmed');
    expect(book.only()).toMatchObject({ status: 'confirmed', consent: { confirmedAt: day(1) } });
  });

  test('of somebody who left meanwhile, or is gone, confirms nobody', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    book.change(unsubscribe(id, day(1), secrets));
    expect(press(book, id, day(2))).toBe('used');
    expect(press(book, 'nobody000001', day(2))).toBe('unknown');
    expect(book.only().status).toBe('unsubscribed');
  });

  test('of an address that complained meanwhile confirms nobody', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    book.change(suppressed(anna, 'complaint', day(1)));
    expect(press(book, 'anna00000001', day(2))).toBe('used');
    expect(book.only().status).toBe('pending');
  });

  test('of somebody erased ends the suppression and brings the proofs of before back', () => {
    const book = listInMemory();
    book.change(forget(join(book, day(0)), erased(day(10)), secrets));
    join(book, day(20), { id: 'anna00000002' });
    expect(book.list.suppressions).toEqual([]);
    expect(book.only()).toMatchObject({
      id: 'anna00000002',
      status: 'confirmed',
      past: [{ confirmedAt: day(0), unsubscribedAt: day(10) }],
    });
  });
});

describe('leaving', () => {
  test('is immediate, and a second time changes nothing (R65)', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    expect(book.change(unsubscribe(id, day(5), secrets))).toBe('unsubscribed');
    expect(book.change(unsubscribe(id, day(6), secrets))).toBe('alreadyUnsubscribed');
    expect(book.change(unsubscribe('nobody000001', day(6), secrets))).toBe('unknown');
    expect(book.only()).toMatchObject({ status: 'unsubscribed', unsubscribedAt: day(5) });
  });

  test('before confirming takes the sign-up back: a new person is gone (R63)', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    expect(book.change(unsubscribe('anna00000001', day(1), secrets))).toBe('unsubscribed');
    expect(book.list.subscribers).toEqual([]);
  });

  test('before confirming anew makes her again who had left then', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    book.change(unsubscribe(id, day(5), secrets));
    const before = book.only();
    book.change(signUp(request(day(20)), secrets));
    book.change(unsubscribe(id, day(21), secrets));
    expect(book.only()).toEqual({ ...before, askedAt: day(20) });
  });

  test('can be taken back for 24 hours, and the proof tells it', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    book.change(unsubscribe(id, day(5), secrets));
    expect(mayUndo(book.only(), day(5.99))).toBe(true);
    expect(mayUndo(book.only(), day(6))).toBe(false);
    expect(book.change(resume(id, day(6), secrets))).toBe('tooLate');
    expect(book.change(resume(id, day(5.5), secrets))).toBe('resumed');
    expect(book.change(resume(id, day(5.6), secrets))).toBe('notLeft');
    expect(book.change(resume('nobody000001', day(5.6), secrets))).toBe('unknown');
    expect(book.only()).toMatchObject({
      status: 'confirmed',
      unsubscribedAt: null,
      consent: { confirmedAt: day(0), resumedAt: day(5.5) },
    });
  });

  test('cannot be taken back once the address complained', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    book.change(unsubscribe(id, day(5), secrets));
    book.change(suppressed(anna, 'complaint', day(5.1)));
    expect(book.change(resume(id, day(5.2), secrets))).toBe('tooLate');
  });
});

describe('preferences', () => {
  test('change what was changed, for confirmed readers only', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    expect(book.change(savePreferences('anna00000001', { name: 'Mallory' }))).toBe(false);
    press(book, 'anna00000001', day(1));
    expect(book.change(savePreferences('anna00000001', { rhythm: 'monthly' }))).toBe(true);
    expect(book.only()).toMatchObject({ name: 'Annagret', rhythm: 'monthly' });
  });
});

describe('forgetting', () => {
  test('leaves a keyed hash, and the proof without the person until the end of its last year (R66)', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    expect(book.change(forget(id, erased(day(10)), secrets))).toBe(true);
    expect(book.change(forget(id, erased(day(10)), secrets))).toBe(false);
    expect(book.list.subscribers).toEqual([]);
    expect(book.list.suppressions).toMatchObject([
      {
        hash: suppressionHash(anna.key, secret),
        reason: 'erased',
        since: day(10),
        proof: { until: '2029-12-31', consents: [{ confirmedAt: day(0), unsubscribedAt: day(10) }] },
      },
    ]);
  });

  test('keeps nothing that the author wrote in words of his own (R66)', () => {
    const book = listInMemory();
    const what = 'Mail von Anna@example.org, unterschrieben „Annagret Nachname“';
    const words = { wording: `Beleg: ${what}`, wordingVersion: byHandVersion };
    book.change(addByHand(request(day(1), words), { what, confirmedAt: day(0) }, secrets));
    book.change(forget(book.only().id, erased(day(2)), secrets));
    const [consent] = book.list.suppressions[0]?.proof?.consents ?? [];
    expect(consent).toMatchObject({ wording: '…', origin: '…', confirmedAt: day(0) });
    expect(JSON.stringify(book.list)).not.toMatch(/Anna|Nachname/i);
  });

  test('knows names that look like patterns, and leaves words alone that only begin like one', () => {
    const origins = ['A. (B) [C] meldete sich am Abend an', 'Ab+c* schrieb', 'Liste der Gemeinde Annaberg'];
    for (const [index, name] of ['A. (B) [C]', 'Ab+c*', 'Anna'].entries()) {
      const book = listInMemory();
      const evidence = { what: origins[index] ?? '', confirmedAt: day(0) };
      book.change(addByHand(request(day(1), { name }), evidence, secrets));
      book.change(forget(book.only().id, erased(day(2)), secrets));
      const [consent] = book.list.suppressions[0]?.proof?.consents ?? [];
      expect(consent?.origin).toBe(
        ['… … … meldete sich am Abend an', '… schrieb', 'Liste der Gemeinde Annaberg'][index],
      );
    }
  });

  test('keeps IP addresses of an import out of the restricted proof', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    const { consent } = book.only();
    const ips = { requestIp: '192.0.2.1', confirmIp: '192.0.2.2' };
    book.change(() => ({
      edits: [{ put: { ...book.only(), consent: { ...consent, ...ips } } }],
      value: undefined,
    }));
    book.change(forget(id, erased(day(2)), secrets));
    expect(JSON.stringify(book.list)).not.toContain('192.0.2.');
  });

  test('keeps no proof where the settings want none, or nothing was ever confirmed', () => {
    const confirmed = listInMemory();
    confirmed.change(forget(join(confirmed, day(0)), { ...erased(day(1)), proofYears: 0 }, secrets));
    const pending = listInMemory();
    pending.change(signUp(request(day(0)), secrets));
    pending.change(forget('anna00000001', erased(day(1)), secrets));
    for (const { list } of [confirmed, pending])
      expect(list.suppressions).toMatchObject([{ reason: 'erased', proof: null }]);
  });

  test('keeps a complaint a complaint', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    book.change(suppressed(anna, 'complaint', day(1)));
    book.change(forget(id, erased(day(2)), secrets));
    expect(book.list.suppressions).toMatchObject([
      { reason: 'complaint', since: day(1), proof: { consents: [{ confirmedAt: day(0) }] } },
    ]);
  });

  test('moves an old hash under the secret in use', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    book.change(suppressed(anna, 'complaint', day(1)));
    const rotated = ['the-new-secret-of-thirty-two-characters', secret] as const;
    book.change(forget(id, erased(day(2)), rotated));
    expect(book.list.suppressions).toHaveLength(1);
    expect(findSuppression(book.view, anna.key, [rotated[0]])?.reason).toBe('complaint');
  });

  test('of an address that nobody has keeps it from coming back, once', () => {
    const book = listInMemory();
    expect(book.change(forgetAddress(anna, erased(day(0)), secrets)).isChanged).toBe(true);
    expect(book.change(forgetAddress(anna, erased(day(1)), secrets)).isChanged).toBe(false);
    expect(book.list.suppressions).toMatchObject([{ reason: 'erased', since: day(0), proof: null }]);
  });
});

describe('entering by hand', () => {
  const byHand = (at: string, changes = {}) =>
    request(at, { form: null, origin: 'von Hand eingetragen', ...changes });

  test('without evidence asks the person (R67)', () => {
    const book = listInMemory();
    expect(book.change(addByHand(byHand(day(0)), null, secrets)).outcome).toBe('asked');
    expect(book.only()).toMatchObject({ status: 'pending', consent: { origin: 'von Hand eingetragen' } });
    expect(carryMails(book, day(0))).toEqual(['confirm']);
  });

  test('whoever is there already stays as she is', () => {
    const book = listInMemory();
    book.change(signUp(request(day(0)), secrets));
    const pending = book.list;
    expect(book.change(addByHand(byHand(day(1)), null, secrets)).outcome).toBe('alreadyThere');
    expect(book.list.subscribers).toEqual(pending.subscribers);
    press(book, 'anna00000001', day(1));
    const confirmed = book.list;
    const evidence = { what: 'Unterschrift', confirmedAt: day(0.5) };
    expect(book.change(addByHand(byHand(day(2)), evidence, secrets)).outcome).toBe('alreadyThere');
    expect(book.list.subscribers).toEqual(confirmed.subscribers);
  });

  test('with evidence confirms at once, with that as the proof', () => {
    const book = listInMemory();
    const evidence = { what: 'Unterschrift auf der Liste vom 12. März', confirmedAt: day(11) };
    expect(book.change(addByHand(byHand(day(20)), evidence, secrets)).outcome).toBe('confirmed');
    expect(book.only()).toMatchObject({
      status: 'confirmed',
      consent: {
        origin: 'Unterschrift auf der Liste vom 12. März',
        form: null,
        requestedAt: day(11),
        confirmedAt: day(11),
        mailedAt: null,
      },
    });
    expect(carryMails(book, day(20))).toEqual([]);
  });

  test('with evidence from before she left does not bring her back: the later word counts', () => {
    const book = listInMemory();
    const id = join(book, day(0));
    book.change(unsubscribe(id, day(10), secrets));
    const before = { what: 'Unterschrift', confirmedAt: day(9) };
    expect(book.change(addByHand(byHand(day(20)), before, secrets))).toEqual({
      outcome: 'leftLater',
      leftAt: day(10),
    });
    // Not even when she was forgotten meanwhile.
    book.change(sweep(day(45), { forgetAfterDays: 30, proofYears: 3 }, secrets));
    expect(book.change(addByHand(byHand(day(46)), before, secrets)).outcome).toBe('leftLater');
    const after = { what: 'Unterschrift', confirmedAt: day(11) };
    expect(book.change(addByHand(byHand(day(46)), after, secrets)).outcome).toBe('confirmed');
    expect(book.list.suppressions).toEqual([]);
    expect(book.only().past).toMatchObject([{ confirmedAt: day(0), unsubscribedAt: day(10) }]);
  });

  test.each(['complaint', 'hard-bounce', 'soft-bounces', 'manual'] as const)(
    'is refused for an address suppressed by %s, with evidence or without',
    (reason) => {
      const book = listInMemory();
      book.change(suppressed(anna, reason, day(0)));
      const evidence = { what: 'Unterschrift', confirmedAt: day(1) };
      for (const one of [null, evidence])
        expect(book.change(addByHand(byHand(day(2)), one, secrets))).toMatchObject({
          outcome: 'suppressed',
          suppression: { reason },
        });
      expect(book.list.subscribers).toEqual([]);
    },
  );
});

describe('whatever happens in whatever order', () => {
  interface Person {
    readonly spellings: readonly string[];
    readonly name: string;
  }
  const people: readonly Person[] = [
    { spellings: ['anna@example.org', 'Anna@Example.org'], name: 'Annagret' },
    { spellings: ['post@bücher.example', 'post@xn--bcher-kva.example'], name: 'Käthe-Maria' },
  ];
  const retention = { forgetAfterDays: 30, proofYears: 3 };
  const who = fc.constantFrom(...people);
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('signUp' as const), who, spelling: fc.nat(1) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('confirm' as const), who }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('unsubscribe' as const), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('resume' as const), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('evidence' as const), who, age: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('complain' as const), who }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('carryMails' as const), isRefused: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        // Around the terms that matter: a day, five, twelve, fourteen and thirty days.
        hours: fc.oneof(fc.constantFrom(1, 12, 23, 24, 119, 120, 167, 287, 288, 324, 336, 720), fc.nat(400)),
      }),
    },
  );

  test('the laws of the list hold (R51, R53, R61, R63, R66)', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const book = listInMemory();
        let hours = 0;
        let ids = 0;
        /** Mails that ask to confirm, and confirmations that must stay provable, by address. */
        const asked = new Map<string, number[]>();
        const proven = new Map<string, Set<string>>();
        const lastConfirmed = new Map<string, string>();
        const left = new Map<string, { readonly hours: number; readonly confirmedAt: string }>();
        for (const one of steps) {
          const at = day(hours / 24);
          const { key, address } = addressOf('who' in one ? (one.who.spellings[0] ?? '') : 'a@example.org');
          const known = book.view.byKey(key);
          const id = known?.id ?? 'nobody000001';
          const proofs = proven.get(key) ?? new Set();
          proven.set(key, proofs);
          const newId = `person${String(ids++).padStart(6, '0')}`;
          switch (one.do) {
            case 'wait':
              hours += one.hours;
              break;
            case 'signUp': {
              const to = one.who.spellings[one.spelling] ?? address;
              book.change(signUp(request(at, { id: newId, to, name: one.who.name }), secrets));
              if (known?.status !== 'confirmed') lastConfirmed.delete(key);
              break;
            }
            case 'confirm':
              if (press(book, id, at) === 'confirmed') {
                lastConfirmed.set(key, at);
                proofs.add(at);
              }
              break;
            case 'unsubscribe':
              book.change(unsubscribe(id, at, secrets));
              if (known?.status === 'confirmed')
                left.set(key, { hours, confirmedAt: known.consent.confirmedAt ?? '' });
              if (book.view.byKey(key) === undefined) asked.delete(key);
              break;
            case 'resume':
              if (book.change(resume(id, at, secrets)) === 'resumed') {
                expect(hours - (left.get(key)?.hours ?? 0)).toBeLessThan(24);
                lastConfirmed.set(key, left.get(key)?.confirmedAt ?? '');
              }
              break;
            case 'forget':
              if (book.change(forget(id, erased(at), secrets))) {
                asked.delete(key);
                const text = JSON.stringify(book.list).toLowerCase();
                expect(text).not.toContain(key);
                expect(text).not.toContain(one.who.name.toLowerCase());
              }
              break;
            case 'evidence': {
              const confirmedAt = day(hours / 24 - one.age);
              const what = `Brief von ${one.who.name} (${address})`;
              const wanted = request(at, { id: newId, to: address, name: one.who.name });
              if (book.change(addByHand(wanted, { what, confirmedAt }, secrets)).outcome === 'confirmed') {
                lastConfirmed.set(key, confirmedAt);
                proofs.add(confirmedAt);
                asked.delete(key);
              }
              break;
            }
            case 'complain':
              book.change(suppressed(addressOf(address), 'complaint', at));
              break;
            case 'carryMails':
              for (const mail of dueMails(book.view, at, secrets)) {
                const to = addressOf(mail.subscriber.address).key;
                expect(findSuppression(book.view, to, secrets)?.reason).not.toBe('complaint');
                if (one.isRefused) {
                  book.change(mailRefused(mail, '5.1.1', at));
                  continue;
                }
                book.change(mailTaken(mail, at));
                if (mail.kind === 'notice') continue;
                expect(mail.subscriber.status).toBe('pending');
                const before = asked.get(to) ?? [];
                expect(hours - (before.at(-1) ?? -24)).toBeGreaterThanOrEqual(24);
                asked.set(to, [...before, hours]);
              }
              expect(dueMails(book.view, at, secrets)).toEqual([]);
              break;
            case 'sweep':
              book.change(sweep(at, retention, secrets));
              for (const { status, consent, unsubscribedAt } of book.list.subscribers) {
                const from = Date.parse(at) - 86_400_000 * (status === 'pending' ? 14 : 30);
                const since = status === 'pending' ? consent.requestedAt : unsubscribedAt;
                if (since !== null) expect(Date.parse(since)).toBeGreaterThan(from);
              }
              break;
          }
          for (const { spellings } of people) {
            const { key: each } = addressOf(spellings[0] ?? '');
            const person = book.view.byKey(each);
            const suppression = findSuppression(book.view, each, secrets);
            if (person?.status === 'confirmed') {
              expect(person.consent.confirmedAt).toBe(lastConfirmed.get(each));
              expect(suppression === undefined || suppression.reason === 'complaint').toBe(true);
            }
            const kept: readonly Pick<PastConsent, 'confirmedAt'>[] = [
              ...(person ? [...person.past, person.consent] : []),
              ...(suppression?.proof?.consents ?? []),
            ];
            const confirmations = kept.map(({ confirmedAt }) => confirmedAt);
            for (const proof of proven.get(each) ?? []) expect(confirmations).toContain(proof);
          }
        }
      }),
      { numRuns: 1_500 },
    );
  });
});
