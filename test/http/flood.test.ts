import { describe, expect, test } from 'vitest';
import { bucket } from '../../src/http/bucket.ts';
import { servedSite, logged, readerPath } from './serverSupport.ts';
import { confirmedReader } from '../support/newsletter.ts';

describe('a flood of sign-ups (R53)', () => {
  test('2,500 from as many networks write no more than the cap, and the rest is asked to come later', async () => {
    const site = await servedSite({ website: { signUpsPerHour: 200 } });
    const before = (await site.subscribers.read()).subscribers.length;
    const shown = site.stamp();
    const start = performance.now();
    const replies = await Promise.all(
      Array.from({ length: 2_500 }, async (_, index) => {
        const from =
          index % 2 === 0 ? `2001:db8:${index.toString(16)}::7` : `198.18.${index & 255}.${index >> 8}`;
        const fields = { address: `flood${index}@example.com`, shown, language: 'en' };
        return site.post('/subscribe', fields, { 'x-forwarded-for': from });
      }),
    );
    const seconds = (performance.now() - start) / 1000;
    const written = (await site.subscribers.read()).subscribers.length - before;
    const refused = replies.filter(({ status }) => status === 503);
    // oxlint-disable-next-line no-console -- the figures of R53
    console.log(
      `R53: 2,500 sign-ups in ${seconds.toFixed(1)} s: ${written} written, ${refused.length} refused with 503`,
    );
    expect(written).toBe(200);
    expect(refused).toHaveLength(2_300);
    for (const { headers, text } of refused) {
      expect(Number(headers['retry-after'])).toBeGreaterThan(3_500);
      expect(text).toContain('<html lang="en"');
    }
    // Known or not: who comes now is told the same, before anybody looks.
    const known = { address: 'reader1@example.org', shown, language: 'en' };
    expect((await site.post('/subscribe', known, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(503);
    expect((await site.get('/')).status).toBe(200);
  });

  test('one IPv4 address and one /64 may sign up ten times an hour, its neighbours still may', async () => {
    const site = await servedSite();
    const from = async (address: string, number: number): Promise<number> =>
      (
        await site.post(
          '/subscribe',
          { address: `${address.replaceAll(/\W/g, '')}n${number}@example.org`, shown: site.stamp() },
          { 'x-forwarded-for': address },
        )
      ).status;
    const ten = Array.from({ length: 10 }, (_, number) => number);
    const allowed = await Promise.all([
      ...ten.map((number) => from('198.51.100.1', number)),
      ...ten.map((number) => from(`2001:db8:1:1::${number}`, number)),
    ]);
    expect(new Set(allowed)).toEqual(new Set([303]));
    expect(await from('198.51.100.1', 10)).toBe(429);
    expect(await from('2001:db8:1:1:ffff::1', 10)).toBe(429);
    expect(await from('198.51.100.2', 10)).toBe(303);
    expect(await from('2001:db8:1:2::1', 10)).toBe(303);
    expect(logged(site.log.at(-3))).toMatchObject({ status: 429, reason: 'tooManyRequests' });
  });

  test('one /48 and one IPv4 /24 may sign up forty times an hour, whatever networks they come from', async () => {
    const site = await servedSite();
    const statusesFrom = async (addressOf: (number: number) => string): Promise<readonly number[]> => {
      const replies = Array.from({ length: 42 }, (_, number) => {
        const from = addressOf(number);
        const fields = { address: `${from.replaceAll(/\W/g, '-')}a@example.org`, shown: site.stamp() };
        return site.post('/subscribe', fields, { 'x-forwarded-for': from });
      });
      return (await Promise.all(replies)).map(({ status }) => status).sort((a, b) => a - b);
    };
    const expected = [...Array.from({ length: 40 }, () => 303), 429, 429];
    expect(await statusesFrom((number) => `2001:db8:1:${number.toString(16)}::7`)).toEqual(expected);
    expect(await statusesFrom((number) => `198.51.100.${number}`)).toEqual(expected);
    expect(await statusesFrom((number) => `2001:db8:${(number + 2).toString(16)}::7`)).not.toContain(429);
  });

  test('an address asked for again and again is answered as ever, but written no more', async () => {
    const site = await servedSite();
    const replies = [];
    const revisions = [];
    for (let number = 0; number < 8; number++) {
      const fields = { address: number % 2 ? 'Anna@example.org' : 'anna@EXAMPLE.org', shown: site.stamp() };
      replies.push(await site.post('/subscribe', fields, { 'x-forwarded-for': `198.51.100.${number}` }));
      revisions.push((await site.subscribers.view()).revision);
    }
    expect(new Set(replies.map(({ status, headers }) => `${status} ${headers.location}`)).size).toBe(1);
    expect(new Set(revisions).size).toBe(5);
    expect(logged(site.log.at(-1))).toMatchObject({ status: 303, reason: 'tooManyForAddress' });
  });

  test('without a trusted proxy nobody escapes the limits by a header', async () => {
    const site = await servedSite({ website: { trustedProxies: [] } });
    const statuses = [];
    for (let number = 0; number < 11; number++) {
      const fields = { address: `anna${number}@example.org`, shown: site.stamp() };
      statuses.push(
        (await site.post('/subscribe', fields, { 'x-forwarded-for': `198.51.100.${number}` })).status,
      );
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 303), 429]);
    expect(site.log.filter((line) => line.includes('unknownProxy'))).toHaveLength(1);
  });

  test('more than 600 requests a minute from one client are turned away, but never a one-click unsubscribe (R50)', async () => {
    const readers = Array.from({ length: 700 }, (_, index) => confirmedReader(index));
    const site = await servedSite({ readers });
    const statuses = await Promise.all(Array.from({ length: 620 }, () => site.get('/robots.txt')));
    expect(statuses.filter(({ status }) => status === 429)).toHaveLength(20);
    expect((await site.get('/')).headers['retry-after']).toMatch(/^\d+$/);
    const clicks = await Promise.all(readers.map((one) => site.post(readerPath('unsubscribe', one))));
    expect(new Set(clicks.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await site.post('/unsubscribe/u.reader000001..AAAAAAAAAAAAAAAAAAAAAA')).status).toBe(429);
    const { subscribers } = await site.subscribers.read();
    expect(subscribers.filter(({ status }) => status !== 'unsubscribed')).toEqual([]);
  });

  test('a bucket remembers so many at most, and lets the others through', async () => {
    const small = bucket(2, 60, 100);
    for (let key = 0; key < 100; key++) await small.take(`k${key}`);
    for (let times = 0; times < 5; times++) expect(await small.take('late')).toBe(0);
    await small.take('k1');
    expect(await small.take('k1')).toBeGreaterThan(50_000);
    await small.giveBack('k1');
    await small.giveBack('k1');
    expect(await small.take('k1')).toBe(0);
  });
});
