import { describe, expect, test } from 'vitest';
import { csvReader, readJson, type ImportOrder, type ReadList } from '../../../src/core/import/readImport.ts';
import { subscriberLine } from '../../../src/core/list/subscriberLines.ts';
import type { Subscriber } from '../../../src/core/list/subscriber.ts';
import { importedAt } from '../../support/importing.ts';
import { confirmedReader, secret } from '../../support/newsletter.ts';
import { refusal } from '../refusal.ts';

const order: ImportOrder = {
  fileName: 'list.csv',
  timeZone: 'Europe/Berlin',
  at: importedAt,
  from: undefined,
  secrets: [secret],
};

function read(rows: readonly string[], changes: Partial<ImportOrder> = {}): ReadList {
  const reader = csvReader({ ...order, ...changes });
  for (const [index, row] of rows.entries()) reader.take(row.split(','), index + 1);
  return reader.done();
}

const standings = ({ people }: ReadList): Readonly<Record<string, string>> =>
  Object.fromEntries([...people.values()].map((one) => [one.address.address.split('@')[0], one.standing]));
const faults = (list: ReadList): readonly string[] =>
  list.faults.map(({ line, what }) => `${line}: ${what.en}`);

const mailchimp = 'Email Address,OPTIN_TIME,CONFIRM_TIME,CONFIRM_IP';

describe('a system that a person names does not make goodbyes disappear (R67)', () => {
  const exports: readonly (readonly [string, string])[] = [
    ['of Mailchimp', `${mailchimp},UNSUB_TIME`],
    ['of rapidmail', 'email,status,created,activated'],
    ['of Buttondown', 'email_address,creation_date,type,unsubscription_date'],
  ];
  for (const from of ['substack', 'ghost', 'csv', 'cleverreach', 'wochenbrief'])
    test.each(exports)(`--from ${from}: the columns %s are refused`, (_, header) => {
      const error = refusal(() => read([header], { from }));
      expect(error.code).toBe('import.unreadable');
      expect(error.text.en).toContain(`--from ${from}: the columns are those of`);
      expect(error.hint?.en).toContain('--from');
    });

  test.each(['unsub_time', 'CLEAN_TIME', 'bounced_at', 'Complained', 'Abgemeldet am', 'Archived', 'opt-out'])(
    'a column %s that Substack’s reader would pass over is refused',
    (column) => {
      const rows = [`email,name,created_at,${column}`, 'a@example.org,,2024-01-01,2025-01-01'];
      expect(refusal(() => read(rows, { from: 'substack' })).text.en).toContain(column);
      const recognised = rows.with(0, `email,active_subscription,created_at,${column}`);
      expect(refusal(() => read(recognised)).text.en).toContain(column);
    },
  );

  test('a column of statuses that is not read makes faults of those who left', () => {
    const rows = ['email,created_at,standing', 'a@example.org,,unsubscribed', 'b@example.org,,active'];
    const list = read(rows, { from: 'substack' });
    expect(standings(list)).toEqual({ b: 'asked' });
    expect(faults(list)[0]).toContain('2: "unsubscribed" in a column that is ignored');
  });

  test('Mailchimp’s own columns about campaigns are no goodbyes', () => {
    const header = `${mailchimp},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER`;
    expect(read([header], { from: 'mailchimp' }).system.id).toBe('mailchimp');
  });

  test('a plain list of those who left is told by the name of Mailchimp’s file, too', () => {
    const rows = ['Email Address,First Name', 'a@example.org,Anna'];
    expect(standings(read(rows, { fileName: 'unsubscribed_members.csv' }))).toEqual({ a: 'unsubscribed' });
  });
});

describe('columns that are there twice are refused by name (R36)', () => {
  test.each([
    ['email,unsubscribed_at,unsubscribed_at', 'unsubscribed_at, unsubscribed_at'],
    ['email,status,Status', 'status, Status'],
    ['email,confirmed_at,Confirmed-At', 'confirmed_at, Confirmed-At'],
    [`${mailchimp},UNSUB_TIME,unsub time`, 'UNSUB_TIME, unsub time'],
    ['id,address,status,requested_at,wording_version,suppressed,suppressed', 'suppressed, suppressed'],
    ['email,E-Mail,e mail', 'E-Mail, e mail'],
  ])('%s', (header, named) => {
    for (const from of [undefined, ...(header.startsWith('email') ? ['csv'] : [])]) {
      const rows = [header, `a@example.org${',x'.repeat(header.split(',').length - 1)}`];
      expect(refusal(() => read(rows, { from })).text.en).toContain(named);
    }
  });

  test('but not those that decide nothing', () => {
    expect(read(['email,Vorname,Vorname,Ort,Ort', 'a@example.org,Anna,,,']).people.size).toBe(1);
  });

  test('and in JSON, where the last would win, a property that is there twice', () => {
    const text = '[\n{"email": "a@example.org",\n"status": "unsubscribed", "status": "active"}]';
    expect(refusal(() => readJson(text, order)).text.en).toContain('list.csv:3');
    expect(
      refusal(() => readJson('[{"email": "a@example.org", "status": "", "Status": "x"}]', order)).text.en,
    ).toContain('status, Status');
  });
});

