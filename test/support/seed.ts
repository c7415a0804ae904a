/** Any number would do, as long as it stays. */
const usualSeed = 20_261_122;

/**
 * What tests draw at random they draw from this number, so that the same tree has the same result. `SEED=random` takes a
 * new one, another in each worker; `SEED=4711` takes the one that a failure named.
 */
export const seed = seedFrom(process.env['SEED'] ?? '');

function seedFrom(wanted: string): number {
  if (wanted === '') return usualSeed;
  if (wanted === 'random') return Math.floor(Math.random() * 2 ** 31);
  // fast-check has 32 bits and a sign.
  if (/^-?\d+$/.test(wanted)) return Number(wanted) | 0;
  throw new Error(`SEED is "random" or a whole number, not ${wanted}`);
}
