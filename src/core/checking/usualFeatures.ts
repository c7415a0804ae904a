/**
 * What our own templates use although some program does not know it: each of these looks fine where it is ignored. By the
 * names that caniemail.com has for them; a test renders every look and keeps the list.
 */
export const usualFeatures: ReadonlySet<string> = new Set([
  '!important keyword',
  '<body> element',
  '@media',
  'Chaining selectors',
  'Class selector',
  'Descendant combinator',
  'ID selector',
  'Type selector',
  'border-radius',
  'dir attribute',
  'hyphens',
  'outline',
  'overflow',
  'text-decoration-color',
  'text-decoration-thickness',
  'text-underline-offset',
  'text-wrap',
  'white-space',
  'word-break',
  'word-spacing',
]);
