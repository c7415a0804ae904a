/** One reflection question of prompts.yaml, in one language. */
export interface Prompt {
  /** The du form, or a wording that addresses nobody. */
  readonly text: string;
  /** The Sie form, where the text addresses the reader. */
  readonly sie: string | null;
  readonly tags: readonly string[];
  readonly season: Season | null;
}

export const seasons = ['advent', 'new-year', 'spring', 'summer', 'autumn', 'winter'] as const;
export type Season = (typeof seasons)[number];
