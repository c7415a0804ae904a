import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import type { ImportFile } from '../../src/files/importFile.ts';
import { importFixture, personOf, readForImport } from '../support/importing.ts';
import { temporaryFolder } from '../support/folder.ts';

/** Who stands where, by the part of the address before the @. */
function standingsOf(file: ImportFile): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...file.people.values()].map(({ address, standing }) => [address.address.split('@')[0], standing]),
  );
}

const faultsOf = (file: ImportFile): readonly string[] =>
  file.faults.map(({ line, what }) => `${line}: ${what.en}`);

async function written(content: string | Buffer, name = 'list.csv'): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

const read = async (content: string | Buffer, from?: string, name?: string): Promise<ImportFile> =>
  readForImport(await written(content, name), from);

async function refused(content: string | Buffer, from?: string): Promise<NewsletterError> {
  const error: unknown = await read(content, from).catch((thrown: unknown) => thrown);
  if (!(error instanceof NewsletterError)) throw new Error('it was not refused');
  expect(error.code).toBe('import.unreadable');
  return error;
}

describe('each system is recognised by its columns, and each row gets the standing that its evidence allows (R67):', () => {
  test.each<[string, string, string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'subscribed_members_export_mailchimp.csv',
      'mailchimp',
      'utf-8 ,',
      { twice: 'confirmed', single: 'asked', imported: 'asked' },
      ['6: not a usable e-mail address', '7: a time in the future'],
    ],
    [
      'unsubscribed_members_export_mailchimp.csv',
      'mailchimp',
      'utf-8 ,',
      { left: 'unsubscribed', spam: 'complained', undated: 'unsubscribed' },
      [],
    ],
    ['cleaned_members_export_mailchimp.csv', 'mailchimp', 'utf-8 ,', { gone: 'bounced' }, []],
    ['substack.csv', 'substack', 'utf-8 ,', { free: 'asked', paid: 'asked', off: 'unsubscribed' }, []],
    ['ghost.csv', 'ghost', 'utf-8 ,', { member: 'asked', quiet: 'unsubscribed' }, []],
    ['listmonk.csv', 'listmonk', 'utf-8 ,', { enabled: 'asked', blocked: 'unsubscribed' }, []],
    [
      'listmonk.json',
      'listmonk',
      'utf-8 null',
      { double: 'confirmed', entered: 'asked', left: 'unsubscribed' },
      ['19: not a usable e-mail address'],
    ],
    [
      'buttondown.csv',
      'buttondown',
      'utf-8 ,',
      { regular: 'asked', waiting: 'asked', left: 'unsubscribed', dead: 'bounced', angry: 'complained' },
      [],
    ],
    [
      'beehiiv.csv',
      'beehiiv',
      'utf-8 ,',
      { active: 'asked', inactive: 'unsubscribed', pending: 'asked', left: 'unsubscribed' },
      [],
    ],
    [
      'mailpoet.csv',
      'mailpoet',
      'utf-8 ,',
      // The second list of the first person says that she left it.
      {
        clicked: 'unsubscribed',
        entered: 'asked',
        waiting: 'asked',
        left: 'unsubscribed',
        dead: 'bounced',
      },
      [],
    ],
    [
      'rapidmail.csv',
      'rapidmail',
      'utf-8 ;',
      {
        doppelt: 'confirmed',
        importiert: 'asked',
        neu: 'asked',
        weg: 'unsubscribed',
        tot: 'bounced',
        sauer: 'complained',
      },
      [],
    ],
    [
      'cleverreach.csv',
      'cleverreach',
      'windows-1252 ;',
      { bestaetigt: 'confirmed', importiert: 'asked', weg: 'unsubscribed', ohneip: 'asked' },
      ['5: a time that cannot be read'],
    ],
    ['generic.csv', 'csv', 'utf-8 ,', { yes: 'confirmed', perhaps: 'asked', no: 'unsubscribed' }, []],
    [
      'excel-deutsch.csv',
      'csv',
      'windows-1252 ;',
      {
        belegt: 'confirmed',
        nurstatus: 'asked',
        weg: 'unsubscribed',
        datum: 'unsubscribed',
        tot: 'bounced',
        gesperrt: 'unsubscribed',
        beschwerde: 'complained',
        doppelt: 'confirmed',
      },
      [
        '9: an unknown status: vielleicht',
        '9: because that might be a goodbye, other rows about the same person are left out, too',
      ],
    ],
  ])('%s', async (name, system, writing, standings, faults) => {
    const file = await readForImport(importFixture(name));
    expect(file.system.id).toBe(system);
    expect(`${file.encoding} ${file.delimiter}`).toBe(writing);
    expect(standingsOf(file)).toEqual(standings);
    expect(faultsOf(file)).toEqual(faults);
  });
});

