import { expect, test } from 'vitest';
import { runHere } from '../support/runHere.ts';

test.each([
  [['status', '--jason'], 'Fehler: Die Option --jason gibt es nicht\nGemeint ist wohl: --json'],
  [['aprove'], 'Fehler: Den Befehl aprove gibt es nicht\nGemeint ist wohl: approve'],
  [['status', '--subscriber'], 'Fehler: Zur Option --subscriber <'],
  [['subscribers', 'remove'], 'Fehler: Es fehlt die Angabe '],
])('a wrong call in German is told in German: %j', async (args, words) => {
  const { code, stderr } = await runHere(args, { LANG: 'de_DE.UTF-8' });
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  expect(stderr).not.toContain('error');
});
