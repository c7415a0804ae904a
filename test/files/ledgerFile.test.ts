import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LedgerRecord } from '../../src/core/delivery.ts';
import { createLedgerFile, openLedgerFile, readLedgerFile } from '../../src/files/ledgerFile.ts';
import { temporaryFolder } from '../support/folder.ts';

const record = (number: number): LedgerRecord => ({
  type: 'run',
  at: '2026-11-20T19:00:00.000Z',
  run: `run ${number} mit Umlauten: äöü`,
});

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
    expect((await readLedgerFile(join(folder, 'ledger.jsonl'))).records).toEqual([]);
    await expect(readLedgerFile(folder)).rejects.toThrow(/EISDIR/);
  });

  test('what was acknowledged is there, in order, also when many append at once', async () => {
    const path = await ledgerWith(1);
    const ledger = await openLedgerFile(path);
    await Promise.all(Array.from({ length: 200 }, (_, index) => ledger.append(record(index + 1))));
    await ledger.close();
    const { records } = await readLedgerFile(path);
    expect(records).toEqual(Array.from({ length: 201 }, (_, index) => record(index)));
  });

  test('cut at any byte it opens again, keeps every whole record, and goes on behind them', async () => {
    const original = await readFile(await ledgerWith(3));
    const path = await ledgerWith(3);
    const ends = [...original].flatMap((byte, index) => (byte === 10 ? [index + 1] : []));
    for (let size = 0; size <= original.length; size++) {
      await writeFile(path, original);
      await truncate(path, size);
      const ledger = await openLedgerFile(path);
      const whole = ends.filter((end) => end <= size).length;
      expect(ledger.records).toHaveLength(whole);
      await ledger.append(record(99));
      await ledger.close();
      expect((await readLedgerFile(path)).records.at(-1)).toEqual(record(99));
    }
  });

  test('a damaged line in the middle stops with its number, and nothing is written', async () => {
    const path = await ledgerWith(3);
    const text = await readFile(path, 'utf8');
    const damaged = text.replace('run 1', 'run 7');
    await writeFile(path, damaged);
    await expect(openLedgerFile(path)).rejects.toMatchObject({ code: 'ledger.damaged' });
    await expect(openLedgerFile(path)).rejects.toThrow(/line 2/);
    expect(await readFile(path, 'utf8')).toBe(damaged);
  });

  test('a record of a kind from the future stops too, rather than being passed over', async () => {
    const path = await ledgerWith(1);
    await appendFile(path, '{"type":"newer","sum":"00000000"}\n');
    await expect(readLedgerFile(path)).rejects.toMatchObject({ code: 'ledger.damaged' });
  });

  test('once a write has failed, every further record is refused', async () => {
    const ledger = await openLedgerFile(await ledgerWith(1));
    await ledger.close();
    await expect(ledger.append(record(1))).rejects.toMatchObject({ code: 'file.unwritable' });
    await expect(ledger.append(record(2))).rejects.toMatchObject({ code: 'file.unwritable' });
  });
});