test('times and IP addresses are kept as evidence, each in the zone of its system (R61)', async () => {
  const evidence = async (name: string, address: string): Promise<readonly unknown[]> => {
    const person = personOf(await readForImport(importFixture(name)), `${address}@example.org`);
    return [
      person?.name,
      person?.requestedAt,
      person?.requestIp,
      person?.confirmedAt,
      person?.confirmIp,
      person?.leftAt,
    ];
  };
  expect(await evidence('subscribed_members_export_mailchimp.csv', 'twice')).toEqual([
    'Zoë',
    '2019-05-13T09:20:01Z',
    '192.0.2.10',
    '2019-05-13T09:21:09Z',
    '192.0.2.11',
    null,
  ]);
  expect(await evidence('rapidmail.csv', 'doppelt')).toEqual([
    'Jörg',
    '2024-01-15T09:00:00Z',
    '192.0.2.50',
    '2024-01-15T09:02:00Z',
    '192.0.2.51',
    null,
  ]);
  expect(await evidence('cleverreach.csv', 'bestaetigt')).toEqual([
    'Jürgen „J“',
    '2019-05-13T07:20:01Z',
    null,
    '2019-05-13T07:21:09Z',
    '192.0.2.71',
    null,
  ]);
  expect(await evidence('excel-deutsch.csv', 'belegt')).toEqual([
    'Jörg',
    '2024-11-21T13:05:00Z',
    null,
    '2024-11-21T13:07:00Z',
    null,
    null,
  ]);
  expect(await evidence('excel-deutsch.csv', 'datum')).toContain('2025-03-05T07:00:00Z');
  expect(await evidence('listmonk.json', 'double')).toEqual([
    'Mika',
    '2023-01-02T10:00:00Z',
    null,
    '2023-01-02T10:05:00Z',
    '192.0.2.20',
    null,
  ]);
  expect(await evidence('unsubscribed_members_export_mailchimp.csv', 'left')).toContain(
    '2021-06-06T12:56:15Z',
  );
});

