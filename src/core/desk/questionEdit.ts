import { isMap, isNode, type Document } from 'yaml';
import type { Question } from '../issue.ts';
import { remarkAbove, remarksOf, setValue } from './yamlEdit.ts';

/** Writes a question; null takes it out and says so, `question: null`. An empty `question:` would draw the comments below it beside it. */
export function setQuestion(document: Document, question: Question | null): void {
  const present = document.get('question', true);
  if (question === null) {
    setValue(document, 'question', document.createNode(null), 'preheader');
    remarkAbove(document, 'question', remarksOf(present));
    return;
  }
  // Value by value, so that comments beside them stay.
  if (isMap(present)) {
    present.set('text', question.text);
    present.set('reason', question.reason);
    return;
  }
  setValue(document, 'question', document.createNode({ ...question }), 'preheader');
  if (isNode(present)) remarkAbove(document, 'question', remarksOf(present));
}
