import type { Language } from '../errors.ts';
import { compoundFit, type CompoundRole } from './compounds.ts';
import { familiesOf } from './wordFamilies.ts';

/** How near words of one family are. */
export const sameFamily = 0.8;
const strengths: Readonly<Record<CompoundRole, number>> = { head: 0.7, modifier: 0.5 };
/** „Kundenvertrauen“ and „verlässlich“: a part of one is of the other's family. */
const familyInside = 0.7;

/**
 * How near two stems are in what they speak of: 1 the same, 0.8 of one family („danken“, „dankbar“), 0.7 and 0.5 one the
 * head or the modifier of the other („Kundenvertrauen“, „Vertrauensfrage“), less where only a part's family fits, else 0.
 */
export function kinship(a: string, b: string, language: Language): number {
  if (a === b) return 1;
  const families = familiesOf(a, language);
  const others = familiesOf(b, language);
  for (const family of families) if (others.includes(family)) return sameFamily;
  if (language === 'en') return 0;
  return Math.max(
    strengthOf(compoundFit(a, b, language)),
    strengthOf(compoundFit(b, a, language)),
    familyFit(families, b),
    familyFit(others, a),
  );
}

function strengthOf(role: CompoundRole | null): number {
  return role === null ? 0 : strengths[role];
}

/** How strong one of these families is in the parts of a compound. */
function familyFit(families: readonly number[], whole: string): number {
  if (families.length === 0) return 0;
  let most = 0;
  for (const one of familiesInside(whole))
    if (families.includes(one.family)) most = Math.max(most, one.strength * familyInside);
  return most;
}

interface FamilyInside {
  readonly family: number;
  readonly strength: number;
}

const known = new Map<string, readonly FamilyInside[]>();
const knownAtMost = 50_000;

/** The families of all that a German stem may be composed of. */
function familiesInside(whole: string): readonly FamilyInside[] {
  const remembered = known.get(whole);
  if (remembered) return remembered;
  const found: FamilyInside[] = [];
  for (let at = 3; at <= whole.length - 3; at++) {
    for (const part of [whole.slice(0, at), whole.slice(at)]) {
      const families = familiesOf(part, 'de');
      const strength = families.length > 0 ? strengthOf(compoundFit(part, whole, 'de')) : 0;
      if (strength > 0) found.push(...families.map((family) => ({ family, strength })));
    }
  }
  if (known.size >= knownAtMost) known.clear();
  known.set(whole, found);
  return found;
}
