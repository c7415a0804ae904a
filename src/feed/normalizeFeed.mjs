/** The only DOCTYPE feeds ever needed: it names a list of letters and may define nothing itself. */
const netscapeDoctype =
  /^<!DOCTYPE\s+rss\s+PUBLIC\s+"-\/\/Netscape Communications\/\/DTD RSS 0\.9\d*\/\/EN"\s+"[^"<>]{0,200}"\s*>/i;

/**
 * A feed in the shape feedsmith expects. It would lose the posts of RSS with a default namespace, those that the table
 * of contents of RDF forgets, and links in the form of Atom.
 *
 * @param {string} text
 */
export function normalizedFeed(text) {
  const start = prologLength(text);
  const doctype = netscapeDoctype.exec(text.slice(start, start + 500))?.[0] ?? '';
  const plain = doctype === '' ? text : text.slice(0, start) + text.slice(start + doctype.length);
  switch (/^<(?:[\w-]+:)?(rss|rdf|feed)[\s>]/i.exec(rootTag(plain))?.[1]?.toLowerCase()) {
    case 'rss':
      return outsideData(withoutDefaultNamespace(plain), withPlainLinks);
    case 'rdf':
      return withoutContents(plain);
    case 'feed':
      return outsideData(plain, withDecodedText);
    default:
      return plain;
  }
}

/**
 * The first tag behind declarations and comments.
 *
 * @param {string} text
 */
export function rootTag(text) {
  const start = text.slice(prologLength(text)).trimStart();
  return start.slice(0, Math.min(start.indexOf('>') + 1 || 200, 20_000));
}

/**
 * `xml:base` of the whole feed: of its outermost tag, and of the channel in it, which feedsmith forgets.
 *
 * @param {string} text
 */
export function basesOf(text) {
  const channel = /<(?:[\w-]+:)?(?:channel|item|entry)(?:\s[^<>]*)?>/i.exec(text)?.[0] ?? '';
  const tags = [rootTag(text), /channel/i.test(channel.slice(0, 40)) ? channel : ''];
  return tags.flatMap((tag) => {
    const found = /\sxml:base\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag);
    return found === null ? [] : [found[1] ?? found[2] ?? ''];
  });
}

/**
 * A text with its marks changed, but not what stands in CDATA sections and comments.
 *
 * @param {string} text
 * @param {(marks: string) => string} change
 */
export function outsideData(text, change) {
  /** @type {string[]} */
  const parts = [];
  const opening = /<!\[CDATA\[|<!--/g;
  let done = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const closing = found[0] === '<!--' ? '-->' : ']]>';
    const end = text.indexOf(closing, found.index + found[0].length);
    if (end === -1) break;
    parts.push(change(text.slice(done, found.index)), text.slice(found.index, end + closing.length));
    done = end + closing.length;
    opening.lastIndex = done;
  }
  return parts.join('') + change(text.slice(done));
}

/**
 * @param {string} text
 */
function prologLength(text) {
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(text.slice(at, at + 10_000))?.[0].length ?? 0;
    const closing = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : undefined;
    const end = closing === undefined ? -1 : text.indexOf(closing, at);
    if (closing === undefined || end === -1) return at;
    at = end + closing.length;
  }
}

/**
 * @param {string} text
 */
function withoutDefaultNamespace(text) {
  const tag = rootTag(text);
  return text.replace(tag, () => tag.replace(/\sxmlns\s*=\s*(?:"[^"]*"|'[^']*')/gi, ''));
}

/**
 * `<link href="…"/>` is how Atom writes links; an empty one would hide a second that is not.
 *
 * @param {string} xml
 */
function withPlainLinks(xml) {
  return xml.replace(/<link(\s[^<>]*?)?\/?>(?:\s*<\/link\s*>)?/gi, (link, attributes = '') => {
    if (!/\/>$|<\/link\s*>$/i.test(link)) return link;
    const href = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
    const isPost = !/\srel\s*=\s*["'](?!alternate["'])/i.test(attributes);
    return href !== null && isPost ? `<link>${href[1] ?? href[2] ?? ''}</link>` : '';
  });
}

/**
 * RDF without its table of contents: what it forgets are posts all the same.
 *
 * @param {string} text
 */
function withoutContents(text) {
  const posts = text.search(/<(?:[\w-]+:)?item[\s>]/i);
  const head = posts === -1 ? text : text.slice(0, posts);
  const opening = /<((?:[\w-]+:)?items)(?:\s[^<>]*)?>/i.exec(head);
  const closing = opening === null ? -1 : head.indexOf(`</${opening[1]}`, opening.index);
  if (opening === null || closing === -1) return text;
  return text.slice(0, opening.index) + text.slice(text.indexOf('>', closing) + 1);
}

/**
 * Atom 0.3 may write its words in base64.
 *
 * @param {string} xml
 */
function withDecodedText(xml) {
  return xml.replace(
    /(<(?:[\w-]+:)?(?:title|summary|content)\s(?:[^<>]*?\s)?)mode\s*=\s*["']base64["']([^<>]*>)([^<]*)/gi,
    (_, before, after, words) => {
      const decoded = Buffer.from(String(words), 'base64').toString('utf8');
      return before + after + decoded.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    },
  );
}
