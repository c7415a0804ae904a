import { describe, expect, test } from 'vitest';
import type { LedgerRecord } from '../../../src/core/sending/delivery.ts';
import { addByHand, unrecordedWording } from '../../../src/core/list/addByHand.ts';
import { dataReport } from '../../../src/core/list/dataReport.ts';
import { signUp, unsubscribe } from '../../../src/core/list/membership.ts';
import { forget } from '../../../src/core/list/forgetting.ts';
import { nearestAddress, personNamed } from '../../../src/core/list/person.ts';
import { deliveryTo, reportsAbout } from '../../../src/core/list/personalData.ts';
import { proofOf } from '../../../src/core/list/proof.ts';
import { proofText } from '../../../src/core/list/proofText.ts';
import { readConfig } from '../../../src/core/readConfig.ts';
import { parseWeek } from '../../../src/core/week.ts';
import { confirmedReader } from '../../support/newsletter.ts';
import { listInMemory } from './listInMemory.ts';
import { addressOf, carryMails, day, join, request, secrets } from './people.ts';

const frame = {
  newsletter: 'Mein Wochenbrief',
  website: 'https://brief.example.org',
  printedAt: '2026-11-22T10:00:00.000Z',
  program: 'Wochenbrief 0.1.0',
};
const week = parseWeek('2026-W47');
const id = 'anna00000001';
const erased = { reason: 'erased', at: day(40), proofYears: 3 } as const;

const run = { type: 'run', at: '2026-11-22T06:00:00Z', run: 'r1' } as const;
const attempted = (at: string, attempt: number, to = id): LedgerRecord => {
  const messageId = `<${to}.${attempt}@example.org>`;
  return { type: 'attempted', at, run: 'r1', id: to, attempt, messageId };
};
const answered = (at: string, attempt: number, outcome: 'accepted' | 'deferred', to = id): LedgerRecord => ({
  type: 'outcome',
  at,
  run: 'r1',
  id: to,
  attempt,
  outcome,
  stage: 'final',
  code: outcome === 'accepted' ? 250 : 451,
  enhanced: null,
  reply: outcome === 'accepted' ? '250 2.0.0 OK' : '451 later',
});

describe('what the ledger knows of a person', () => {
  test('is how it ended, when, under which Message-ID, and what the server said', () => {
    const records: readonly LedgerRecord[] = [
      { type: 'skipped', reason: 'pending', ids: ['pending00001'] },
      { type: 'audience', ids: [id, 'berta0000001'] },
      run,
      attempted('2026-11-22T06:00:01Z', 1),
      answered('2026-11-22T06:00:02Z', 1, 'deferred'),
      attempted('2026-11-22T06:00:03Z', 1, 'berta0000001'),
      attempted('2026-11-22T07:00:00Z', 2),
      answered('2026-11-22T07:00:01Z', 2, 'accepted'),
    ];
    expect(deliveryTo(id, week, records)).toEqual({
      week,
      state: 'accepted',
      at: '2026-11-22T07:00:01Z',
      attempts: 2,
      messageId: `<${id}.2@example.org>`,
      detail: '250 2.0.0 OK',
    });
    expect(deliveryTo('berta0000001', week, records)).toMatchObject({ state: 'uncertain', detail: null });
    expect(deliveryTo('pending00001', week, records)).toMatchObject({ state: 'skipped', detail: 'pending' });
    expect(deliveryTo('nobody000001', week, records)).toBeUndefined();
  });

  test('tells whoever left before her turn, and whoever still waits', () => {
    const audience: LedgerRecord = { type: 'audience', ids: [id, 'berta0000001'] };
    const withdrawn = { type: 'withdrawn', at: day(1), id, reason: 'unsubscribed' } as const;
    expect(deliveryTo(id, week, [audience, withdrawn])).toMatchObject({
      state: 'withdrawn',
      at: day(1),
      detail: 'unsubscribed',
    });
    expect(deliveryTo('berta0000001', week, [audience, withdrawn])).toMatchObject({
      state: 'waiting',
      at: null,
    });
  });
});

