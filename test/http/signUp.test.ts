import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { pendingReader, leftReader } from './people.ts';
import { parseWeek } from '../../src/core/week.ts';
import { confirmedReader } from '../support/newsletter.ts';
import { confirmPath, logged, readerPath, servedSite } from './serverSupport.ts';

const signUp = { address: 'anna@example.org', name: 'Anna', language: 'de' };

describe('signing up', () => {
  test('a new address is written as pending, with its consent, before the answer (R61)', async () => {
    const site = await servedSite();
    const reply = await site.post('/subscribe', { ...signUp, shown: site.stamp() });
    expect([reply.status, reply.headers.location]).toEqual([303, '/subscribed?lang=de']);
    const { subscribers } = await site.subscribers.read();
    expect(subscribers.at(-1)).toMatchObject({
      address: 'anna@example.org',
      name: 'Anna',
      status: 'pending',
      language: 'de',
      consent: { form: 'https://brief.example.org/', requestedAt: site.now().toISOString() },
    });
    const page = await site.get('/subscribed?lang=de');
    expect([page.status, page.headers['content-language']]).toEqual([200, 'de']);
  });

  test('the form a person was shown passes as she fills it in, without any script', async () => {
    const site = await servedSite();
    const home = await site.get('/?lang=en');
    const shown = /name="shown" value="([^"]+)"/.exec(home.text)?.[1] ?? '';
    site.advance(4_000);
    const reply = await site.post('/subscribe', { address: 'ben@example.org', shown, language: 'en' });
    expect([reply.status, reply.headers.location]).toEqual([303, '/subscribed?lang=en']);
  });

  test('the form in a frame stays in the frame', async () => {
    const site = await servedSite({ website: { embedOn: ['https://blog.example.org/about'] } });
    const form = await site.get('/form', { referer: 'https://blog.example.org/' });
    const policy = form.headers['content-security-policy'];
    expect(policy).toContain('frame-ancestors https://blog.example.org');
    expect(form.headers).not.toHaveProperty('x-frame-options');
    expect(form.text).toContain('name="framed"');
    const shown = /name="shown" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
    site.advance(4_000);
    const reply = await site.post('/subscribe', { ...signUp, shown, framed: '1' });
    expect(reply.headers.location).toBe('/subscribed?lang=de&framed=1');
    const page = await site.get(reply.headers.location ?? '');
    expect(page.headers['content-security-policy']).toBe(policy);
    expect((await site.subscribers.read()).subscribers.at(-1)?.consent.form).toBe(
      'https://blog.example.org/',
    );
  });

  test('what a person can mend comes back with what she typed, and nothing is written', async () => {
    const site = await servedSite();
    const before = await site.listBytes();
    const reply = await site.post('/subscribe', {
      address: 'anna@',
      name: 'Anna <b>',
      shown: site.stamp(),
      language: 'de',
    });
    expect(reply.status).toBe(422);
    expect(reply.text).toContain('value="anna@"');
    expect(reply.text).toContain('value="Anna &lt;b&gt;"');
    expect(logged(site.log.at(-1))).toMatchObject({ status: 422, reason: 'addressInvalid nameInvalid' });
    expect(await site.listBytes()).toBe(before);
  });

  test('an internationalised domain is shown as what it really is before anything happens', async () => {
    const site = await servedSite();
    const reply = await site.post('/subscribe', { address: 'anna@exаmple.org', language: 'en' });
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('anna@xn--exmple-4nf.org');
  });

  test('the language follows ?lang, then Accept-Language, then the settings', async () => {
    const site = await servedSite();
    const languageOf = async (path: string, accept?: string): Promise<string | undefined> =>
      (await site.get(path, accept ? { 'accept-language': accept } : {})).headers['content-language'];
    expect(await languageOf('/')).toBe('de');
    expect(await languageOf('/', 'en-GB,en;q=0.9,de;q=0.8')).toBe('en');
    expect(await languageOf('/', 'fr,de-AT;q=0.5,en;q=0.4')).toBe('de');
    expect(await languageOf('/?lang=de', 'en')).toBe('de');
    expect(await languageOf('/?lang=klingon', 'en')).toBe('en');
  });

  test('below a path of its host the newsletter keeps to that path', async () => {
    const site = await servedSite({ baseUrl: 'https://example.org/brief' });
    expect((await site.get('/')).status).toBe(404);
    expect((await site.get('/briefs')).status).toBe(404);
    const home = await site.get('/brief/');
    expect(home.status).toBe(200);
    expect(home.text).toContain('action="/brief/subscribe?lang=de"');
    const reply = await site.post('/brief/subscribe', { ...signUp, shown: site.stamp() });
    expect(reply.headers.location).toBe('/brief/subscribed?lang=de');
  });
});

