import sanitizeHtml from 'sanitize-html';

/** An element of a letter's HTML, with what stands around it. */
export interface LetterElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parent: LetterElement | null;
  /** The words in it, also those of elements in it. */
  readonly text: () => string;
  /** The words right in it. */
  readonly ownText: () => string;
}

/** The elements of a letter as mail programs see them, in their order; what only Outlook reads in comments is none. */
export function elementsOf(html: string): readonly LetterElement[] {
  const elements: LetterElement[] = [];
  const open: { readonly element: LetterElement; readonly texts: string[]; readonly own: string[] }[] = [];
  sanitizeHtml(html, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    onOpenTag(name, attributes) {
      const texts: string[] = [];
      const own: string[] = [];
      const parent = open.at(-1)?.element ?? null;
      const element: LetterElement = {
        name,
        attributes: { ...attributes },
        parent,
        text: () => folded(texts.join('')),
        ownText: () => folded(own.join('')),
      };
      elements.push(element);
      open.push({ element, texts, own });
    },
    onCloseTag(name) {
      const closed = open.pop();
      if (closed && breaks.has(name)) for (const { texts } of open) texts.push(' ');
    },
    textFilter(escaped) {
      const text = unescaped(escaped);
      open.at(-1)?.own.push(text);
      for (const { texts } of open) texts.push(text);
      return escaped;
    },
  });
  return elements;
}

/** What an element stands in, from the inside out, itself first. */
export function* withAncestors(element: LetterElement): Generator<LetterElement> {
  for (let one: LetterElement | null = element; one !== null; one = one.parent) yield one;
}

/** The declarations of an element's own style, in small letters; the last one of a name counts. */
export function stylesOf({ attributes }: LetterElement): ReadonlyMap<string, string> {
  const pairs = (attributes['style'] ?? '').split(';').map((declaration): [string, string] => {
    const [name = '', ...value] = declaration.split(':');
    return [name.trim().toLowerCase(), value.join(':').trim().toLowerCase()];
  });
  return new Map(pairs.filter(([name, value]) => name !== '' && value !== ''));
}

/** Words of two elements of these kinds do not run together. */
const breaks = new Set('p div h1 h2 h3 h4 h5 h6 li td th tr table br hr blockquote pre title'.split(' '));

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
};

function unescaped(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt|quot);/g, (entity) => entities[entity] ?? entity);
}

/** Without soft hyphens, which only say where a word may break. */
function folded(text: string): string {
  return text.replaceAll('\u00AD', '').replaceAll(/\s+/g, ' ').trim();
}