describe('however a table program wrote the file, it reads the same:', () => {
  const rows = [
    ['address', 'name', 'confirmed_at'],
    ['one@example.org', 'Käthe „K“ – 5 €', '2024-07-01T12:05:00Z'],
    ['two@example.org', '', ''],
  ];
  const csv = (delimiter: string, end = '\n'): string =>
    rows.map((row) => row.join(delimiter) + end).join('');
  const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();
  const windows1252 = (text: string): Buffer =>
    Buffer.from(
      text.replace(/[„“–€]/g, (sign) => ({ '„': '\x84', '“': '\x93', '–': '\x96', '€': '\x80' })[sign] ?? ''),
      'latin1',
    );

  test.each<[string, string | Buffer, string]>([
    ['comma', csv(','), 'utf-8'],
    ['semicolon', csv(';'), 'utf-8'],
    ['tab', csv('\t'), 'utf-8'],
    ['Windows line ends', csv(';', '\r\n'), 'utf-8'],
    ['old Mac line ends', csv(';', '\r'), 'utf-8'],
    ['line ends of both kinds', csv(';', '\r\n').replace('\r\ntwo', '\ntwo'), 'utf-8'],
    ['a byte order mark', `\uFEFF${csv(',')}`, 'utf-8'],
    ['UTF-16, little-endian', Buffer.from(`\uFEFF${csv('\t')}`, 'utf16le'), 'utf-16le'],
    ['UTF-16, big-endian', swapped(Buffer.from(`\uFEFF${csv('\t')}`, 'utf16le')), 'utf-16be'],
    ['Windows-1252', windows1252(csv(';', '\r\n')), 'windows-1252'],
    ['Excel’s sep= line', `sep=;\r\n${csv(';', '\r\n')}`, 'utf-8'],
    ['empty lines', `\n${csv(',').replaceAll('\n', '\n\n')}\n`, 'utf-8'],
    ['empty cells at the end', csv(';').replaceAll('\n', ';;\n'), 'utf-8'],
    ['rows of empty cells', `${csv(';')};;\n;;\n`, 'utf-8'],
    ['no line end at the end', csv(',').trimEnd(), 'utf-8'],
    ['quoted cells', rows.map((row) => `${row.map((cell) => `"${cell}"`).join(';')}\n`).join(''), 'utf-8'],
    [
      'JSON',
      JSON.stringify(rows.slice(1).map(([address, name, confirmed_at]) => ({ address, name, confirmed_at }))),
      'utf-8',
    ],
  ])('%s', async (_, content, encoding) => {
    const file = await read(content);
    expect(file).toMatchObject({ encoding, rows: 2, repeated: 0, faults: [] });
    expect(standingsOf(file)).toEqual({ one: 'confirmed', two: 'asked' });
    expect(personOf(file, 'one@example.org')?.name).toBe('Käthe „K“ – 5 €');
  });

  test('an umlaut in the very last row still tells Windows-1252 from UTF-8', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `reader${index}@example.org;Anna;\n`).join('');
    const file = await read(windows1252(`address;name;confirmed_at\n${many}last@example.org;Jörg;\n`));
    expect(file.encoding).toBe('windows-1252');
    expect(personOf(file, 'last@example.org')?.name).toBe('Jörg');
  });
});

