import { expect, test } from 'vitest';
import { parseUrl } from '../../src/core/webAddress.ts';

test('umlauts are understood however often addresses have been read before', () => {
  for (let time = 0; time < 200_000; time++) parseUrl(`https://example.org/${time % 7}`);
  expect(parseUrl('https://bücher.example/für')?.href).toBe('https://xn--bcher-kva.example/f%C3%BCr');
  expect(parseUrl('für', 'https://bücher.example/')?.href).toBe('https://xn--bcher-kva.example/f%C3%BCr');
});

test('what is no address is told from one', () => {
  expect(parseUrl('kein Link')).toBeUndefined();
  expect(parseUrl('')).toBeUndefined();
});
