import { appendFile, chown, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import { readLedger } from '../../src/core/sending/ledgerText.ts';
import type { Ledger } from '../../src/core/ports.ts';
import { createLedgerFile, openLedgerFile } from '../../src/files/ledgerFile.ts';
import { temporaryFolder } from '../support/folder.ts';
import { forgetfulDisk } from '../support/forgetfulDisk.ts';
import { fillingDisk, tappedDisk } from '../support/tappedDisk.ts';
import { recordsIn } from '../support/ledgerRecords.ts';

const record = (number: number): LedgerRecord => ({
  type: 'run',
  at: '2026-11-20T19:00:00.000Z',
  run: `run ${number} mit Umlauten: äöü`,
});

const ours = { isOurs: () => Promise.resolve(true) };

async function ledgerWith(count: number): Promise<string> {
  const path = join(await temporaryFolder(), 'ledger.jsonl');
  await createLedgerFile(
    path,
    Array.from({ length: count }, (_, index) => record(index)),
  );
  return path;
}

describe('a ledger on disk (R35)', () => {
  test('only a missing file is an empty ledger', async () => {
    const folder = await temporaryFolder();
    expect(await recordsIn(join(folder, 'ledger.jsonl'))).toEqual([]);
    await expect(recordsIn(folder)).rejects.toThrow(/EISDIR/);
  });

  test('what was acknowledged is there, in order, also when many append at once', async () => {
    const path = await ledgerWith(1);
    const ledger = await openLedgerFile(path, ours);
    await Promise.all(Array.from({ length: 200 }, (_, index) => ledger.append(record(index + 1))));
    await ledger.close();
    const records = await recordsIn(path);
    expect(records).toEqual(Array.from({ length: 201 }, (_, index) => record(index)));
  });

  test('cut at any byte it opens again, keeps every whole record, and goes on behind them', async () => {
    const original = await readFile(await ledgerWith(3));
    const path = await ledgerWith(3);
    const ends = [...original].flatMap((byte, index) => (byte === 10 ? [index + 1] : []));
    for (let size = 0; size <= original.length; size++) {
      await writeFile(path, original);
      await truncate(path, size);
      const seen: LedgerRecord[] = [];
      const ledger = await openLedgerFile(path, ours, { see: (one) => seen.push(one) });
      const whole = ends.filter((end) => end <= size).length;
      expect(seen).toHaveLength(whole);
      await ledger.append(record(99));
      await ledger.close();
      expect((await recordsIn(path)).at(-1)).toEqual(record(99));
    }
  });

  test('a damaged line in the middle stops with its number, and nothing is written', async () => {
    const path = await ledgerWith(3);
    const text = await readFile(path, 'utf8');
    const damaged = text.replace('run 1', 'run 7');
    await writeFile(path, damaged);
    await expect(openLedgerFile(path, ours)).rejects.toMatchObject({ code: 'ledger.damaged' });
    await expect(openLedgerFile(path, ours)).rejects.toThrow(/line 2/);
    expect(await readFile(path, 'utf8')).toBe(damaged);
  });

  test('a record of a kind from the future stops too, rather than being passed over', async () => {
    const path = await ledgerWith(1);
    await appendFile(path, '{"type":"newer","sum":"00000000"}\n');
    await expect(recordsIn(path)).rejects.toMatchObject({ code: 'ledger.damaged' });
  });

  test('with any byte changed it is refused with the number of the line, or the line was torn anyway', async () => {
    const path = await ledgerWith(3);
    const original = await readFile(path);
    // As a kill leaves it: the last record has no end.
    const torn = original.subarray(0, original.length - 1);
    for (const bytes of [original, torn]) {
      for (let at = 0; at < bytes.length; at++) {
        const line = bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;
        for (const flip of [1, 0x20, 0x80]) {
          const changed = Buffer.from(bytes);
          changed[at] = (changed[at] ?? 0) ^ flip;
          await writeFile(path, changed);
          if (bytes === torn && line === 3 && changed[at] !== 10)
            expect(await recordsIn(path)).toEqual([record(0), record(1)]);
          else await expect(recordsIn(path), `byte ${at}`).rejects.toThrow(`line ${line}:`);
        }
      }
    }
  });

  test('once a write has failed, every further record is refused', async () => {
    const ledger = await openLedgerFile(await ledgerWith(1), ours);
    await ledger.close();
    await expect(ledger.append(record(1))).rejects.toMatchObject({ code: 'file.unwritable' });
    await expect(ledger.append(record(2))).rejects.toMatchObject({ code: 'file.unwritable' });
  });

  test('a full disk leaves whole lines, all of them acknowledged (R34)', async () => {
    for (let fullAt = 2; fullAt < 7; fullAt++) {
      const path = await ledgerWith(1);
      const { disk } = fillingDisk(fullAt);
      const ledger = await openLedgerFile(path, ours, { disk });
      const acknowledged = [record(0)];
      for (let number = 1; number < 8; number++)
        await ledger.append(record(number)).then(
          () => acknowledged.push(record(number)),
          (error: unknown) => expect(error).toMatchObject({ code: 'file.unwritable' }),
        );
      await ledger.close();
      expect(acknowledged).toHaveLength(fullAt - 1);
      expect((await readFile(path, 'utf8')).endsWith('}\n')).toBe(true);
      expect(await recordsIn(path)).toEqual(acknowledged);
    }
  });

  test('a full disk keeps a ledger from being opened, and the old one stays', async () => {
    const path = await ledgerWith(2);
    const before = await readFile(path);
    const { disk } = fillingDisk(1);
    await expect(openLedgerFile(path, ours, { disk })).rejects.toMatchObject({ code: 'file.unwritable' });
    expect(await readFile(path)).toEqual(before);
  });

  test.runIf(process.getuid?.() === 0)('opened by root it still belongs to whom it belonged', async () => {
    const path = await ledgerWith(1);
    await chown(path, 12_345, 12_345);
    await (await openLedgerFile(path, ours)).close();
    expect(await stat(path)).toMatchObject({ uid: 12_345, gid: 12_345 });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

describe('records that nobody waits for', () => {
  test('stand in the order of the calls, and share the write of the next that somebody waits for', async () => {
    const path = await ledgerWith(1);
    let syncs = 0;
    const disk = tappedDisk({ afterDatasync: () => (syncs += 1) });
    const ledger = await openLedgerFile(path, ours, { disk });
    syncs = 0;
    const written: number[] = [];
    for (let number = 1; number < 10; number += 2) {
      ledger.note(record(number), () => written.push(number));
      await ledger.append(record(number + 1));
      expect(written.at(-1)).toBe(number);
    }
    expect(syncs).toBe(5);
    await ledger.close();
    expect(await recordsIn(path)).toEqual(Array.from({ length: 11 }, (_, index) => record(index)));
  });

  test('are written also when nobody writes after them', async () => {
    const path = await ledgerWith(1);
    const ledger = await openLedgerFile(path, ours);
    await new Promise<void>((written) => ledger.note(record(1), written));
    expect(await recordsIn(path)).toEqual([record(0), record(1)]);
    ledger.note(record(2));
    await ledger.close();
    expect(await recordsIn(path)).toEqual([record(0), record(1), record(2)]);
  });

  test('fail the next append where they could not be written, and close where there is none (R34)', async () => {
    const path = await ledgerWith(1);
    const opened = async (): Promise<Ledger> => {
      const { disk } = fillingDisk(2);
      return openLedgerFile(path, ours, { disk });
    };
    const written: string[] = [];
    const first = await opened();
    first.note(record(1), () => written.push('noted'));
    await new Promise((soon) => setImmediate(soon));
    await expect(first.append(record(2))).rejects.toMatchObject({ code: 'file.unwritable' });
    await first.close();
    const second = await opened();
    second.note(record(1), () => written.push('noted'));
    await expect(second.close()).rejects.toMatchObject({ code: 'file.unwritable' });
    expect(written).toEqual([]);
    expect(await recordsIn(path)).toEqual([record(0)]);
  });

  test('are not called written once the claim is lost (R18)', async () => {
    let isOurs = true;
    const ledger = await openLedgerFile(await ledgerWith(1), { isOurs: () => Promise.resolve(isOurs) });
    isOurs = false;
    const written: string[] = [];
    ledger.note(record(1), () => written.push('noted'));
    await expect(ledger.append(record(2))).rejects.toMatchObject({ code: 'lock.lost' });
    expect(written).toEqual([]);
    await ledger.close();
  });
});

test('a ledger larger than the pieces it is read in is read and copied whole (R35)', async () => {
  const path = await ledgerWith(5000);
  const long: LedgerRecord = { type: 'run', at: '', run: 'ü'.repeat(400_000) };
  const first = await openLedgerFile(path, ours);
  await first.append(long);
  await first.append(record(1));
  await first.close();
  const before = await readFile(path);
  const seen: LedgerRecord[] = [];
  await (await openLedgerFile(path, ours, { see: (one) => seen.push(one) })).close();
  expect((await readFile(path)).equals(before)).toBe(true);
  const expected = [...Array.from({ length: 5000 }, (_, index) => record(index)), long, record(1)];
  expect(isDeepStrictEqual(seen, expected)).toBe(true);
  await appendFile(path, Buffer.alloc(600_000, 'x'));
  await (await openLedgerFile(path, ours)).close();
  expect((await readFile(path)).equals(before)).toBe(true);
});

describe('a claim that is lost (R18)', () => {
  test('refuses the records on disk by then, and all that come after', async () => {
    let isOurs = true;
    const path = await ledgerWith(1);
    const ledger = await openLedgerFile(path, { isOurs: () => Promise.resolve(isOurs) });
    await ledger.append(record(1));
    isOurs = false;
    const outcomes = await Promise.allSettled([2, 3].map((number) => ledger.append(record(number))));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'lock.lost' } });
    isOurs = true;
    await expect(ledger.append(record(4))).rejects.toMatchObject({ code: 'lock.lost' });
    await ledger.close();
  });

  test('is looked at after the records are on disk, once for all that were written together', async () => {
    const order: string[] = [];
    const path = await ledgerWith(1);
    const disk = tappedDisk({ afterDatasync: () => order.push('synced') });
    const looks = { isOurs: () => Promise.resolve(order.push('looked') > 0) };
    const ledger = await openLedgerFile(path, looks, { disk });
    order.length = 0;
    const appends = Array.from({ length: 50 }, (_, index) => ledger.append(record(index)));
    await Promise.all(appends.map((one) => one.then(() => order.push('acknowledged'))));
    await ledger.close();
    expect(order.slice(0, 3)).toEqual(['synced', 'looked', 'acknowledged']);
    expect(order.filter((one) => one === 'looked')).toHaveLength(1);
  });

  test('cannot be looked at: then nothing is acknowledged either', async () => {
    const path = await ledgerWith(1);
    let isReadable = true;
    const ledger = await openLedgerFile(path, {
      isOurs: () => (isReadable ? Promise.resolve(true) : Promise.reject(new Error('EIO'))),
    });
    isReadable = false;
    await expect(ledger.append(record(1))).rejects.toMatchObject({ code: 'file.unwritable' });
    await ledger.close();
  });
});

describe('a power cut while a letter is sent (R3, R33)', () => {
  const appendTo = async (ignored: readonly ('data sync' | 'file sync' | 'folder sync')[]) => {
    const path = await ledgerWith(2);
    const disk = forgetfulDisk(path, await readFile(path, 'utf8'), { ignored, longestWrite: 60 });
    const ledger = await openLedgerFile(path, ours, { disk });
    const lost: number[] = [];
    for (let number = 2; number < 8; number++) {
      await ledger.append(record(number));
      const acknowledged = Array.from({ length: number + 1 }, (_, index) => record(index));
      for (const left of disk.afterCut())
        if (!isDeepStrictEqual(readLedger(left, path).records, acknowledged)) lost.push(number);
    }
    await ledger.close();
    return { lost, history: disk.history.flat(), path };
  };

  test('takes nothing that was acknowledged, and leaves a ledger that can be read at any moment', async () => {
    const { lost, history, path } = await appendTo([]);
    expect(lost).toEqual([]);
    for (const left of history) expect(readLedger(left, path).records.length).toBeGreaterThan(1);
  });

  test('would be noticed by these tests if a sync were left out', async () => {
    expect((await appendTo(['data sync'])).lost).not.toEqual([]);
    expect((await appendTo(['folder sync'])).lost).not.toEqual([]);
    const { history } = await appendTo(['file sync']);
    expect(history).toContain('');
  });
});