describe('a plain CSV needs no name of a system:', () => {
  test('every column is used, or said to be ignored', async () => {
    const { columns } = await readForImport(importFixture('excel-deutsch.csv'));
    expect(columns.map(({ column, fields }) => [column, ...fields])).toEqual([
      ['E-Mail', 'address'],
      ['Vorname', 'name'],
      ['Name'],
      ['Ort'],
      ['Status', 'status'],
      ['Angemeldet am', 'requestedAt'],
      ['Bestätigt am', 'confirmedAt'],
      ['Abgemeldet am', 'leftAt'],
    ]);
  });

  test('of two columns that may hold addresses the one with addresses in it counts', async () => {
    const postal = await read('Adresse;E-Mail\nHauptstraße 1;a@example.org\n');
    expect(standingsOf(postal)).toEqual({ a: 'asked' });
    expect(standingsOf(await read('Adresse;Mail\nb@example.org;\n'))).toEqual({ b: 'asked' });
    const both = 'Email;Mail\na@example.org;b@example.org\n';
    expect((await refused(both)).text.en).toContain('Several columns might hold the addresses: Email, Mail.');
    expect(standingsOf(await read(both, 'csv'))).toEqual({ a: 'asked' });
  });

  test.each([
    ['Bestätigt', 'ja', 'asked'],
    ['Bestätigt', '21.11.2024', 'confirmed'],
    ['bestaetigt_am', '21.11.24 14:05', 'confirmed'],
    ['CONFIRMED-AT', '2024-11-21T14:05:00Z', 'confirmed'],
    ['Double-Opt-In', 'ja', 'asked'],
    ['Angemeldet', 'nein', 'unsubscribed'],
    ['Newsletter', 'nein', 'unsubscribed'],
    ['Newsletter', 'abbestellt', 'unsubscribed'],
    ['Newsletter', 'ja', 'asked'],
    ['Abgemeldet', 'x', 'unsubscribed'],
    ['Abgemeldet', 'nein', 'asked'],
    ['Abmeldegrund', 'zu viele Mails', 'unsubscribed'],
    ['opt_out', '1', 'unsubscribed'],
    ['opt_out', '0', 'asked'],
    ['Bounced', 'yes', 'bounced'],
    ['Beschwerde am', '01.02.2024', 'complained'],
    ['email_disabled', 'true', 'unsubscribed'],
    ['suppressed', 'complaint', 'complained'],
    ['Status', 'Ausgetragen', 'unsubscribed'],
    ['Newsletter-Status', 'nicht bestätigt', 'asked'],
  ])('%s: %s means %s', async (column, cell, standing) => {
    const file = await read(`E-Mail;${column}\na@example.org;${cell}\n`);
    expect(file.faults).toEqual([]);
    expect(standingsOf(file)).toEqual({ a: standing });
  });

  test('no goodbye is lost: of several columns one is enough, whatever the others say', async () => {
    const file = await read(
      'E-Mail;Abgemeldet;Gesperrt;Bestätigt am\na@example.org;nein;ja;01.02.2024\nb@example.org;-;;01.02.2024\n',
    );
    expect(standingsOf(file)).toEqual({ a: 'unsubscribed', b: 'confirmed' });
  });

  test('a goodbye in a column that is ignored is a fault, never a welcome', async () => {
    const file = await read('E-Mail;Typ;Bestätigt am\na@example.org;Abgemeldet;01.02.2024\n', 'csv');
    expect(file.people.size).toBe(0);
    expect(faultsOf(file)[0]).toContain('"Abgemeldet" in a column that is ignored');
  });

  test('a faulty row that may be a goodbye keeps the person out, wherever her other rows stand', async () => {
    const rows = ['a@example.org;01.02.2024;aktiv', 'A@example.org;;weiß nicht'];
    for (const order of [rows, rows.toReversed()]) {
      const file = await read(`E-Mail;Bestätigt am;Status\n${order.join('\n')}\n`);
      expect(file.people.size).toBe(0);
      expect(file.faults).toHaveLength(2);
    }
    const tooMany = await read('E-Mail;Bestätigt am\na@example.org;01.02.2024\na@example.org;;abgemeldet\n');
    expect(tooMany.people.size).toBe(0);
    const gone = await read('E-Mail;Status\na@example.org;abgemeldet\na@example.org;hm\n');
    expect(standingsOf(gone)).toEqual({ a: 'unsubscribed' });
  });

  test('an unknown status is shown only where it is a word', async () => {
    const file = await read('E-Mail;Status\na@example.org;canary@example.org\n');
    expect(faultsOf(file)).toEqual(['2: an unknown status']);
  });

  test('a first name is no last name', async () => {
    const file = await read('Name;Vorname;E-Mail\nMuster;;a@example.org\nMuster;Anna;b@example.org\n');
    expect([...file.people.values()].map(({ name }) => name)).toEqual([null, 'Anna']);
    const alone = await read('Name;E-Mail\nAnna;a@example.org\n');
    expect(personOf(alone, 'a@example.org')?.name).toBe('Anna');
  });

  test('what it looks at before it begins is not lost: 250 rows are 250 people', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => `r${index}@example.org\n`).join('');
    const file = await read(`Mail\n${rows}kaputt\n`);
    expect(file.people.size).toBe(250);
    expect(faultsOf(file)).toEqual(['252: not a usable e-mail address']);
  });
});

test('one byte of Windows-1252 in a file of UTF-8 is noticed; a file that is all Windows-1252 is not suspected', async () => {
  const utf8 = Buffer.from(`address,name\na@example.org,Jörg\n${'b@example.org,Anna\n'.repeat(30_000)}`);
  const stray = Buffer.concat([utf8, Buffer.from('c@example.org,K\xE4the\n', 'latin1')]);
  expect(await read(stray)).toMatchObject({ encoding: 'windows-1252', isMixed: true });
  expect(await read(utf8)).toMatchObject({ encoding: 'utf-8', isMixed: false });
  const excel = await readForImport(importFixture('excel-deutsch.csv'));
  expect(excel).toMatchObject({ encoding: 'windows-1252', isMixed: false });
});

