import { expect, test } from 'vitest';
import { diskFullAt } from '../support/diskFull.ts';
import { temporaryFolder } from '../support/folder.ts';

test('a disk full at any write of the whole way, and freed again: nobody gets two, nobody is forgotten (R34)', async () => {
  // Everything up to the first readers, and of what follows a sample with the very last; scripts/diskFull.ts tries 500.
  const writes = [...Array.from({ length: 14 }, (_, index) => index + 1), 20, 28];
  const reports = await diskFullAt(await temporaryFolder(), writes, 16);
  expect(reports.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
  const handedOver = reports.map((report) => report.handedOver);
  expect(handedOver).toEqual(handedOver.toSorted((a, b) => a - b));
  expect([handedOver[0], handedOver.at(-1)]).toEqual([0, 16]);
});