describe('a proof', () => {
  test('tells wording, form and every time, in the newsletter’s zone and in UTC (R61)', () => {
    const book = listInMemory();
    const records = [
      { type: 'audience', ids: [id] } as const,
      answered('2026-11-22T06:00:01Z', 1, 'accepted'),
    ];
    book.change(signUp(request('2026-03-28T23:30:00.000Z'), secrets));
    carryMails(book, '2026-03-28T23:30:05.000Z');
    join(book, '2026-03-29T08:00:00.000Z');
    const delivery = deliveryTo(id, week, records);
    const proof = proofOf(
      personNamed(book.view, 'Anna@Example.org', secrets),
      delivery ? [delivery] : [],
      frame,
    );
    expect(proof && proofText(proof, 'de', 'Europe/Berlin')).toBe(`Nachweis der Einwilligung

  Adresse           anna@example.org
  Vorname           Annagret
  Kennung           anna00000001
  Newsletter        Mein Wochenbrief, https://brief.example.org
  Stand             bestätigt

Anmeldung 1 von 1
  Wortlaut          »Ja, ich möchte den Brief.«
  Fassung           1
  Formular          https://brief.example.org/
  Angefragt         29. März 2026, 00:30:00 MEZ (2026-03-28T23:30:00Z)
  Bestätigungsmail  29. März 2026, 00:30:05 MEZ (2026-03-28T23:30:05Z)
  Bestätigt         29. März 2026, 10:00:00 MESZ (2026-03-29T08:00:00Z)

Briefe, die der Mailserver angenommen hat: 1
  2026-W47  22. November 2026, 07:00:01 MEZ (2026-11-22T06:00:01Z)
            250 2.0.0 OK

Ausgegeben am 22. November 2026, 11:00:00 MEZ (2026-11-22T10:00:00Z) von Wochenbrief 0.1.0.
Zeiten gelten für Europe/Berlin, in Klammern steht die Weltzeit (UTC).`);
  });

  test('holds all subscriptions, also the one that is not confirmed, and says so', () => {
    const book = listInMemory();
    book.change(unsubscribe(join(book, day(0)), day(10), secrets));
    book.change(signUp(request(day(20)), secrets));
    const proof = proofOf(personNamed(book.view, id, secrets), [], frame);
    expect(proof).toMatchObject({
      status: 'pending',
      consents: [
        { confirmedAt: day(0), unsubscribedAt: day(10) },
        { requestedAt: day(20), confirmedAt: null, unsubscribedAt: null },
      ],
    });
    const text = proof && proofText(proof, 'en', 'Europe/Berlin');
    expect(text).toContain('Subscription 2 of 2');
    expect(text).toContain('Unsubscribed      11 March 2026');
    expect(text).toContain('Confirmed         no: not a consent');
  });

  test('of somebody forgotten is found by her address alone, and holds no name (R66)', () => {
    const book = listInMemory();
    book.change(forget(join(book, day(0)), erased, secrets));
    const proof = proofOf(personNamed(book.view, 'ANNA@example.org', secrets), [], frame);
    expect(proof).toMatchObject({ id: null, name: null, status: 'forgotten', keptUntil: '2029-12-31' });
    expect(proof && proofText(proof, 'de', 'Europe/Berlin')).toContain('vergessen');
    expect(proofOf(personNamed(book.view, 'berta@example.org', secrets), [], frame)).toBeUndefined();
    // Nobody finds it without the secret, nor by the id of then.
    const other = ['another-secret-of-thirty-two-characters'];
    expect(proofOf(personNamed(book.view, 'anna@example.org', other), [], frame)).toBeUndefined();
    expect(personNamed(book.view, id, secrets).address).toBeUndefined();
  });

  test('of somebody who came back after being forgotten holds both, once each', () => {
    const book = listInMemory();
    book.change(forget(join(book, day(0)), erased, secrets));
    const person = () => proofOf(personNamed(book.view, 'anna@example.org', secrets), [], frame);
    book.change(signUp(request(day(50), { id: 'anna00000002' }), secrets));
    expect(person()?.consents).toHaveLength(2);
    join(book, day(51));
    expect(person()?.consents.map(({ confirmedAt }) => confirmedAt)).toEqual([day(0), day(51)]);
  });

  test('of somebody entered with evidence quotes no words that nobody recorded, and names the evidence once', () => {
    const book = listInMemory();
    const what = 'Unterschrift auf der Liste vom 12. März';
    const { text, version } = unrecordedWording(what, 'de');
    const wanted = request(day(1), { wording: text, wordingVersion: version, form: null });
    book.change(addByHand(wanted, { what, confirmedAt: day(0) }, secrets));
    const proof = proofOf(personNamed(book.view, 'anna@example.org', secrets), [], frame);
    expect(proof && proofText(proof, 'de', 'Europe/Berlin')).toContain(`Anmeldung 1 von 1
  Wortlaut          Welche Worte galten, ist hier nicht festgehalten; Beleg:
                    Unterschrift auf der Liste vom 12. März
  Angefragt         1. März`);
  });

  test('has lines of at most 80 columns, but for what must not be cut', () => {
    const long = 'Ja, ich möchte jede Woche einen Brief bekommen, '.repeat(8).trim();
    const book = listInMemory();
    join(book, day(0), { wording: long });
    const proof = proofOf(personNamed(book.view, id, secrets), [], frame);
    const lines = (proof ? proofText(proof, 'de', 'Europe/Berlin') : '').split('\n');
    expect(lines.slice(0, -3).filter((line) => line.length > 80)).toEqual([]);
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(long);
  });
});

