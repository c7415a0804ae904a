import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/core/address.ts';
import { doubtfulLines } from '../../../src/core/import/decideImport.ts';
import { gatherer, stricter, type Gathered } from '../../../src/core/import/gatherPeople.ts';
import type { ImportedPerson } from '../../../src/core/import/importedPerson.ts';
import { dueMails } from '../../../src/core/list/dueMails.ts';
import { viewOf } from '../../../src/core/list/listBook.ts';
import { sweep } from '../../../src/core/list/retention.ts';
import {
  bareConsent,
  bareSubscriber,
  bareSuppression,
  type Subscriber,
  type SubscriberList,
} from '../../../src/core/list/subscriber.ts';
import { secretMark, suppressionHash } from '../../../src/core/list/suppression.ts';
import { emptyList, imported, importedAt, importOrder } from '../../support/importing.ts';
import { confirmedReader, secret } from '../../support/newsletter.ts';

const key = 'reader1@example.org';

function person(changes: Partial<ImportedPerson> = {}): ImportedPerson {
  const address = parseAddress(key);
  if (!address) throw new Error('no address');
  return {
    address,
    standing: 'confirmed',
    name: 'Anna',
    language: 'de',
    requestedAt: '2019-05-13T09:20:01Z',
    requestIp: '192.0.2.10',
    confirmedAt: '2019-05-13T09:21:09Z',
    confirmIp: '192.0.2.11',
    leftAt: null,
    record: null,
    suppressed: null,
    ...changes,
  };
}

function file(...people: readonly ImportedPerson[]): Gathered {
  const all = gatherer();
  for (const one of people) all.take({ person: one }, 2);
  return all.gathered();
}

const listOf = (...subscribers: readonly Subscriber[]): SubscriberList => ({ ...emptyList, subscribers });
const suppression = (reason: 'unsubscribed' | 'erased' | 'hard-bounce') => ({
  ...bareSuppression,
  hash: suppressionHash(key, secret),
  key: secretMark(secret),
  reason,
  since: '2020-01-01T00:00:00Z',
});

describe('somebody new', () => {
  test('with evidence comes as confirmed, and the evidence is kept (R61, R67)', () => {
    const { list, counts } = imported(emptyList, file(person()));
    expect(counts).toMatchObject({ confirmed: 1, asked: 0 });
    expect(list.subscribers).toEqual([
      {
        ...bareSubscriber,
        id: 'imported00000000',
        address: key,
        name: 'Anna',
        language: 'de',
        status: 'confirmed',
        consent: {
          ...bareConsent,
          wording: 'importiert aus Mailchimp; Wortlaut dort',
          wordingVersion: 'import',
          origin: 'Mailchimp, audience.csv',
          requestedAt: '2019-05-13T09:20:01Z',
          confirmedAt: '2019-05-13T09:21:09Z',
          requestIp: '192.0.2.10',
          confirmIp: '192.0.2.11',
        },
      },
    ]);
  });

  test('without evidence is asked by one mail, today, with our words, and not swept away meanwhile (R63, R67)', () => {
    const { list, counts } = imported(emptyList, file(person({ standing: 'asked', confirmedAt: null })));
    expect(counts).toMatchObject({ confirmed: 0, asked: 1 });
    expect(list.subscribers[0]).toMatchObject({
      status: 'pending',
      consent: {
        wording: 'Ja, ich möchte den Brief.',
        origin: 'Mailchimp, audience.csv; dort seit 2019-05-13T09:20:01Z',
        requestedAt: importedAt,
        mailedAt: null,
        confirmedAt: null,
      },
    });
    const view = viewOf(list);
    expect(dueMails(view, importedAt, [secret]).map(({ kind }) => kind)).toEqual(['confirm']);
    expect(sweep(importedAt, { forgetAfterDays: 30, proofYears: 3 }, [secret])(view).edits).toEqual([]);
  });

  test.each([
    ['unsubscribed', 'unsubscribed'],
    ['bounced', 'hard-bounce'],
    ['complained', 'complaint'],
  ] as const)('who %s there is remembered by a hash only, and never mailed', (standing, reason) => {
    const { list, counts } = imported(emptyList, file(person({ standing, leftAt: '2021-06-06T12:56:15Z' })));
    expect(counts[standing]).toBe(1);
    expect(list).toMatchObject({
      subscribers: [],
      suppressions: [{ ...suppression('unsubscribed'), reason, since: '2021-06-06T12:56:15Z' }],
    });
    expect(JSON.stringify(list)).not.toContain('reader1');
  });

  test('whose goodbye has no date is suppressed from today on', () => {
    const { list } = imported(emptyList, file(person({ standing: 'unsubscribed' })));
    expect(list.suppressions[0]?.since).toBe(importedAt);
  });
});

