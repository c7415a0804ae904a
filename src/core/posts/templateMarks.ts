/** Stands where a mark stood, until the space around it is settled. */
const gap = '\u{E000}';

/** Parts of a template that no reader was ever meant to see. */
const hidden: readonly RegExp[] = [
  /\{%-?\s{0,9}comment\b[^%]{0,100}%\}(?:(?!\{%-?\s{0,9}(?:end)?comment\b)[^]){0,5000}\{%-?\s{0,9}endcomment\s{0,9}-?%\}/gi,
  /\{\{!--(?:(?!--\}\}|\{\{!--)[^]){0,5000}--\}\}/g,
  /\{#(?=\s)(?:(?!#\}|\{#)[^]){0,5000}#\}/g,
  // A player or a file, not words.
  /\[(embed|audio|video|playlist)\b[^[\]]{0,1000}\][^[\]]{0,1000}\[\/\1\]/gi,
];

/** Liquid, Nunjucks, Handlebars, Hugo, ERB and PHP; none may reach over the beginning of the next. */
const marks: readonly RegExp[] = [
  /\{?\{\{(?:(?!\{\{|\}\})[^]){0,2000}\}\}\}?/g,
  /\{%(?:(?!%\}|\{%)[^]){0,2000}%\}/g,
  /<%(?:(?!%>|<%)[^]){0,2000}%>/g,
  /<\?(?:php\b|=)(?:(?!\?>|<\?)[^]){0,2000}\?>/gi,
  // Classes and anchors of kramdown: `{:toc}`, `{: .hint}`, `{#top}`.
  /\{:\s?(?:toc|[.#][\w-]+|[\w-]+="[^"]{0,200}")(?:\s[^{}]{0,200})?\}/gi,
  /\{#[\w-]{1,100}\}/g,
];

/** What is left of marks that were never closed, or were torn apart. */
const remains = /\{\{+[<%]?|[>%]?\}\}+|\{%|%\}|<%|%>/g;

/** Tried where the last one ended, each in one way only: a list of attributes that never ends must not be tried in all ways. */
const attribute =
  /\s+[\w-]{1,60}\s?=\s?(?:"[^"]{0,500}"|'[^']{0,500}'|[“”„″»][^“”″«]{0,500}[“”″«]|[^\s"']{1,200})(?=[\s/]|$)/y;
const notLink = String.raw`(?![(\[:])`;
/** What is certainly a shortcode may stand right before another one: `[vc_row][vc_column]`. */
const notAddressed = String.raw`(?![(:])`;
const captioned =
  /\[(?:wp_)?caption\b[^[\]]{0,1000}\]((?:(?!\[\/?(?:wp_)?caption)[^]){0,5000})\[\/(?:wp_)?caption\]/gi;
const pictures = /<img\b(?:(?!<img\b)[^>]){0,2000}>|!\[[^\]]{0,500}\]\([^)]{0,1000}\)/gi;
const inBrackets = new RegExp(String.raw`\[?\[([^[\]]*)\]\]?${notLink}`, 'g');
const wellKnown = new RegExp(
  String.raw`\[\/?(?:gallery|(?:wp_)?caption|embed|audio|video|playlist|toc|ez-toc|no_toc|contact-form(?:-7)?|wpforms)(?:\s[^[\]]{0,500})?\/?\]${notLink}|` +
    String.raw`\[\/?(?:vc|et_pb|fusion|su|av|tve|wpsm|cs|mk|nectar|bs|wc|woocommerce)_\w{1,60}(?:\s[^[\]]{0,500})?\/?\]${notAddressed}`,
  'gi',
);
const closing = /\[\/([a-z][\w-]{1,60})\]/gi;

/**
 * A text without the marks of the program that makes the blog's pages: Liquid, Nunjucks, Handlebars and Hugo
 * (`{% … %}`, `{{ … }}`, `{{< … >}}`) and WordPress shortcodes (`[gallery ids="1"]`). What stands between a pair of
 * marks stays, save comments, players and captions. For plain text, Markdown and HTML alike.
 */
export function withoutTemplateMarks(text: string): string {
  return closeGaps(withoutShortcodes(withoutCurlyMarks(text.replaceAll(gap, ''))));
}

/** Neither two spaces nor one before a full stop, nor an indented line that Markdown would take for code. */
function closeGaps(text: string): string {
  return text.replace(/(?<![ \t])[ \t]*(?:\u{E000}[ \t]*)+/gu, (match: string, at: number, whole: string) => {
    const [before = '\n', after = '\n'] = [whole[at - 1], whole[at + match.length]];
    return before === '\n' || /[\s.,;:!?)\]]/u.test(after) ? '' : ' ';
  });
}

function withoutCurlyMarks(text: string): string {
  if (!/[{}]|<[%?]|%>/.test(text)) return text;
  const shown = hidden.reduce((rest, pattern) => rest.replace(pattern, gap), text);
  return marks.reduce((rest, pattern) => rest.replace(pattern, gap), shown).replace(remains, gap);
}

function withoutShortcodes(text: string): string {
  if (!text.includes('[')) return text;
  const plain = hidden
    .reduce((rest, pattern) => rest.replace(pattern, gap), text)
    .replace(captioned, (_, inner: string) => `${gap}${inner.match(pictures)?.join(' ') ?? ''}${gap}`)
    .replace(inBrackets, (whole, inner: string) => (hasAttributes(inner) ? gap : whole))
    .replace(wellKnown, gap);
  return withoutPairs(plain);
}

/** Whether brackets hold a name and its attributes, and not much behind them: `gallery ids="1,2" /`. */
function hasAttributes(inner: string): boolean {
  const name = /^[a-z][\w-]{1,60}/i.exec(inner)?.[0] ?? '';
  let end = name.length;
  attribute.lastIndex = end;
  while (end > 0 && attribute.test(inner)) end = attribute.lastIndex;
  return end > name.length && inner.length - end <= 500;
}

/** `[box]…[/box]`: whatever has an end like this is a shortcode, even one nobody has heard of. */
function withoutPairs(text: string): string {
  const names = new Set([...text.matchAll(closing)].slice(0, 50).map(([, name = '']) => name.toLowerCase()));
  if (names.size === 0) return text;
  const pair = new RegExp(
    String.raw`\[\/?(?:${[...names].join('|')})(?:\s[^[\]]{0,500})?\]${notAddressed}`,
    'gi',
  );
  return text.replace(pair, gap).replace(closing, gap);
}
