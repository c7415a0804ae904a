import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { access, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { takeLock, waitForLock } from '../../src/files/lock.ts';
import { temporaryFolder } from '../support/folder.ts';

const space = existsSync('/proc/self/ns/pid') ? readlinkSync('/proc/self/ns/pid') : '';

const lockPath = async (): Promise<string> => join(await temporaryFolder(), 'send.lock');

describe('a lock', () => {
  test('is held by one, and free again after its release', async () => {
    const path = await lockPath();
    const lock = await takeLock(path);
    await expect(takeLock(path)).rejects.toMatchObject({ code: 'lock.held' });
    await lock.release();
    await (await takeLock(path)).release();
    await expect(access(path)).rejects.toThrow(/ENOENT/);
  });

  test('of twenty who ask at once, one gets it', async () => {
    const path = await lockPath();
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(path)));
    expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  test('of a process that was killed is taken over, by one of those who find it', async () => {
    const path = await lockPath();
    const module = new URL('../../dist/files/lock.js', import.meta.url).href;
    const code = `import(${JSON.stringify(module)}).then(async ({ takeLock }) => { await takeLock(${JSON.stringify(path)}); console.log('held'); setInterval(() => 0, 1000); })`;
    const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await expect(takeLock(path)).rejects.toMatchObject({ code: 'lock.held' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => takeLock(path)));
    expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(dirname(path))).toEqual(['send.lock']);
  });

  test('of another process that now has the same id is taken over', async () => {
    const path = await lockPath();
    await writeFile(
      path,
      JSON.stringify({ pid: process.pid, host: hostname(), space, born: 'another life', nonce: 'a' }),
    );
    await (await takeLock(path)).release();
  });

  test('of another machine is left alone, since nobody here can tell whether it lives', async () => {
    const path = await lockPath();
    await writeFile(
      path,
      JSON.stringify({ pid: 1, host: 'another.example.org', space, born: '', nonce: 'a' }),
    );
    await expect(takeLock(path)).rejects.toThrow(/another\.example\.org/);
  });

  test('that cannot be read is left alone: a guess here could mail everybody twice', async () => {
    const path = await lockPath();
    await writeFile(path, '');
    await expect(takeLock(path)).rejects.toMatchObject({ code: 'lock.held' });
  });

  test('of another container is left alone, though no process here has its id', async () => {
    const path = await lockPath();
    const elsewhere = { pid: 2 ** 22, host: hostname(), space: 'pid:[1]', born: 'x', nonce: 'a' };
    await writeFile(path, JSON.stringify(elsewhere));
    await expect(takeLock(path)).rejects.toMatchObject({ code: 'lock.held' });
  });

  test('is not given back for another who holds it by now', async () => {
    const path = await lockPath();
    const first = await takeLock(path);
    await rm(path);
    const second = await takeLock(path);
    await first.release();
    await expect(takeLock(path)).rejects.toMatchObject({ code: 'lock.held' });
    await second.release();
  });

  test('emptied by a power cut before the machine started is taken over', async () => {
    const path = await lockPath();
    await writeFile(path, '');
    await utimes(path, new Date(0), new Date(0));
    await (await takeLock(path)).release();
  });

  describe('that is renewed', () => {
    const elsewhere = { pid: 7, host: 'another.example.org', space: 'pid:[1]', born: 'x', nonce: 'a' };
    const ago = (ms: number): Date => new Date(Date.now() - ms);

    test.each([
      ['another container', JSON.stringify({ ...elsewhere, host: hostname() })],
      ['another machine', JSON.stringify(elsewhere)],
      ['nobody who can be read', ''],
    ])('and belongs to %s is taken over once it was left alone for a minute', async (_who, content) => {
      const path = await lockPath();
      await writeFile(path, content);
      await utimes(path, ago(30_000), ago(30_000));
      await expect(takeLock(path, { isRenewed: true })).rejects.toMatchObject({ code: 'lock.held' });
      await utimes(path, ago(61_000), ago(61_000));
      await expect(takeLock(path)).rejects.toMatchObject({ code: 'lock.held' });
      const lock = await takeLock(path, { isRenewed: true });
      expect(await lock.isOurs()).toBe(true);
      await lock.release();
      expect(await readdir(dirname(path))).toEqual([]);
    });

    test('and belongs to a living process of this machine stays with it, however long it slept', async () => {
      const path = await lockPath();
      const lock = await takeLock(path, { isRenewed: true });
      await utimes(path, new Date(0), new Date(0));
      await expect(takeLock(path, { isRenewed: true })).rejects.toMatchObject({ code: 'lock.held' });
      await lock.release();
    });

    test('shows while it is held that somebody lives, and no longer', async () => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      try {
        const path = await lockPath();
        const lock = await takeLock(path, { isRenewed: true });
        await utimes(path, new Date(0), new Date(0));
        vi.advanceTimersByTime(20_000);
        await vi.waitFor(async () => expect((await stat(path)).mtimeMs).toBeGreaterThan(Date.now() - 60_000));
        // Somebody else's by now: what he left is not ours to renew.
        await writeFile(path, JSON.stringify(elsewhere));
        expect(await lock.isOurs()).toBe(false);
        await lock.release();
        expect(vi.getTimerCount()).toBe(0);
        expect((await readdir(dirname(path))).length).toBe(1);
      } finally {
        vi.useRealTimers();
      }
    });
  });

  test('can be waited for, by many in turn, and not longer than allowed', async () => {
    const path = await lockPath();
    let inside = 0;
    const turns = Array.from({ length: 8 }, async () => {
      const lock = await waitForLock(path, 10_000);
      expect(++inside).toBe(1);
      await new Promise((next) => setImmediate(next));
      inside--;
      await lock.release();
    });
    await Promise.all(turns);
    const lock = await takeLock(path);
    await expect(waitForLock(path, 20)).rejects.toMatchObject({ code: 'lock.held' });
    await lock.release();
  });
});
