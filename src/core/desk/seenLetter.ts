import type { Audience } from '../list/audience.ts';
import { markOf } from '../mark.ts';
import type { Letter } from '../message.ts';

/** Short marks of a letter as its author saw it before she said: send. */
export interface SeenLetter {
  readonly draft: string;
  /** What readers would see of it, and what leaves with it. */
  readonly look: string;
  readonly readers: number;
  /** Who they are, as a mark. */
  readonly people: string;
}

/** What of a letter may have changed since. */
export type SeenChange = 'draft' | 'look' | 'readers';

/** The marks of a letter as it would leave now. */
export function seenLetter(
  draft: string,
  { letter, audience }: { readonly letter: Letter; readonly audience: Pick<Audience, 'readers' | 'mark'> },
): SeenLetter {
  const { subject, html, text, settings, isMonthly } = letter;
  return {
    draft: markOf(draft),
    look: markOf(JSON.stringify([subject, html, text, settings, isMonthly])),
    readers: audience.readers,
    people: audience.mark,
  };
}

/** What has changed; a changed draft looks different as a matter of course. */
export function changesSince(seen: SeenLetter, now: SeenLetter): readonly SeenChange[] {
  const isDraftOther = seen.draft !== now.draft;
  return [
    ...(isDraftOther ? (['draft'] as const) : []),
    ...(!isDraftOther && seen.look !== now.look ? (['look'] as const) : []),
    ...(seen.people !== now.people ? (['readers'] as const) : []),
  ];
}