describe('somebody known here', () => {
  const here = confirmedReader(1);

  test.each(['confirmed', 'pending', 'unsubscribed'] as const)(
    'who is %s is not changed by a row that says "subscribed"',
    (status) => {
      const known = confirmedReader(1, {
        status,
        unsubscribedAt: status === 'unsubscribed' ? '2026-06-01T00:00:00Z' : null,
      });
      const { list, counts, edits } = imported(listOf(known), file(person()));
      expect(edits).toBe(0);
      expect(list.subscribers).toEqual([known]);
      expect(counts[status === 'unsubscribed' ? 'alreadyGone' : 'alreadyOnList']).toBe(1);
    },
  );

  test.each(['unsubscribed', 'erased', 'hard-bounce'] as const)(
    'by a suppression (%s) stays suppressed, whatever the file says',
    (reason) => {
      const list = { ...emptyList, suppressions: [suppression(reason)] };
      for (const standing of ['confirmed', 'asked', 'unsubscribed', 'bounced', 'complained'] as const) {
        const { edits, counts } = imported(list, file(person({ standing })));
        expect(edits).toBe(0);
        expect(counts.alreadyGone).toBe(1);
      }
    },
  );

  test('who left there after confirming here is unsubscribed here, too', () => {
    const left = person({ standing: 'unsubscribed', leftAt: '2026-05-01T00:00:00Z' });
    const { list, counts } = imported(listOf(here), file(left));
    expect(counts.unsubscribed).toBe(1);
    expect(list.subscribers).toEqual([
      { ...here, status: 'unsubscribed', unsubscribedAt: '2026-05-01T00:00:00Z' },
    ]);
    expect(imported(list, file(left)).edits).toBe(0);
  });

  test.each(['unsubscribed', 'bounced', 'complained'] as const)(
    'who %s there before confirming here stays: the newer word counts',
    (standing) => {
      const { edits, counts } = imported(
        listOf(here),
        file(person({ standing, leftAt: '2025-05-01T00:00:00Z' })),
      );
      expect(edits).toBe(0);
      expect(counts.newerHere).toBe(1);
    },
  );

  test('who left there at an unknown time is unsubscribed', () => {
    const { list } = imported(listOf(here), file(person({ standing: 'unsubscribed' })));
    expect(list.subscribers[0]).toMatchObject({ status: 'unsubscribed', unsubscribedAt: importedAt });
  });

  test('whose mailbox is gone is suppressed, and keeps her record', () => {
    const { list } = imported(
      listOf(here),
      file(person({ standing: 'bounced', leftAt: '2026-05-01T00:00:00Z' })),
    );
    expect(list.subscribers).toEqual([here]);
    expect(list.suppressions).toMatchObject([{ reason: 'hard-bounce', since: '2026-05-01T00:00:00Z' }]);
  });

  test('who complained on a list of ours is suppressed here, too, though her row there says confirmed', () => {
    const suppressed = { reason: 'complaint', since: '2026-06-01T00:00:00Z' } as const;
    const row = person({ record: here, suppressed });
    const { list, counts } = imported(listOf(here), file(row));
    expect(counts.suppressions).toBe(1);
    expect(list.suppressions).toMatchObject([suppressed]);
    expect(imported(list, file(row)).edits).toBe(0);
    const earlier = person({ record: here, suppressed: { ...suppressed, since: '2020-01-01T00:00:00Z' } });
    expect(imported(listOf(here), file(earlier)).edits).toBe(0);
  });

  test('who may have left according to a faulty row is named by its line, if she is confirmed here', () => {
    const all = gatherer();
    const fault = { de: 'unbekannt', en: 'unknown' };
    for (const [line, number] of [
      [7, 3],
      [5, 1],
      [6, 2],
    ] as const)
      all.take({ fault, mayHaveLeft: `reader${number}@example.org` }, line);
    const view = viewOf(listOf(here, confirmedReader(2, { status: 'pending' }), confirmedReader(3)));
    expect(doubtfulLines(view, all.gathered())).toEqual([5, 7]);
  });

  test('who waits because of an earlier import has not said yes to us: a goodbye wins (R67)', () => {
    const { list: waiting } = imported(emptyList, file(person({ standing: 'asked' })));
    const left = person({ standing: 'unsubscribed', leftAt: '2021-01-01T00:00:00Z' });
    const { list } = imported(waiting, file(left));
    expect(list.subscribers).toEqual([]);
    expect(list.suppressions).toMatchObject([{ reason: 'unsubscribed' }]);
  });

  test('who asked on our form after leaving there still waits for her mail', () => {
    const waiting = confirmedReader(1, {
      status: 'pending',
      askedAt: '2026-11-19T00:00:00Z',
      consent: { ...here.consent, confirmedAt: null },
    });
    const left = person({ standing: 'unsubscribed', leftAt: '2021-01-01T00:00:00Z' });
    expect(imported(listOf(waiting), file(left)).counts.newerHere).toBe(1);
  });
});

