import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { usualPatience } from '../../src/smtp/patience.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import { sampleParcel } from '../support/sampleMessage.ts';
import { wireServer, type Said, type WireServer } from '../support/wireServer.ts';

const letterTo = (number: number) =>
  sampleParcel({ to: { name: '', address: `reader${number}@example.org` }, html: '<p>Ein Absatz.</p>' });
const [first, second] = [letterTo(1), letterTo(2)];
const nothing = (): Promise<void> => Promise.resolve();
const connect = async ({ port }: WireServer) =>
  smtpTransport(
    { host: '127.0.0.1', port, isImplicitTls: false, isLoopback: true, login: null },
    { patience: usualPatience },
  ).open();
const untilGone = async (server: WireServer): Promise<void> => {
  while (server.open() > 0) await new Promise((next) => setImmediate(next));
};

// Only what is asked for here is counted, and none of it rings.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

test('no deadline outlives a connection that the server has ended: the program would wait for it at its end (R24)', async () => {
  let isLast = false;
  const refusal: Said = { text: '550 5.1.1 unknown\r\n421 4.7.0 too many errors\r\n', isDropped: true };
  const server = await wireServer((verb) => {
    const said = verb === 'RCPT' && isLast ? refusal : undefined;
    isLast ||= verb === '.';
    return said;
  });
  const connection = await connect(server);
  await connection.send(first, nothing, () => second);
  await untilGone(server);
  expect((await connection.send(second, nothing)).code).toBe(550);
  expect(vi.getTimerCount()).toBe(0);
  connection.close();
  expect(vi.getTimerCount()).toBe(0);
});

test('nor one that was closed before its next letter', async () => {
  const server = await wireServer((verb) =>
    verb === '.' ? { text: '250 2.0.0 queued\r\n', isDropped: true } : undefined,
  );
  const connection = await connect(server);
  await connection.send(first, nothing);
  await untilGone(server);
  expect((await connection.send(second, nothing)).code).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
  connection.close();
  expect(vi.getTimerCount()).toBe(0);
});