describe('rows with faults are left out and named by their first line:', () => {
  test.each(['\n', '\r\n', '\r'])('whatever ends the lines within a cell: %j', async (end) => {
    const rows = [
      'address,name',
      `"one@example.org","two${end}lines${end}${end}"`,
      'broken,x',
      '',
      'also broken,y',
      '',
    ];
    const file = await read(rows.join(end));
    expect(faultsOf(file)).toEqual(['6: not a usable e-mail address', '8: not a usable e-mail address']);
  });

  test('after cells of several lines and empty lines', async () => {
    const file = await read(
      'address,name\n\n"one@example.org","two\nlines"\n\nbroken,x\nthree@example.org,y\n\nalso broken,z\n',
    );
    expect(standingsOf(file)).toEqual({ one: 'asked', three: 'asked' });
    expect(faultsOf(file)).toEqual(['6: not a usable e-mail address', '9: not a usable e-mail address']);
  });

  test.each([
    ['two addresses in one', 'a@example.org b@example.org,,', 'not a usable e-mail address'],
    ['a line break in the address', '"a@exam\nple.org",,', 'not a usable e-mail address'],
    ['no address', ',Anna,', 'without an e-mail address'],
    ['a comma too many', 'a@example.org,Anna,2024-07-01,Berta', 'more cells than columns'],
    ['a date that is none', 'a@example.org,Anna,2024-02-31', 'a time that cannot be read'],
    ['a date to come', 'a@example.org,Anna,2030-01-01', 'a time in the future'],
  ])('%s', async (_, row, fault) => {
    const file = await read(`address,name,confirmed_at\n${row}\n`);
    expect(faultsOf(file)).toEqual([`2: ${fault}`]);
    expect(file.people.size).toBe(0);
  });

  test('an unknown status', async () => {
    const file = await read('address,status\na@example.org,vielleicht\n');
    expect(faultsOf(file)).toEqual(['2: an unknown status: vielleicht']);
  });

  test('and their addresses stay out of what is said', async () => {
    const file = await read('address,status\ncanary@example.org,x\ncanary at example.org,\n');
    expect(JSON.stringify(file.faults)).not.toContain('canary');
  });
});

test('of two statuses in a row the stricter counts, and a goodbye more than a status nobody knows', async () => {
  const mailpoet = await read(
    'Email,List status,Global status\na@example.org,subscribed,bounced\nb@example.org,subscribed,unconfirmed\n',
  );
  expect(standingsOf(mailpoet)).toEqual({ a: 'bounced', b: 'asked' });
  const generic = await read('address,status,unsubscribed_at\na@example.org,vielleicht,2024-01-01\n');
  expect(standingsOf(generic)).toEqual({ a: 'unsubscribed' });
});

test('a goodbye counts even where its date cannot be read', async () => {
  const file = await read('address,status,unsubscribed_at\na@example.org,unsubscribed,gestern\n');
  expect([...file.people.values()]).toMatchObject([{ standing: 'unsubscribed', leftAt: null }]);
});

test('names come only as the form would take them: no links, no breaks, at most 80 characters (R36)', async () => {
  const names: Readonly<Record<string, string | null>> = {
    '"Anna\nBcc: x@example.org"': null,
    '"Anna\r\nLena"': null,
    'Visit casino.example': null,
    '"<b>Anna</b>"': null,
    'Visit https://example.org now': null,
    'www.example.org': null,
    '\u202EJörg': null,
    ' Anna  Lena ': 'Anna Lena',
    "D'Artagnan": "D'Artagnan",
    "'=1+1": '=1+1',
    ['x'.repeat(80)]: 'x'.repeat(80),
    ['x'.repeat(81)]: null,
    [`${'x'.repeat(79)}🎉`]: `${'x'.repeat(79)}🎉`,
  };
  for (const [cell, name] of Object.entries(names)) {
    const file = await read(`address,name\na@example.org,${cell}\n`);
    expect(personOf(file, 'a@example.org')?.name, cell).toBe(name);
  }
});

