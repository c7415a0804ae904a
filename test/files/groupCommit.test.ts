import { open } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import { groupCommit } from '../../src/files/groupCommit.ts';

const record: LedgerRecord = { type: 'run', at: '2026-11-20T19:00:00.000Z', run: 'a1b2' };
const ours = { isOurs: () => Promise.resolve(true) };

test.skipIf(process.platform !== 'linux')(
  'what a real file takes and cannot put on the disk is not acknowledged, nor anything after it (R34)',
  async () => {
    // It takes every write, and refuses each sync with EINVAL.
    const path = '/dev/null';
    const ledger = groupCommit(path, await open(path, 'r+'), 0, ours);
    let isWritten = false;
    ledger.note(record, () => (isWritten = true));
    await expect(ledger.append(record)).rejects.toMatchObject({ code: 'file.unwritable' });
    expect(isWritten).toBe(false);
    await expect(ledger.append(record)).rejects.toMatchObject({ code: 'file.unwritable' });
    await ledger.close();
  },
);
