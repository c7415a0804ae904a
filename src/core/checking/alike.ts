import type { CheckPlace } from '../check.ts';
import { shownAddress } from './placeOfAddress.ts';

/** Addresses of a letter that have the same fault and are changed in the same place. */
export interface Alike<Fault extends string> {
  readonly fault: Fault;
  readonly where: CheckPlace;
  /** Each once. */
  readonly addresses: readonly string[];
}

/** So many say enough. */
const mostListed = 8;

/** Faults as findings tell them: a letter with ten such links needs one finding, not ten. */
export function alike<Fault extends string>(
  found: readonly { readonly fault: Fault; readonly where: CheckPlace; readonly address: string }[],
): readonly Alike<Fault>[] {
  const groups = new Map<string, Alike<Fault>>();
  for (const { fault, where, address } of found) {
    const key = `${fault} ${where}`;
    const before = groups.get(key)?.addresses ?? [];
    groups.set(key, { fault, where, addresses: [...new Set([...before, address])] });
  }
  return [...groups.values()];
}

/** Addresses below a sentence, each in a line of its own. */
export function listed(addresses: readonly string[], language: 'de' | 'en'): string {
  const rest = addresses.length - mostListed;
  const more = language === 'de' ? `und ${rest} weitere` : `and ${rest} more`;
  return [...addresses.slice(0, mostListed).map(shownAddress), ...(rest > 0 ? [more] : [])].join('\n');
}
