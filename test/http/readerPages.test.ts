import { describe, expect, test } from 'vitest';
import { signToken } from '../../src/core/token.ts';
import { confirmedReader } from '../support/newsletter.ts';
import { leftReader, pendingReader } from './people.ts';
import { confirmPath, logged, readerPath, servedSite, type ServedSite } from './serverSupport.ts';

const dayMs = 86_400_000;
const oneClick = 'List-Unsubscribe=One-Click';
const statusOf = async (site: ServedSite, id: string): Promise<string | undefined> =>
  (await site.subscribers.view()).byId(id)?.status;

describe('confirming (R49, R51)', () => {
  test('the link shows a button, the button confirms, and both say so when it is done', async () => {
    const reader = pendingReader(7);
    const site = await servedSite({ readers: [reader] });
    const path = confirmPath(reader.id, new Date(reader.consent.requestedAt));
    const page = await site.get(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('r…@example.org');
    expect(page.text).toMatch(/<form[^>]*method="post"/);
    expect(await statusOf(site, reader.id)).toBe('pending');

    expect((await site.post(path)).status).toBe(200);
    const confirmed = (await site.subscribers.view()).byId(reader.id);
    expect(confirmed).toMatchObject({
      status: 'confirmed',
      consent: { confirmedAt: site.now().toISOString() },
    });

    const list = await site.listBytes();
    expect((await site.post(path)).status).toBe(200);
    expect((await site.get(path)).text).not.toMatch(/<form[^>]*action="[^"]*confirm/);
    expect(await site.listBytes()).toBe(list);
  });

  test('an old link, a used one, an unknown one and a forged one each say what they are', async () => {
    const readers = [pendingReader(1), leftReader(2), confirmedReader(3)];
    const site = await servedSite({ readers });
    const list = await site.listBytes();
    const asked = new Date(site.now().getTime() - dayMs);
    const good = confirmPath('reader000001', asked);
    const cases: readonly (readonly [string, number, string])[] = [
      [confirmPath('reader000001', new Date(site.now().getTime() - 14.1 * dayMs)), 410, 'linkExpired'],
      [confirmPath('reader000002', asked), 410, 'linkUsed'],
      [confirmPath('nobody000001', asked), 404, 'linkUnknown'],
      [`${good.slice(0, -2)}xx`, 404, 'linkForged'],
      [good.replace('reader000001', 'reader000002'), 404, 'linkForged'],
      [`/confirm/${readerPath('unsubscribe', { id: 'reader000001' }).slice(13)}`, 404, 'linkForged'],
      ['/confirm/%00%ff', 404, 'linkForged'],
    ];
    for (const [path, status, reason] of cases) {
      expect([path, (await site.get(path)).status]).toEqual([path, status]);
      expect([path, (await site.post(path)).status]).toEqual([path, status]);
      expect(logged(site.log.at(-1))).toMatchObject({ method: 'POST', route: '/confirm/:name', reason });
    }
    expect(await site.listBytes()).toBe(list);
  });

  test('a link signed minutes ahead of this clock still works', async () => {
    const ahead = '2026-11-20T19:05:00Z';
    const reader = pendingReader(1);
    const consent = { ...reader.consent, requestedAt: ahead };
    const site = await servedSite({ readers: [{ ...reader, consent }] });
    expect(site.now().getTime()).toBeLessThan(Date.parse(ahead));
    const path = confirmPath(reader.id, new Date(ahead));
    expect((await site.post(path)).status).toBe(200);
    expect(await statusOf(site, reader.id)).toBe('confirmed');
  });
});