describe('she left when she last did', () => {
  const header = `${mailchimp},UNSUB_TIME,CLEAN_TIME,Status`;
  test.each([
    ['2025-01-01 00:00:00', '2020-01-01 00:00:00', '', '2025-01-01T00:00:00Z'],
    ['2020-01-01 00:00:00', '2025-01-01 00:00:00', '', '2025-01-01T00:00:00Z'],
    ['yes', '2020-01-01 00:00:00', '', null],
    ['', '2020-01-01 00:00:00', 'unsubscribed', null],
    ['', '2020-01-01 00:00:00', '', '2020-01-01T00:00:00Z'],
  ])('UNSUB_TIME %j, CLEAN_TIME %j, status %j: %j', (left, cleaned, status, at) => {
    const list = read([header, `a@example.org,,,,${left},${cleaned},${status}`]);
    expect([...list.people.values()]).toMatchObject([{ standing: 'bounced', leftAt: at }]);
  });

  test('in several rows as in one', () => {
    const rows = [
      'a@example.org,,,,2025-01-01 00:00:00,,unsubscribed',
      'a@example.org,,,,,2020-01-01 00:00:00,cleaned',
      'a@example.org,,,,,,subscribed',
    ];
    for (const some of [rows, rows.toReversed()])
      expect([...read([header, ...some]).people.values()]).toMatchObject([
        { standing: 'bounced', leftAt: '2025-01-01T00:00:00Z' },
      ]);
  });
});

describe('evidence that nobody could verify counts only with an IP address (R61, R67)', () => {
  test.each([
    [mailchimp, '2024-01-01 10:00:00,2024-01-01 10:00:01,', 'asked'],
    [mailchimp, '2024-01-01 10:00:00,2024-01-01 10:00:01,yes', 'asked'],
    [mailchimp, '2024-01-01 10:00:00,2024-01-01 10:00:01,192.0.2.1', 'confirmed'],
    ['E-Mail,Registriert,Aktiviert', '2024-01-01 10:00:00,2024-01-01 10:05:00', 'asked'],
    [
      'E-Mail,Registriert,Aktiviert,Aktivierungs-IP',
      '01.01.2024 10:00,01.01.2024 10:05,2001:db8::1',
      'confirmed',
    ],
    ['email,requested_at,confirmed_at', '2024-01-02,2024-01-01', 'asked'],
    ['email,requested_at,confirmed_at', '2024-01-01,2024-01-01', 'confirmed'],
  ])('%s with %s: %s', (header, cells, standing) => {
    expect(standings(read([header, `a@example.org,${cells}`]))).toEqual({ a: standing });
  });
});

describe('a word that sounds like a goodbye is one, whichever system wrote it (R67)', () => {
  const beehiiv = 'email,status,created_at,tier';
  test.each([
    [beehiiv, 'unsubscribed', 'unsubscribed'],
    [beehiiv, 'cleaned', 'bounced'],
    [beehiiv, 'Archived', 'unsubscribed'],
    [beehiiv, 'hard-bounced (550)', 'bounced'],
    [beehiiv, 'marked as spam', 'complained'],
    [beehiiv, 'opted_out', 'unsubscribed'],
    [beehiiv, 'abgemeldet', 'unsubscribed'],
    ['uuid,status,email,attributes', 'x', ''],
    [beehiiv, 'not bounced', ''],
  ])('%s: %s', (header, word, standing) => {
    const list = read([header, `a@example.org,${word},,`.split(',').slice(0, 4).join(',')]);
    if (standing !== '') expect(standings(list)).toEqual({ a: standing });
    else expect(list.people.size).toBe(0);
  });

  test('and a row with a word nobody knows is a doubt about that person', () => {
    const list = read([beehiiv, 'a@example.org,limbo,,', 'b@example.org,limbo,,', 'B@example.org,paused,,']);
    expect([...list.doubtful]).toEqual([['a@example.org', 2]]);
  });
});

describe('a list of ours', () => {
  const json = (...people: readonly Subscriber[]): ReadList =>
    readJson(`{"version":1,"revision":1,"subscribers":[\n${people.map(subscriberLine).join(',\n')}]}`, order);
  const reader = confirmedReader(1);
  const { consent } = reader;

  test.each<[string, Subscriber]>([
    ['confirmedAt', { ...reader, consent: { ...consent, confirmedAt: '2098-01-01T00:00:00Z' } }],
    ['confirmedAt', { ...reader, consent: { ...consent, confirmedAt: '2001-01-01T00:00:00Z' } }],
    ['requestedAt', { ...reader, consent: { ...consent, requestedAt: '2098-01-01T00:00:00Z' } }],
    ['resumedAt', { ...reader, consent: { ...consent, resumedAt: '2001-01-01T00:00:00Z' } }],
    ['lastMailAt', { ...reader, lastMailAt: '2098-01-01T00:00:00Z' }],
    ['unsubscribedAt', { ...reader, past: [{ ...consent, unsubscribedAt: '2001-01-01T00:00:00Z' }] }],
  ])('with a %s that cannot be has a faulty row', (name, person) => {
    const list = json(confirmedReader(2), person);
    expect(faults(list)).toEqual([`3: a time that cannot be: ${name}`]);
    expect([...list.people.values()].map(({ address }) => address.key)).toEqual(['reader2@example.org']);
  });

  test('keeps a faulty goodbye in mind', () => {
    const left = confirmedReader(1, { status: 'unsubscribed', unsubscribedAt: '2098-01-01T00:00:00Z' });
    expect([...json(left).doubtful]).toEqual([['reader1@example.org', 2]]);
  });

  test('brings no first name that the form would refuse', () => {
    const list = json(confirmedReader(1, { name: 'win at casino.example' }));
    expect([...list.people.values()]).toMatchObject([{ name: null, record: { name: null } }]);
  });
});