const standings = ['complained', 'bounced', 'unsubscribed', 'confirmed', 'asked'] as const;
const anyPerson = fc
  .record({
    number: fc.integer({ min: 1, max: 4 }),
    standing: fc.constantFrom(...standings),
    leftAt: fc.constantFrom(null, '2020-01-01T00:00:00Z', '2026-10-01T00:00:00Z'),
  })
  .map(({ number, standing, leftAt }) => {
    const address = parseAddress(`reader${number}@example.org`) ?? person().address;
    return person({ address, standing, leftAt });
  });

test('of several rows about one person a complaint counts before a bounce before a goodbye, otherwise the one with evidence, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(anyPerson, { minLength: 1, maxLength: 6 }), (rows) => {
      const { people, repeated } = file(...rows);
      expect(repeated).toBe(rows.length - people.size);
      for (const { address: her, standing } of people.values()) {
        const own = rows.filter(({ address }) => address.key === her.key);
        const all = new Set(own.map((row) => row.standing));
        expect(standing).toBe(standings.find((one) => all.has(one)));
      }
    }),
  );
  const [early, late] = ['2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z'].map((leftAt) =>
    person({ standing: 'unsubscribed', leftAt }),
  );
  if (!early || !late) throw new Error('two rows');
  expect(stricter(early, late)).toEqual(stricter(late, early));
});

test('the same import twice changes nothing the second time, and nobody who left is ever welcomed', () => {
  const anyReader = fc
    .record({
      number: fc.integer({ min: 1, max: 4 }),
      status: fc.constantFrom('pending' as const, 'confirmed' as const, 'unsubscribed' as const),
    })
    .map(({ number, status }) =>
      confirmedReader(number, {
        status,
        unsubscribedAt: status === 'unsubscribed' ? '2026-06-01T00:00:00Z' : null,
      }),
    );
  fc.assert(
    fc.property(
      fc.uniqueArray(anyReader, { selector: ({ id }) => id, maxLength: 4 }),
      fc.array(anyPerson, { maxLength: 6 }),
      (readers, rows) => {
        const first = imported(listOf(...readers), file(...rows));
        const second = imported(first.list, file(...rows), importOrder({ newId: () => 'never' }));
        expect(second.edits).toBe(0);
        const total = Object.values(first.counts).reduce((sum, count) => sum + count, 0);
        expect(total).toBe(file(...rows).people.size);
        for (const reader of readers.filter(({ status }) => status === 'unsubscribed'))
          expect(first.list.subscribers.find(({ id }) => id === reader.id)?.status).toBe('unsubscribed');
      },
    ),
  );
});
