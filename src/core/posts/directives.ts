/** A directive on a line of its own that holds nothing: `::video{#abc}`. */
const leaf = /^[ \t]*::[a-z][\w-]{0,60}(?:\[[^\]]{0,500}\])?(?:\{[^}]{0,500}\})?[ \t]*$/i;
const opening = /^[ \t>]*:{3,}/;
/** What may stand behind the colons: a name, a title in brackets, attributes. */
const label = /^[ \t]*[\w-]{0,60}[ \t]*(?:\[[^\]]{0,500}\])?[ \t]*(?:\{[^}]{0,500}\})?/;

/** A text without the marks of directives (`:::note` … `:::`), as Starlight and Docusaurus have them; what they hold stays. */
export function withoutDirectives(text: string): string {
  if (!text.includes('::')) return text;
  return text
    .split('\n')
    .map((line) => (leaf.test(line) ? '' : opening.test(line) ? heldBy(line) : line))
    .join('\n');
}

/** What a directive holds that begins and ends on the same line. */
function heldBy(line: string): string {
  const inner = line.replace(opening, '').trimEnd();
  return inner.endsWith(':::') ? inner.replace(label, '').replaceAll(':::', '').trim() : '';
}
