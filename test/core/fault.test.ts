import { expect, test } from 'vitest';
import { errorOfFaults } from '../../src/core/fault.ts';

test('all faults of a file become one error, each with its place and its mend, in both languages', () => {
  const error = errorOfFaults('config.invalid', { de: 'Zwei Fehler:', en: 'Two faults:' }, [
    {
      where: 'x.yaml:1:2',
      what: { de: 'Fehlt.', en: 'Is missing.' },
      hint: { de: 'Eintragen.', en: 'Write it.' },
    },
    { where: 'x.yaml:3:4', what: { de: 'Leer.', en: 'Empty.' } },
  ]);
  expect(error.code).toBe('config.invalid');
  expect(error.text).toEqual({
    de: 'Zwei Fehler:\n  x.yaml:1:2  Fehlt. Eintragen.\n  x.yaml:3:4  Leer.',
    en: 'Two faults:\n  x.yaml:1:2  Is missing. Write it.\n  x.yaml:3:4  Empty.',
  });
  expect(error.message).toBe(error.text.en);
});