describe('leaving (R50, R65)', () => {
  const bodies: readonly (readonly [string, string, string | undefined])[] = [
    ['urlencoded', oneClick, 'application/x-www-form-urlencoded'],
    [
      'multipart',
      `--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n`,
      'multipart/form-data; boundary=x',
    ],
    ['no body at all', '', undefined],
    ['a body of any other kind', '{"List-Unsubscribe":"One-Click"}', 'application/json'],
    ['more than anybody needs', 'x'.repeat(100_000), 'text/plain'],
  ];
  test.each(bodies)(
    'one click leaves, with %s: 200 at once, without cookie, however often and late',
    async (_, body, type) => {
      const site = await servedSite({ readers: [confirmedReader(1)] });
      const path = readerPath('unsubscribe', confirmedReader(1));
      for (let times = 0; times < 3; times++) {
        const reply = await site.send('POST', path, type ? { 'content-type': type } : {}, body);
        expect([reply.status, reply.headers['set-cookie']]).toEqual([200, undefined]);
        site.advance(400 * dayMs);
      }
      expect((await site.subscribers.view()).byId('reader000001')).toMatchObject({
        status: 'unsubscribed',
        unsubscribedAt: '2026-11-20T19:00:00.000Z',
      });
    },
  );

  test('the page shows whose letters end, with a button; a forwarded letter ends nothing by itself', async () => {
    const site = await servedSite();
    const list = await site.listBytes();
    const page = await site.get(readerPath('unsubscribe', confirmedReader(1)));
    expect(page.text).toContain('r…@example.org');
    expect(page.text).not.toContain('reader1@');
    expect(await site.listBytes()).toBe(list);
  });

  test('who slipped takes it back the same day, and not later', async () => {
    const site = await servedSite();
    const path = readerPath('unsubscribe', confirmedReader(1));
    expect((await site.post(path)).text).toContain(`${path}/undo`);
    expect((await site.post(`${path}/undo`)).status).toBe(200);
    expect(await statusOf(site, 'reader000001')).toBe('confirmed');
    await site.post(path);
    site.advance(1.1 * dayMs);
    expect((await site.get(path)).text).not.toContain('/undo');
    expect((await site.post(`${path}/undo`)).status).toBe(410);
    expect(await statusOf(site, 'reader000001')).toBe('unsubscribed');
  });

  test('somebody who is forgotten gets the same goodbye', async () => {
    const site = await servedSite();
    const path = readerPath('unsubscribe', { id: 'longgone0001' });
    expect([(await site.get(path)).status, (await site.post(path, oneClick)).status]).toEqual([200, 200]);
    expect((await site.get(path)).text).not.toContain('/undo');
  });

  test('who has not confirmed yet can leave just so', async () => {
    const site = await servedSite({ readers: [pendingReader(4)] });
    expect((await site.post(readerPath('unsubscribe', pendingReader(4)), oneClick)).status).toBe(200);
    expect(await statusOf(site, 'reader000004')).toBeUndefined();
  });

  test('a link of another newsletter leaves nobody', async () => {
    const site = await servedSite();
    const other = 'another-secret-of-more-than-thirty-two-characters';
    const token = signToken({ purpose: 'unsubscribe', subscriberId: 'reader000001', issuedAt: null }, other);
    expect((await site.post(`/unsubscribe/${token}`, oneClick)).status).toBe(404);
    expect(await statusOf(site, 'reader000001')).toBe('confirmed');
  });
});

