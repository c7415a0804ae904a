import { Lexer } from 'yaml';

/** A comment of a YAML text, from its `#` to the end of its line. */
export interface YamlComment {
  readonly from: number;
  readonly text: string;
}

/** What the lexer puts before every text without quotation marks, which may begin with `#` in a block. */
const scalarMark = '\x1f';
/** Marks that stand for no character of the text. */
const marks = new Set(['\x02', '\x18', scalarMark]);

/** All comments of a text, in their order. */
export function commentsIn(source: string): readonly YamlComment[] {
  const comments: YamlComment[] = [];
  let [at, before] = [0, ''];
  for (const piece of new Lexer().lex(source)) {
    if (piece.startsWith('#') && before !== scalarMark) comments.push({ from: at, text: piece.trimEnd() });
    if (!marks.has(piece)) at += piece.length;
    before = piece;
  }
  return comments;
}
