import type { Subscriber } from './subscriber.ts';
import type { Suppressed } from './suppression.ts';

/** One version of the list, as long as it is looked at. Both walks throw `list.*`. */
export interface ListVersion {
  readonly suppressed: Suppressed;
  /** Everybody in the list's order, some at a time. */
  people(): AsyncIterable<readonly Subscriber[]>;
  /** Their ids in the same order, which costs a tenth. */
  ids(): AsyncIterable<readonly string[]>;
}
