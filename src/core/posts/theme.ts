/** A theme of a text: one word of it, brought to its stem. */
export interface Theme {
  /** What the forms of a word have in common: `vertrau`. */
  readonly stem: string;
  /** The word as the text has it, the most frequent form: `Vertrauen`. */
  readonly word: string;
  /** How often it comes; words of the title and tags count more. */
  readonly weight: number;
}