describe('a sign-up that looks like a bot’s (R53)', () => {
  const suspicious: readonly (readonly [string, string, (stamp: (ms: number) => string) => object])[] = [
    ['without a stamp', 'stampMissing', () => ({})],
    ['with a forged stamp', 'stampForged', (stamp) => ({ shown: `${stamp(9e3).slice(0, -1)}!` })],
    [
      'with the stamp of a link',
      'stampForged',
      () => ({ shown: readerPath('preferences', confirmedReader(1)).slice(13) }),
    ],
    ['faster than anybody reads', 'stampYoung', (stamp) => ({ shown: stamp(1_900) })],
    ['with a stamp of tomorrow', 'stampOld', (stamp) => ({ shown: stamp(-86_400_000) })],
    ['with a form kept for a day', 'stampOld', (stamp) => ({ shown: stamp(86_400_001) })],
    [
      'that fills in what nobody sees',
      'honeypot',
      (stamp) => ({ shown: stamp(9e3), website: 'https://spam.example' }),
    ],
  ];
  test.each(suspicious)('%s gets one more look, and writes nothing', async (_, reason, extra) => {
    let looks = 0;
    const site = await servedSite({
      subscribers: (file) => ({
        ...file,
        read: () => ((looks += 1), file.read()),
        view: () => ((looks += 1), file.view()),
        change: (decide) => ((looks += 1), file.change(decide)),
      }),
    });
    const fields = { ...signUp, ...extra(site.stamp) };
    const reply = await site.post('/subscribe', fields);
    expect(reply.status).toBe(200);
    expect(logged(site.log.at(-1))).toMatchObject({ route: '/subscribe', status: 200, reason });
    expect(looks).toBe(0);
    expect(reply.text).toContain('anna@example.org');

    // One more click, and a person is through.
    const again = hiddenFields(reply.text);
    site.advance(3_000);
    expect((await site.post('/subscribe', again)).status).toBe(303);
    expect((await site.subscribers.read()).subscribers.at(-1)).toMatchObject({ name: 'Anna' });
  });

  test('who clicks too fast, again and again, is through after two seconds all the same', async () => {
    const site = await servedSite();
    let fields: Record<string, string> = { ...signUp, shown: site.stamp(0) };
    const statuses: number[] = [];
    for (let click = 0; click < 5; click++) {
      const reply = await site.post('/subscribe', fields);
      statuses.push(reply.status);
      if (reply.status === 200) fields = hiddenFields(reply.text);
      site.advance(700);
    }
    expect(statuses).toEqual([200, 200, 200, 303, 303]);
  });

  test('a form on a site of the author’s is noted as such across the second look, a stranger’s is not', async () => {
    const site = await servedSite({ website: { embedOn: ['https://blog.example.org'] } });
    const places: unknown[] = [];
    for (const referer of ['https://blog.example.org/about?id=7', 'https://buy-now.example/cheap']) {
      const address = `p${places.length}@example.org`;
      const review = await site.post('/subscribe', { ...signUp, address }, { referer });
      site.advance(3_000);
      await site.post('/subscribe', hiddenFields(review.text));
      places.push((await site.subscribers.read()).subscribers.at(-1)?.consent.form);
    }
    expect(places).toEqual(['https://blog.example.org/', 'https://brief.example.org/']);
  });
});

