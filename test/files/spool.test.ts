import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spoolBeside } from '../../src/files/spool.ts';
import { temporaryFolder } from '../support/folder.ts';

describe('a spool', () => {
  const anyLine = fc.tuple(
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom(1, 1, 1, 1, 700, 60_000),
  );

  test('gives back all lines in whole stretches, however long they are and however many', async () => {
    const folder = await temporaryFolder();
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 12 }), fc.constantFrom('\n', ',\n'), (parts, between) => {
        const lines = parts.map(([text, times]) => `x${text.replaceAll('\n', ' ').repeat(times)}`);
        const spool = spoolBeside(join(folder, 'subscribers.json'), between);
        for (const line of lines) spool.add(line);
        const text = lines.join(between);
        const read = (): string => {
          const stretches: string[] = [];
          for (const bytes of spool.stretches()) stretches.push(bytes.toString());
          expect(stretches.slice(0, -1).every((one) => one.endsWith(between))).toBe(true);
          return stretches.join('');
        };
        expect(read() === text).toBe(true);
        expect(read() === text).toBe(true);
        expect(Buffer.concat([...spool.pieces()]).toString() === text).toBe(true);
        expect(spool.size).toBe(Buffer.byteLength(text));
        spool.close();
      }),
      { numRuns: 15 },
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('has no name that anybody could open (R39)', async () => {
    const folder = await temporaryFolder();
    const spool = spoolBeside(join(folder, 'subscribers.json'), '\n');
    for (let line = 0; line < 3; line++) spool.add('reader@example.org '.repeat(60_000));
    expect(readdirSync(folder)).toEqual([]);
    expect(spool.size).toBeGreaterThan(3_000_000);
    spool.close();
  });
});
