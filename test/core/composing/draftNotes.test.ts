import { expect, test } from 'vitest';
import { draftNotes } from '../../../src/core/composing/draftNotes.ts';

const nothing = { leftOut: [], waiting: [], emptySources: [], sourceNotes: [] };
const titles = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ title: `Beitrag ${index}` }));

test('of thousands of waiting posts ten are named, and how many others there are', () => {
  const notes = draftNotes({ ...nothing, waiting: titles(10_000) });
  expect(notes).toHaveLength(11);
  expect(notes.at(-1)?.de).toBe('… und 9990 weitere, die warten. Alle nennt wochenbrief compose --explain.');
  expect(draftNotes({ ...nothing, waiting: titles(11) })).toHaveLength(11);
});