describe('when the list cannot be used', () => {
  test('a sign-up is told so, is not counted, and the log says what is wrong', async () => {
    const site = await servedSite();
    const path = `${site.folder}/subscribers.json`;
    const before = await site.listBytes();
    await writeFile(path, '{ "version": 1, "revision": oops');
    const fields = { ...signUp, shown: site.stamp() };
    for (let attempt = 0; attempt < 12; attempt++) {
      const reply = await site.post('/subscribe', fields);
      expect([reply.status, reply.headers['retry-after']]).toEqual([503, '60']);
    }
    expect(logged(site.log.at(-1))).toMatchObject({
      reason: 'listUnavailable',
      failure: { code: 'list.invalid' },
    });
    const health = await site.get('/healthz');
    expect([health.status, health.text]).toEqual([503, '{"status":"unavailable"}\n']);
    expect(await site.listBytes()).toBe('{ "version": 1, "revision": oops');
    await writeFile(path, before);
    expect((await site.get('/healthz')).text).toBe('{"status":"ok"}\n');
    expect((await site.post('/subscribe', fields)).status).toBe(303);
  });
});

describe('when something fails that nobody thought of', () => {
  test('there is a page, in its frame too, and the log tells where, not what was typed (R39)', async () => {
    const site = await servedSite({
      subscribers: (file) => ({
        ...file,
        change: () => Promise.reject(new TypeError('cannot handle canary@example.org')),
      }),
    });
    const reply = await site.post('/subscribe', { ...signUp, shown: site.stamp(), framed: '1' });
    expect(reply.status).toBe(500);
    expect(reply.text).toContain('<html lang="de"');
    expect(reply.headers['content-security-policy']).toContain('frame-ancestors *');
    const line = logged(site.log.at(-1));
    expect(line).toMatchObject({ status: 500, reason: 'failed', failure: { code: 'unexpected TypeError' } });
    expect(JSON.stringify(line)).toMatch(/signUp\.test\.ts:\d+/);
    expect(site.log.join()).not.toContain('canary');
  });

  test('a page that cannot be shown is a plain 500 with all headers', async () => {
    const broken = { week: parseWeek('2026-W46'), subject: 'x', sentAt: 'never' };
    const site = await servedSite({
      archive: { list: () => Promise.resolve([broken]), read: () => Promise.resolve(undefined) },
    });
    const reply = await site.get('/archive');
    expect([reply.status, reply.headers['content-type']]).toEqual([500, 'text/plain; charset=utf-8']);
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
    expect(logged(site.log.at(-1))).toMatchObject({ route: '/archive', status: 500, reason: 'failed' });
  });
});

describe('the log', () => {
  test('has one line per request, and never who asked, for what address, or with which link (R39)', async () => {
    const people = [confirmedReader(1), pendingReader(2), leftReader(3)];
    const site = await servedSite({ readers: people });
    const headers = {
      'user-agent': 'CanaryAgent/7',
      'x-forwarded-for': '203.0.113.77',
      referer: 'https://canary-site.example/x',
    };
    const paths = people.flatMap((one) => [readerPath('unsubscribe', one), readerPath('preferences', one)]);
    paths.push(confirmPath('reader000002', site.now()), '/canary-path?canary-query', '/archive/canary-week');
    for (const path of paths) await site.get(path, headers);
    for (const path of paths) await site.post(path, { name: 'CanaryName', rhythm: 'canary' }, headers);
    const typed = { ...signUp, address: 'canary@example.org', name: 'CanaryName', shown: site.stamp() };
    await site.post('/subscribe', typed, headers);
    await site.post('/subscribe', { address: 'canary@', name: 'CanaryName@' }, headers);
    expect(site.log).toHaveLength(paths.length * 2 + 2);
    const text = site.log.join('\n');
    for (const canary of [/canary/i, /203\.0/, /127\.0/, /@/, /reader0/, /u\.[a-z0-9]/, /example/])
      expect(text).not.toMatch(canary);
    const known = ['time', 'method', 'route', 'status', 'ms'];
    for (const line of site.log) expect(Object.keys(logged(line))).toEqual(expect.arrayContaining(known));
  });
});

/** What the form of a page sends along unseen. */
function hiddenFields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}
