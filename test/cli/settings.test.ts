import { afterEach, expect, test, vi } from 'vitest';
import { commandCall, instantOf } from '../../src/cli/settings.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a call to copy works on the same folder, and is written the way this program was called', () => {
  expect(commandCall(['send', '2026-W47'], {})).toBe('wochenbrief send 2026-W47');
  expect(commandCall(['serve'], { dir: '../mein-brief' })).toBe('wochenbrief serve --dir ../mein-brief');
  vi.stubEnv('npm_lifecycle_event', 'wochenbrief');
  expect(commandCall(['serve'], { dir: '../mein-brief' })).toBe(
    'npm run -s wochenbrief -- serve --dir ../mein-brief',
  );
});

test.skipIf(process.platform === 'win32')('words that a shell would take apart are quoted', () => {
  const call = commandCall(['subscribers', 'import', 'Liste 1.csv'], { dir: "../Anna's Brief" });
  expect(call).toBe(String.raw`wochenbrief subscribers import 'Liste 1.csv' --dir '../Anna'\''s Brief'`);
  expect(commandCall(['proof', 'post@bücher.example'], {})).toBe('wochenbrief proof post@bücher.example');
});

test.each(['0000-01-01T00:00:00Z', '1969-12-31', '9999-12-31T23:59:59Z', '2026-13-01'])(
  '--now %s is no instant in which there are letters',
  (now) => {
    expect(() => instantOf({ now })).toThrow(`--now ${now}: `);
  },
);
