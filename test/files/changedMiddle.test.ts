import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSubscribers } from '../../src/core/list/subscriberFile.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { changedMiddle } from '../../src/files/changedMiddle.ts';
import { bytesAt, closeVersion, openVersion, type ListVersionFile } from '../../src/files/listVersionFile.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader } from '../support/newsletter.ts';

async function versionOf(subscribers: readonly Subscriber[]): Promise<ListVersionFile> {
  const path = join(await temporaryFolder(), 'subscribers.json');
  await writeFile(path, formatSubscribers({ revision: 1, subscribers, suppressions: [] }));
  const version = await openVersion(path);
  if (!version) throw new Error('not as the program writes it');
  return version;
}

const lineOf = (number: number): string => `"id":"${confirmedReader(number).id}"`;

test('of two versions only the lines between what they have in common are looked at', async () => {
  const kept = Array.from({ length: 2000 }, (_, index) => confirmedReader(index));
  const numbers = fc.uniqueArray(fc.integer({ min: 5000, max: 5999 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.nat(2000), numbers, numbers, async (at, gone, come) => {
      const listWith = (some: readonly number[]): Promise<ListVersionFile> =>
        versionOf([
          ...kept.slice(0, at),
          ...some.map((number) => confirmedReader(number)),
          ...kept.slice(at),
        ]);
      const before = await listWith(gone);
      const next = await listWith(come);
      const middle = await changedMiddle(before, next);
      const linesIn = async (version: ListVersionFile, part: 'before' | 'next'): Promise<string> =>
        middle ? (await bytesAt(version.descriptor, middle[part].start, middle[part].end)).toString() : '';
      // Where lines were taken from the very end, everybody is found anew.
      if (middle) {
        const former = await linesIn(before, 'before');
        const latter = await linesIn(next, 'next');
        const isSame = gone.join() === come.join();
        if (!isSame)
          for (const number of gone.filter((one) => !come.includes(one)))
            expect(former).toContain(lineOf(number));
        for (const number of come.filter((one) => !gone.includes(one)))
          expect(latter).toContain(lineOf(number));
        expect(former.split('\n').length).toBeLessThanOrEqual(gone.length + 1);
        expect(latter.split('\n').length).toBeLessThanOrEqual(come.length + 1);
      } else expect(at).toBe(2000);
      closeVersion(before);
      closeVersion(next);
    }),
    { numRuns: 15 },
  );
});