test('Mailchimp’s files of people who left are told by their columns, and by their names where the columns are gone', async () => {
  const rows =
    'Email Address,CONFIRM_IP,OPTIN_TIME,CONFIRM_TIME\na@example.org,192.0.2.1,2019-01-01 10:00:00,2019-01-01 10:05:00\n';
  expect(standingsOf(await read(rows))).toEqual({ a: 'confirmed' });
  expect(standingsOf(await read(rows, undefined, 'unsubscribed_x.csv'))).toEqual({ a: 'unsubscribed' });
  expect(standingsOf(await read(rows, undefined, 'cleaned_x.csv'))).toEqual({ a: 'bounced' });
  const ownField = rows.replace('CONFIRM_TIME\n', 'CONFIRM_TIME,LAST_CHANGED,UNSUB_TIME\n');
  expect(standingsOf(await read(ownField))).toEqual({ a: 'confirmed' });
  const withStatus =
    'Email Address,Status,CONFIRM_IP,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME\na@example.org,subscribed,192.0.2.1,2019-01-01 10:00:00,2019-01-01 10:05:00,\nb@example.org,cleaned,,,,\n';
  expect(standingsOf(await read(withStatus))).toEqual({ a: 'confirmed', b: 'bounced' });
});

describe('a file that is no list is refused with a reason (R36):', () => {
  test.each<[string, string | Buffer, string]>([
    ['empty', '', 'is empty'],
    ['only a byte order mark', '\uFEFF', 'is empty'],
    ['blank', ' \n\n\t\n', 'is empty'],
    ['with NUL bytes', Buffer.from('address,name\na@example.org,\0\n'), 'no text file'],
    ['UTF-16 without its mark', Buffer.from('address,name\n', 'utf16le'), 'no text file'],
    ['an Excel file', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), 'no text file'],
    [
      'a quotation mark that stays open',
      'address,name\na@example.org,x\nb@example.org,"y\nc@example.org,z\n',
      ':3',
    ],
    ['a line without end', `address,name\n${'x'.repeat(3_000_000)}`, ':2'],
    ['broken JSON', '[\n{"address": "a@example.org"},\n{"address": \n]', ':4'],
    ['JSON that is no list', '{"hello": "world"}', 'no list of people'],
    ['a list of numbers', '[1, 2, 3]', 'no list of people'],
    ['brackets without end', '['.repeat(100_000), 'JSON is broken'],
    [
      'a letter',
      'Liebe Leute,\nheute schreibe ich euch.\n',
      'cannot be told for sure by its columns: Liebe Leute. ',
    ],
  ])('%s', async (_, content, reason) => {
    expect((await refused(content)).text.en).toContain(reason);
  });

  test('a folder, and a file that is not there', async () => {
    const folder = await temporaryFolder();
    for (const [path, reason] of [
      [folder, 'is no file'],
      [join(folder, 'nothing.csv'), 'does not exist'],
    ] as const)
      await expect(readForImport(path)).rejects.toThrow(reason);
  });
});

test('only a header is a list of nobody', async () => {
  expect(await read('address,name\n')).toMatchObject({ rows: 0, faults: [] });
});

test('our own list as JSON keeps its people, and refuses suppressions that nobody could recognise (R66)', async () => {
  const shipped = await readFile(join(import.meta.dirname, '..', '..', 'subscribers.json'), 'utf8');
  const file = await read(shipped, undefined, 'list.json');
  expect(file.system.id).toBe('wochenbrief');
  expect(file.faults).toEqual([]);
  expect(file.people.size).toBe(file.rows);
  const broken = shipped.replace('"status":"confirmed"', '"status":"maybe"');
  const [fault] = faultsOf(await read(broken, undefined, 'list.json'));
  expect(fault).toMatch(/^\d+: a value that does not fit: status$/);
  const lineOfFault = broken.split('\n').findIndex((line) => line.includes('maybe')) + 1;
  expect(fault).toContain(`${lineOfFault}:`);
  const foreign = { hash: 'x'.repeat(43), key: 'othersec', reason: 'erased', since: '2026-01-01T00:00:00Z' };
  const list = { version: 1, revision: 1, subscribers: [], suppressions: [foreign] };
  await expect(read(JSON.stringify(list), undefined, 'list.json')).rejects.toMatchObject({
    code: 'secret.changed',
  });
});
