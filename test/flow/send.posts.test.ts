import { expect, test } from 'vitest';
import { rehearsal } from '../../src/flow/rehearsal.ts';
import { send } from '../../src/flow/send.ts';
import { fillComposedFolder } from '../support/composedFolder.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader } from '../support/newsletter.ts';
import { mailServer, sendOrder } from '../support/sending.ts';

test('a letter whose posts are at example domains stays at home where it would leave this machine', async () => {
  const server = await mailServer();
  const folder = await temporaryFolder();
  await fillComposedFolder(folder, [confirmedReader(1)], 1);
  const order = await sendOrder(folder, server.url);
  expect(order.transport.isLoopback).toBe(true);
  const transport = { ...order.transport, isLoopback: false };

  const refused = { code: 'config.incomplete' };
  await expect(send({ ...order, transport })).rejects.toMatchObject(refused);
  expect(server.received).toHaveLength(0);
  const { refusals } = await rehearsal(order, order.clock.now(), async () => ({ transport }));
  expect(refusals).toMatchObject([refused]);
  expect((await rehearsal(order, order.clock.now(), async () => order)).refusals).toEqual([]);

  await send(order);
  expect(server.received).toHaveLength(1);
});
