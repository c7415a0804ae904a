import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { access, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { thisProcess } from '../../src/files/holder.ts';
import { isLocked, takeLock, waitForLock } from '../../src/files/lock.ts';
import { temporaryFolder } from '../support/folder.ts';
import { fillingDisk } from '../support/tappedDisk.ts';

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
    await writeFile(path, JSON.stringify({ ...thisProcess(), born: 'another life' }));
    await (await takeLock(path)).release();
  });

  test('is left in the middle of a takeover by one who died there, and still goes to one of those who ask', async () => {
    const path = await lockPath();
    const dead = JSON.stringify({ ...thisProcess(), born: 'another life' });
    const right = createHash('sha256').update(dead).digest('hex').slice(0, 16);
    await writeFile(path, dead);
    await writeFile(`${path}.${right}`, JSON.stringify({ ...thisProcess(), born: 'a third life' }));
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => takeLock(path)));
    expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(dirname(path))).toEqual(['send.lock']);
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

  describe('of a holder who cannot be seen', () => {
    const ago = (ms: number): Date => new Date(Date.now() - ms);
    const me = thisProcess();

    test.each([
      ['in another container', JSON.stringify({ ...me, space: 'pid:[1]' })],
      ['on another machine', JSON.stringify({ ...me, host: 'another.example.org' })],
      ['before a restart, or on a machine of the same name', JSON.stringify({ ...me, boot: 'another' })],
      ['in an earlier version', JSON.stringify({ pid: 1, host: me.host, space: '', born: '', nonce: 'a' })],
      ['since a power cut emptied the lock', ''],
      ['since something else wrote there', 'ÿ{"pid":'],
    ])('%s is taken over once it was left alone for a minute, not before', async (_where, content) => {
      const path = await lockPath();
      await writeFile(path, content, 'latin1');
      await utimes(path, ago(50_000), ago(50_000));
      await expect(takeLock(path)).rejects.toMatchObject({ code: 'lock.held' });
      expect(await isLocked(path)).toBe(true);
      await utimes(path, ago(61_000), ago(61_000));
      expect(await isLocked(path)).toBe(false);
      const lock = await takeLock(path);
      expect(await lock.isOurs()).toBe(true);
      await lock.release();
      expect(await readdir(dirname(path))).toEqual([]);
    });

    test('is named in the refusal', async () => {
      const path = await lockPath();
      await writeFile(path, JSON.stringify({ ...me, host: 'another.example.org' }));
      await expect(takeLock(path)).rejects.toThrow(/another\.example\.org/);
    });

    test('is judged by the clock of the file system: his own may go wrong', async () => {
      const path = await lockPath();
      await writeFile(path, JSON.stringify({ ...me, host: 'another.example.org' }));
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
      try {
        await expect(takeLock(path)).rejects.toMatchObject({ code: 'lock.held' });
      } finally {
        vi.useRealTimers();
      }
    });
  });

  describe('of a living process of this machine that has fallen silent', () => {
    test('stays with it, where it could do harm by going on', async () => {
      const path = await lockPath();
      const lock = await takeLock(path);
      await utimes(path, new Date(0), new Date(0));
      await expect(takeLock(path)).rejects.toMatchObject({ code: 'lock.held' });
      expect(await lock.isOurs()).toBe(true);
      await lock.release();
    });

    test('is taken over, where it could not', async () => {
      const path = await lockPath();
      const options = { isFenced: true, renewMs: 20, silentMs: 60_000 };
      const lock = await takeLock(path, { ...options, renewMs: 1_000_000 });
      await expect(takeLock(path, options)).rejects.toMatchObject({ code: 'lock.held' });
      await utimes(path, new Date(0), new Date(0));
      const next = await takeLock(path, options);
      expect(await lock.isOurs()).toBe(false);
      await lock.release();
      expect(await next.isOurs()).toBe(true);
      await next.release();
    });

    test('stays with it where it only slept, with the machine, and shows itself again', async () => {
      const path = await lockPath();
      const lock = await takeLock(path, { isFenced: true, renewMs: 100 });
      await utimes(path, new Date(0), new Date(0));
      const asked = takeLock(path, { isFenced: true, renewMs: 400, silentMs: 60_000 });
      await expect(asked).rejects.toMatchObject({ code: 'lock.held' });
      expect(await lock.isOurs()).toBe(true);
      await lock.release();
    });
  });

  test('shows again and again that its holder lives, with the same bytes, and no longer than it is held', async () => {
    const path = await lockPath();
    const lock = await takeLock(path, { renewMs: 5 });
    const text = await readFile(path, 'utf8');
    for (let round = 0; round < 3; round++) {
      await utimes(path, new Date(0), new Date(0));
      await vi.waitFor(async () => expect((await stat(path)).mtimeMs).toBeGreaterThan(0), { interval: 1 });
      expect(await readFile(path, 'utf8')).toBe(text);
    }
    // Somebody else's by now: what he wrote is neither renewed nor removed by us.
    await rm(path);
    const other = await takeLock(path, { renewMs: 1_000_000 });
    const theirs = await readFile(path, 'utf8');
    await utimes(path, new Date(0), new Date(0));
    expect(await lock.isOurs()).toBe(false);
    // Time enough for several renewals.
    await new Promise((next) => setTimeout(next, 30));
    expect((await stat(path)).mtimeMs).toBe(0);
    await lock.release();
    expect(await readFile(path, 'utf8')).toBe(theirs);
    await other.release();
    expect(await readdir(dirname(path))).toEqual([]);
  });

  test('on a full disk is not taken, and leaves nothing behind (R34)', async () => {
    const path = await lockPath();
    const { disk } = fillingDisk(1);
    await expect(takeLock(path, { disk })).rejects.toMatchObject({ code: 'file.unwritable' });
    expect(await readdir(dirname(path))).toEqual([]);
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