describe('preferences', () => {
  const path = readerPath('preferences', confirmedReader(1));

  test('what is sent is saved, what is absent stays, what is empty is cleared', async () => {
    const site = await servedSite({ readers: [confirmedReader(1, { name: 'Anna', language: 'en' })] });
    const saved = async (fields: Readonly<Record<string, string>>): Promise<unknown> => {
      expect((await site.post(path, fields)).status).toBe(200);
      const { name, language, rhythm, pausedUntil } =
        (await site.subscribers.view()).byId('reader000001') ?? {};
      return { name, language, rhythm, pausedUntil };
    };
    const before = { name: 'Anna', language: 'en', rhythm: 'weekly', pausedUntil: null };
    expect(await saved({ rhythm: 'monthly' })).toEqual({ ...before, rhythm: 'monthly' });
    expect(await saved({ pausedUntil: '2026-12-24', rhythm: 'weekly' })).toEqual({
      ...before,
      pausedUntil: '2026-12-24',
    });
    expect(await saved({ name: '', language: '', pausedUntil: '' })).toEqual({
      ...before,
      name: null,
      language: null,
    });
    expect(
      await saved({ name: ' Änne  Marie ', status: 'unsubscribed', address: 'x@example.org' }),
    ).toMatchObject({ name: 'Änne Marie' });
    expect((await site.subscribers.view()).byId('reader000001')).toMatchObject({
      address: 'reader1@example.org',
      status: 'confirmed',
    });
  });

  const wrong: readonly (readonly [Readonly<Record<string, string>>, number, string])[] = [
    [{ pausedUntil: '2026-11-19' }, 422, 'dayPast'],
    [{ pausedUntil: '2027-11-21' }, 422, 'dayTooFar'],
    [{ pausedUntil: '2026-02-30' }, 422, 'dayInvalid'],
    [{ pausedUntil: 'tomorrow', name: 'see https://spam.example' }, 422, 'nameInvalid dayInvalid'],
    [{ name: 'x'.repeat(81) }, 422, 'nameTooLong'],
    [{ language: 'fr' }, 400, 'unknownValue'],
    [{ rhythm: 'hourly' }, 400, 'unknownValue'],
  ];
  test.each(wrong)('%j is refused with %i: %s', async (fields, status, reason) => {
    const site = await servedSite();
    const list = await site.listBytes();
    const reply = await site.post(path, fields);
    expect(reply.status).toBe(status);
    expect(logged(site.log.at(-1))).toMatchObject({ status, reason });
    expect(await site.listBytes()).toBe(list);
  });

  test('the pages speak the language the reader chose, unless she asks for another', async () => {
    const site = await servedSite({ readers: [confirmedReader(1, { language: 'en' })] });
    const languageOf = async (query: string): Promise<unknown> =>
      (await site.get(path + query, { 'accept-language': 'de' })).headers['content-language'];
    expect([await languageOf(''), await languageOf('?lang=de')]).toEqual(['en', 'de']);
  });

  test('“delete everything about me” deletes it, behind one more button (R66)', async () => {
    const site = await servedSite({ readers: [confirmedReader(1), confirmedReader(2)] });
    expect((await site.get(`${path}/erase`)).status).toBe(200);
    expect(await statusOf(site, 'reader000001')).toBe('confirmed');
    for (let times = 0; times < 2; times++) expect((await site.post(`${path}/erase`)).status).toBe(200);
    expect((await site.get(`${path}/erase`)).status).toBe(200);
    expect((await site.get(path)).status).toBe(404);
    expect(await site.listBytes()).not.toContain('reader1@example.org');
    expect(await statusOf(site, 'reader000002')).toBe('confirmed');
  });

  test('who has left, or not confirmed, finds no choices that lead nowhere', async () => {
    const site = await servedSite({ readers: [leftReader(1), pendingReader(2)] });
    const list = await site.listBytes();
    for (const id of ['reader000001', 'reader000002']) {
      const own = readerPath('preferences', { id });
      expect((await site.get(own)).text).not.toContain('name="rhythm"');
      expect((await site.post(own, { rhythm: 'monthly' })).text).not.toContain('name="rhythm"');
    }
    expect(await site.listBytes()).toBe(list);
  });
});

describe('a crawler (R49)', () => {
  test('that GETs and HEADs every link of every mail and page ten times changes nothing', async () => {
    const people = [
      confirmedReader(1),
      pendingReader(2),
      leftReader(3, { unsubscribedAt: '2026-11-20T18:00:00Z' }),
    ];
    const site = await servedSite({ readers: people });
    const list = await site.listBytes();
    const paths = new Set([
      '/',
      '/form',
      '/subscribe',
      '/subscribed',
      '/archive',
      '/archive/feed.xml',
      '/healthz',
      '/robots.txt',
    ]);
    for (const one of people) {
      paths.add(readerPath('unsubscribe', one));
      paths.add(`${readerPath('unsubscribe', one)}/undo`);
      paths.add(readerPath('preferences', one));
      paths.add(`${readerPath('preferences', one)}/erase`);
      paths.add(confirmPath(one.id, new Date(one.consent.requestedAt)));
      paths.add(confirmPath(one.id, site.now()));
    }
    // Also whatever the pages themselves link to, and where their buttons lead.
    for (const path of paths) {
      const { text } = await site.get(path);
      for (const [, link = ''] of text.matchAll(/(?:href|action)="(\/[^"]*)"/g))
        paths.add(link.replaceAll('&amp;', '&'));
    }
    expect(paths.size).toBeGreaterThan(40);
    let visits = 0;
    for (const path of paths) {
      const headers = { 'x-forwarded-for': `198.51.100.${(visits += 1) % 250}` };
      for (let times = 0; times < 10; times++)
        for (const method of ['GET', 'HEAD']) {
          const { status, text } = await site.send(method, path, headers);
          expect([path, status < 500]).toEqual([path, true]);
          if (method === 'HEAD') expect(text).toBe('');
        }
    }
    expect(await site.listBytes()).toBe(list);
  });

  test('HEAD tells what GET would', async () => {
    const site = await servedSite();
    for (const path of [
      '/',
      '/style.css?v=1',
      '/archive',
      readerPath('unsubscribe', confirmedReader(1)),
      '/nowhere',
    ]) {
      const [get, head] = [await site.get(path), await site.send('HEAD', path)];
      expect(head.status).toBe(get.status);
      expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' });
    }
  });
});
