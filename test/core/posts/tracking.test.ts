import { expect, test } from 'vitest';
import { withoutTracking } from '../../../src/core/posts/tracking.ts';

test.each([
  ['https://example.org/a/?utm_source=rss&utm_medium=rss&utm_campaign=brot', 'https://example.org/a/'],
  ['https://example.org/?p=7&fbclid=x&gclid=y&a=b%20c&leer', 'https://example.org/?p=7&a=b%20c&leer'],
  ['https://example.org/a?source=rss----1a2b---4', 'https://example.org/a'],
  ['https://example.org/a?mc_cid=1&mc_eid=2&pk_campaign=3&mtm_kwd=4#teil', 'https://example.org/a#teil'],
  ['https://example.org/a#utm_source=rss', 'https://example.org/a'],
  ['https://example.org/a?UTM_Source=rss&amp=1', 'https://example.org/a?amp=1'],
])('%s leads on without telling where a reader came from', (address, expected) => {
  expect(withoutTracking(address)).toBe(expected);
});

test.each([
  'https://example.org/a?source=brief&page=2',
  'https://example.org/a?q=utm_source%3D1#x=1',
  'https://example.org/#/a?b',
  'keine Adresse?utm_source=1',
])('%s stays as it is', (address) => {
  expect(withoutTracking(address)).toBe(address);
});
