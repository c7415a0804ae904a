import type { AuthorNews } from '../../src/core/clock/authorNews.ts';
import { newsSamples } from '../../src/core/desk/sampleNews.ts';
import { sampleIssue } from './sampleIssue.ts';

export { figures, fullFigures, toldAt, totals } from '../../src/core/desk/sampleNews.ts';

/** News of every kind, by a name for tests and pictures. */
export const sampleNews: Readonly<Record<string, AuthorNews>> = newsSamples(sampleIssue());
