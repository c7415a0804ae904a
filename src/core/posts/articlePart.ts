/** How much of a page is looked at, in characters; the rest of a longer one is no article. */
const pageLength = 2_000_000;
/** With fewer words something is a caption or a note about cookies. */
const shortestPart = 40;

/** Never closed (HTML §13.1.2). */
const voidTags = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Their text is none of the page's. */
const silent = /<(!--|(?:script|style|noscript|template|textarea|select|svg|iframe)(?=[\s>]))/gi;
const paragraphEnds = new Set(
  'address article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul'.split(
    ' ',
  ),
);
const besideTags = new Set(['nav', 'aside', 'header', 'footer', 'form', 'button']);
const besideClass =
  /^(?:sharedaddy|share(?:-.+)?|social(?:-.+)?|jp-relatedposts|related(?:-.+)?|comments?|comment-.+|author-(?:box|bio)|post-(?:navigation|meta|tags)|entry-(?:meta|footer)|newsletter(?:-.+)?|subscribe(?:-.+)?|cookie.*|breadcrumbs?)$/i;

/** How blog programs call the text of a post, the most certain first. */
const marks: readonly ((element: Element) => boolean)[] = [
  ({ attributes }) => /\sitemprop\s*=\s*["']?articleBody\b/i.test(attributes),
  ({ attributes }) =>
    hasClass(
      attributes,
      /^(?:entry-content|wp-block-post-content|e-content|post-content|article-content|post-body|article-body|blog-content|gh-content|kg-content|post__content|article__content)$/,
    ),
  ({ name }) => name === 'article',
  ({ name, attributes }) => name === 'main' || /\srole\s*=\s*["']?main\b/i.test(attributes),
];

interface Element {
  readonly name: string;
  readonly attributes: string;
  readonly start: number;
  end: number;
  /** How many words of paragraphs stand directly in it. */
  words: number;
  /** How many stand anywhere in it. */
  allWords: number;
  readonly isBeside: boolean;
}

/** The HTML of a web page's article, or null where none is to be found. */
export function articlePart(page: string): string | null {
  const html = spokenHtml(page.slice(0, pageLength));
  const all = elementsOf(html);
  const elements = all.filter(({ isBeside }) => !isBeside);
  const marked = marks.map((isMarked) => longest(elements.filter(isMarked), ({ allWords }) => allWords));
  const part = marked.find((element) => element !== undefined) ?? longest(elements, ({ words }) => words);
  return part ? withoutBesides(html, part, all) : null;
}

function withoutBesides(html: string, part: Element, elements: readonly Element[]): string {
  const parts: string[] = [];
  let done = part.start;
  for (const { isBeside, start, end } of elements) {
    if (!isBeside || start < done || start >= part.end) continue;
    parts.push(html.slice(done, start));
    done = Math.min(end, part.end);
  }
  return parts.join('') + html.slice(done, part.end);
}

/** Without comments, programs and styles. */
function spokenHtml(html: string): string {
  const lower = html.toLowerCase();
  const parts: string[] = [];
  let done = 0;
  for (const { 0: mark, 1: name = '', index } of html.matchAll(silent)) {
    if (index < done) continue;
    const end = name === '!--' ? '-->' : `</${name.toLowerCase()}`;
    parts.push(html.slice(done, index));
    const at = lower.indexOf(end, index + mark.length);
    const close = at === -1 ? -1 : lower.indexOf('>', at);
    if (close === -1) return parts.join('');
    done = close + 1;
  }
  return parts.join('') + html.slice(done);
}

function longest(elements: readonly Element[], wordsOf: (element: Element) => number): Element | undefined {
  let best: Element | undefined;
  for (const element of elements) {
    if (wordsOf(element) >= (best ? wordsOf(best) + 1 : shortestPart)) best = element;
  }
  return best;
}

function elementsOf(html: string): readonly Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  const tag = /<(\/?)([a-z][a-z0-9-]*)((?:\s[^<>]{0,5000})?)\/?>/gi;
  let from = 0;
  for (let found = tag.exec(html); found !== null; found = tag.exec(html)) {
    const [whole, slash, tagName = '', attributes = ''] = found;
    const name = tagName.toLowerCase();
    count(open, html.slice(from, found.index));
    from = found.index + whole.length;
    if (slash === '/') close(open, name, from);
    else if (!voidTags.has(name) && !whole.endsWith('/>')) {
      if (paragraphEnds.has(name) && open.at(-1)?.name === 'p') close(open, 'p', found.index);
      // Nothing that is written by people nests deeper, and the rest of the page is of no use then.
      if (open.length > 500) break;
      const isBeside =
        besideTags.has(name) || hasClass(attributes, besideClass) || open.at(-1)?.isBeside === true;
      const element = {
        name,
        attributes,
        start: found.index,
        end: html.length,
        words: 0,
        allWords: 0,
        isBeside,
      };
      elements.push(element);
      open.push(element);
    }
  }
  return elements;
}

/** Text counts for the element around its paragraph, and for all around that. */
function count(open: readonly Element[], text: string): void {
  const words = open.at(-1)?.isBeside === true ? 0 : (text.match(/\p{L}{2,}/gu)?.length ?? 0);
  if (words === 0) return;
  const paragraph = open.findLastIndex(({ name }) => name === 'p');
  const holder = open[paragraph - 1];
  if (holder) holder.words += words;
  for (const element of open) element.allWords += words;
}

function close(open: Element[], name: string, at: number): void {
  const index = open.findLastIndex((element) => element.name === name);
  if (index === -1) return;
  for (const element of open.splice(index)) element.end = at;
}

function hasClass(attributes: string, names: RegExp): boolean {
  const value =
    /\sclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(attributes)?.slice(1).find(Boolean) ?? '';
  return value.split(/\s+/).some((name) => names.test(name));
}
