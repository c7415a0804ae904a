import { expect, test } from 'vitest';
import { deskSite } from '../../../src/http/desk/deskSite.ts';

test('asking for the head of the events opens no stream: nobody would end it', async () => {
  let opened = 0;
  const site = deskSite({
    key: 'key',
    language: 'de',
    open: () => Promise.reject(new Error('nothing is opened for events')),
    currentWeek: () => Promise.reject(new Error('nor a week')),
    routes: {},
    events: {
      seen: async () => [],
      stream: () => {
        opened += 1;
        return new ReadableStream();
      },
    },
    files: {},
    onFailure: () => undefined,
  });
  const ask = (method: string): Promise<Response> =>
    site(
      new Request('http://127.0.0.1:4711/key/events?week=2026-W47', {
        method,
        headers: { Host: '127.0.0.1:4711' },
      }),
      4711,
    );
  const head = await ask('HEAD');
  expect(head.headers.get('content-type')).toContain('text/event-stream');
  expect([head.status, opened]).toEqual([200, 0]);
  expect((await ask('GET')).status).toBe(200);
  expect(opened).toBe(1);
});
