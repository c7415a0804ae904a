/** The looks that come with the program: the quiet one, pictures first, and almost plain text. */
export const lookNames = ['ruhig', 'magazin', 'brief'] as const;

/** The look of a letter. */
export type LookName = (typeof lookNames)[number];

/** The look that all others are made from: what they have no file for is taken from it. */
export const baseLook = 'ruhig' satisfies LookName;

/** Typefaces, each by the kind that readers' machines have. */
export const fontNames = ['serif', 'book', 'sans', 'humanist'] as const;

/** A kind of typeface. */
export type FontName = (typeof fontNames)[number];

/** The parts of a letter whose order is the author's; header, closing and imprint keep their places. */
export const sectionNames = ['letter', 'question', 'posts', 'olderPosts'] as const;

/** A part of a letter. */
export type SectionName = (typeof sectionNames)[number];
