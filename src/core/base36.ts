const limbBase = 36 ** 4;
/** So many digits at a time leave every step below 2^53. */
const wordLength = 6;
const wholeShift = 16 ** wordLength;

/** The last 16 digits to the base 36 of a number in hexadecimal digits; as `BigInt` has them, at a tenth of its cost. */
export function lastBase36Digits(hex: string): string {
  // The number modulo 36^16 in four parts, the least first.
  const limbs = [0, 0, 0, 0];
  for (let at = 0; at < hex.length; at += wordLength) {
    const word = hex.slice(at, at + wordLength);
    const shift = word.length === wordLength ? wholeShift : 16 ** word.length;
    let carry = parseInt(word, 16);
    for (let place = 0; place < limbs.length; place++) {
      const value = (limbs[place] ?? 0) * shift + carry;
      carry = Math.floor(value / limbBase);
      limbs[place] = value - carry * limbBase;
    }
  }
  return limbs.reduce((digits, limb) => limb.toString(36).padStart(4, '0') + digits, '');
}
