import Handlebars from 'handlebars';
import type { Place } from '../errors.ts';
import { placeMarks } from './slots.ts';

/** A filled template that still knows which line of which file each of its lines was made from. */
export interface PlacedText {
  readonly text: string;
  /** The place of a line, counted from 1; undefined where no template wrote before it. */
  readonly placeOf: (line: number) => Place | undefined;
}

/** Marks the lines of parsed templates, and reads the marks again in what was made of them. */
export interface TemplatePlaces {
  readonly mark: (program: hbs.AST.Program, fileName: string) => void;
  readonly read: (filled: string) => PlacedText;
}

const { begin, end } = placeMarks;
const markPattern = new RegExp(`${begin}(\\d+):(\\d+)${end}`, 'g');

/**
 * MJML complains about lines of a text that its author has never seen. So every piece of a template carries its file and line
 * through the filling, and loses them before MJML reads a word.
 */
export function templatePlaces(): TemplatePlaces {
  const files: string[] = [];
  return {
    mark(program, fileName) {
      const file = files.push(fileName) - 1;
      new Marker(file).accept(program);
    },
    read(filled) {
      const places: (Place | undefined)[] = [];
      let last: Place | undefined;
      const lines = filled.split('\n').map((line) => {
        const found = Array.from(line.matchAll(markPattern), ({ index, 1: file, 2: number }) => ({
          index,
          place: { file: files[Number(file)] ?? '', line: Number(number) },
        }));
        const firstWord = line.replaceAll(markPattern, (mark) => ' '.repeat(mark.length)).search(/\S/);
        // An indent belongs to whoever brings a partial in, and what stands behind it to the partial.
        const own = found.findLast(({ index }) => index <= firstWord) ?? found[0];
        places.push(own?.place ?? last);
        last = found.at(-1)?.place ?? last;
        return line.replaceAll(markPattern, '');
      });
      return { text: lines.join('\n'), placeOf: (line) => places[line - 1] };
    },
  };
}

/** Puts a mark before each piece of text, and behind each line end in it. */
class Marker extends Handlebars.Visitor {
  readonly #file: number;

  constructor(file: number) {
    super();
    this.#file = file;
  }

  override ContentStatement(content: hbs.AST.ContentStatement): void {
    if (content.value === '') return;
    const original: unknown = content.original;
    // Handlebars takes away the line end behind a tag that stands alone.
    const skipped = typeof original === 'string' ? original.slice(0, original.indexOf(content.value)) : '';
    let line = content.loc.start.line + skipped.split('\n').length - 1;
    const mark = (): string => `${begin}${this.#file}:${line}${end}`;
    content.value =
      mark() +
      content.value.replaceAll('\n', () => {
        line += 1;
        return `\n${mark()}`;
      });
  }
}
