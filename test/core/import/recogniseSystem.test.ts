import { describe, expect, test } from 'vitest';
import { delimiterOf } from '../../../src/core/import/delimiter.ts';
import { addressNames, plainCsv } from '../../../src/core/import/plainCsv.ts';
import { recogniseSystem } from '../../../src/core/import/recogniseSystem.ts';
import { systems } from '../../../src/core/import/systems.ts';
import { exportColumns } from '../../../src/core/list/exportRows.ts';
import { refusal } from '../refusal.ts';

const recognised = (header: string, from?: string): string => recogniseSystem(header.split(','), from).id;

test('our own export is ours', () => {
  expect(recogniseSystem(exportColumns, undefined).id).toBe('wochenbrief');
});

test('no name of a system has a comma: readers see what stands before it', () => {
  for (const { name } of systems) expect(name).not.toContain(',');
});

test.each([
  ['E-Mail-Adresse', 'csv'],
  [' Email , NAME ', 'csv'],
  ['EMAIL ADDRESS,FIRST NAME,OPTIN_TIME,CONFIRM_TIME', 'mailchimp'],
  ['E-Mail,Registriert,Aktiviert,Vorname', 'cleverreach'],
  ['E_Mail,Vorname,Nachname,Ort', 'csv'],
  ['address,opt_out', 'csv'],
])('columns are compared without case and spaces: %s', (header, system) => {
  expect(recognised(header)).toBe(system);
});

describe('what is not recognised is refused', () => {
  test('with the columns, the systems, the names that count, and the way to say which it is', () => {
    const error = refusal(() => recognised('Kontakt,name'));
    expect(error.code).toBe('import.unreadable');
    expect(error.text.en).toContain('Kontakt, name');
    for (const { id } of systems.filter((one) => one !== plainCsv)) expect(error.hint?.en).toContain(id);
    expect(error.hint?.en).toContain('--from');
    for (const name of addressNames) {
      expect(error.hint?.de).toContain(name);
      expect(recognised(`${name},name,Ort`)).toBe('csv');
    }
  });

  test('where a column nobody knows sounds like a goodbye, whatever --from says', () => {
    const error = refusal(() => recognised('email,Abmeldelink'));
    expect(error.text.en).toContain('Here might stand who left, and the name is not known: Abmeldelink.');
    expect(refusal(() => recognised('email,Abmeldelink', 'csv')).text.en).toContain('Abmeldelink');
  });

  test('with nothing that could change the terminal', () => {
    const error = refusal(() => recognised('Kontakt\u001B[2J,name'));
    expect(error.text.en).not.toContain('\u001B');
  });

  test('where two systems fit', () => {
    const both = 'email,active_subscription,created_at,subscribed_to_emails';
    expect(refusal(() => recognised(both)).text.en).toContain('Substack, Ghost');
    expect(recognised(both, 'ghost')).toBe('ghost');
  });

  test('where the named system’s address is missing', () => {
    expect(refusal(() => recognised('name,status', 'rapidmail')).text.en).toContain(
      'column with the e-mail address is missing',
    );
  });

  test('where there is no header, and nobody’s address is shown', () => {
    const error = refusal(() => recognised('canary@example.org,Anna'));
    expect(`${error.message}${error.text.de}`).not.toContain('canary');
    expect(error.text.en).toContain('first line');
  });

  test('where a system is misspelled', () => {
    const error = refusal(() => recognised('email', 'mailchip'));
    expect(error.code).toBe('usage.wrong');
    expect(error.hint?.en).toContain('Did you mean mailchimp?');
  });
});

test.each([
  ['a,b,c\n1;2;3', ',', false],
  ['a;b,c;d\n', ';', false],
  ['"a,b,c";d;e', ';', false],
  ['"a\nb";"c"', ';', false],
  ['a\tb', '\t', false],
  ['email\nx', ',', false],
  ['sep=;\r\na,b;c', ';', true],
  ['SEP=\t\na', '\t', true],
  ['', ',', false],
])('the delimiter of %j', (head, delimiter, hasSepLine) => {
  expect(delimiterOf(head)).toEqual({ delimiter, hasSepLine });
});