test('what came back to the mailbox is told of her alone, each with its week', () => {
  const at = '2026-11-23T08:00:00Z';
  const bounce = { type: 'bounce', at, code: 550, enhanced: '5.1.1', reply: '550 unknown' } as const;
  const reports = [
    { type: 'answered', at, id },
    { type: 'answered', at, id: 'berta0000001' },
    { ...bounce, id },
  ] as const;
  expect(reportsAbout(id, week, reports)).toEqual([
    { week, type: 'answered', at },
    { week, ...bounce },
  ]);
  expect(reportsAbout('nobody000001', week, reports)).toEqual([]);
});

describe('the report of everything stored', () => {
  const settings = (more = '') =>
    readConfig(
      `title: Mein Brief\nfrom: { name: Johanna, address: brief@example.org }\nbaseUrl: https://brief.example.org\nimprint: "Johanna Muster\\n12345 Musterstadt"\nsources: [{ folder: posts }]\n${more}`,
    );
  const print = { exportedAt: day(60), program: 'Wochenbrief 0.1.0' };
  const none = { letters: [], reports: [], unreadableWeeks: [] };

  test('holds her whole record, and tells purposes, terms, recipients and rights (R66, Art. 15 and 20)', () => {
    const book = listInMemory();
    join(book, day(0));
    const report = dataReport(personNamed(book.view, id, secrets), settings(), none, print);
    expect(report.subscriber).toEqual(book.only());
    expect(report.notice).toMatchObject({
      language: 'de',
      about: expect.stringContaining('anna@example.org'),
      controller: 'Johanna, brief@example.org, Johanna Muster, 12345 Musterstadt',
    });
    for (const part of ['purposes', 'legalBasis', 'retention', 'recipients', 'rights'] as const)
      expect(report.notice[part].length).toBeGreaterThan(1);
    expect(report.notice.retention.join()).toContain('30 Tage');
  });

  test('speaks the reader’s language, and tells the terms of the settings', () => {
    const book = listInMemory();
    join(book, day(0), { language: 'en' });
    const config = settings('readers: { forgetAfterDays: 7, proofYears: 0 }');
    const { notice } = dataReport(personNamed(book.view, id, secrets), config, none, print);
    expect(notice.language).toBe('en');
    expect(notice.retention.join()).toMatch(/unsubscribing: 7 days.*as long as name and address/);
  });

  test('of somebody forgotten holds what stays', () => {
    const book = listInMemory();
    book.change(forget(join(book, day(0)), erased, secrets));
    const person = personNamed(book.view, 'anna@example.org', secrets);
    const report = dataReport(person, settings(), none, print);
    expect(report.subscriber).toBeNull();
    expect(report.suppression).toMatchObject({ reason: 'erased', proof: { until: '2029-12-31' } });
  });
});

test('a misspelled address is told, unless it is too far from all', () => {
  const book = listInMemory([confirmedReader(1, { address: 'anna@example.org' })]);
  expect(nearestAddress(book.view, addressOf('ana@example.org'))).toBe('anna@example.org');
  expect(nearestAddress(book.view, addressOf('anna@exmaple.org'))).toBe('anna@example.org');
  expect(nearestAddress(book.view, addressOf('berta@example.org'))).toBeUndefined();
});
