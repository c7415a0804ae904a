import { expect, test } from 'vitest';
import { table } from '../../src/cli/table.ts';

test('columns are as wide as their longest cell, up to a limit, and the last one runs on', () => {
  const rows = [
    ['Stand', 'Name', 'Adresse'],
    ['da', 'ein sehr langer Name', 'eine@sehr-lange-adresse.example.org'],
  ];
  expect(table(rows, 8)).toBe(
    'Stand  Name      Adresse\nda     ein seh…  eine@sehr-lange-adresse.example.org',
  );
});

test('as many rows as a list may have (R36)', () => {
  const rows = Array.from({ length: 200_000 }, (_, index) => [String(index), 'x']);
  expect(table(rows).split('\n')).toHaveLength(200_000);
});
