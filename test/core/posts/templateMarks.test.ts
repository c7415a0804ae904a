import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutTemplateMarks } from '../../../src/core/posts/templateMarks.ts';
import { startOwnTime } from '../../support/ownTime.ts';

describe('marks of the blog program are gone, what they enclose stays', () => {
  test.each([
    ['{% if x %}Ja{% endif %}, {{ page.title }}.', 'Ja,.'],
    ['Wir {{< figure src="a.jpg" >}} gehen {{% hint %}}los{{% /hint %}}.', 'Wir gehen los.'],
    ['{{#if x}}Wir{{/if}} {{{roh}}} {{!-- nie }} da --}}gehen', 'Wir gehen'],
    ['Vor {# Bemerkung #} nach {%- comment -%}nie{%- endcomment -%}', 'Vor nach'],
    ['[gallery ids="1,2"] Text', 'Text'],
    ['[gallery ids=“1,2” columns=3]', ''],
    ['[su_button url="https://example.org/"]Weiter[/su_button] geht es', 'Weiter geht es'],
    ['[box]Merke[/box] gut', 'Merke gut'],
    ['[embed]https://example.org/film[/embed] Danach', 'Danach'],
    ['[caption id="a" width="3"]<img src="x.jpg" /> Foto[/caption] Text', '<img src="x.jpg" /> Text'],
    ['<?php echo $x; ?>Text <%= y %>', 'Text'],
    ['## Weg {#weg}\n{: .hint}\nText', '## Weg\n\nText'],
    ['Offen {{ und nie zu', 'Offen und nie zu'],
  ])('%s', (text, plain) => {
    expect(withoutTemplateMarks(text)).toBe(plain);
  });
});

test.each([
  'Er sagte [sic], dass [1] gilt […] [Update]',
  '[video](https://example.org/x), [toc]: https://example.org/ und [ ] offen [x] getan',
  '[ein Link](https://example.org/ "mit Titel") und ![ein Bild](a.jpg)',
  'function f() { return {a: 1}; } und {:ok, x}',
  'Aus 100 % {sicher}',
])('%s stays as it is', (text) => {
  expect(withoutTemplateMarks(text)).toBe(text);
});

test('whatever the text, no mark is left, and nothing is invented', () => {
  const piece = fc.constantFrom(
    '{{',
    '}}',
    '{%',
    '%}',
    '{',
    '}',
    '<',
    '>',
    '%',
    '#',
    '{#',
    '#}',
    '[',
    ']',
    '/',
    '=',
    '"',
    ' ',
    '\n',
    'gallery',
    'caption',
    'wort',
    '{% comment %}',
    '{% endcomment %}',
    '{{!--',
    '--}}',
    '<?php',
    '?>',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const plain = withoutTemplateMarks(text);
      expect(plain).not.toMatch(/\{\{|\}\}|\{%|%\}|<%|%>/);
      expect(plain.length).toBeLessThanOrEqual(text.length + pieces.length);
    }),
    { numRuns: 1000 },
  );
});

test('a hostile text takes no longer than others', () => {
  const elapsed = startOwnTime();
  for (const piece of [
    '{%',
    '{{',
    '{{!--',
    '{% comment %}',
    '[a b="',
    '[caption]',
    '<?php ',
    '[/aa]',
    '[[',
    ' ',
    '{#  ',
    '{{!-- --',
    '{% ',
    '{% comment %}{% ',
    '<%',
    '{: .a ',
    '{: a="',
    '{#a',
    '[embed]',
    '[embed ',
    '[gallery ',
    '[toc ',
    '[vc_a ',
    '[caption]x',
    '[caption <img ',
    '![',
    '[a b=c ',
    '[a b=“',
    '[a b=“c b=“',
    ' b=“c b=“',
    ' b="c',
    "[a b='",
  ])
    for (const start of ['', '[note', '[caption]'])
      withoutTemplateMarks(start + piece.repeat(100_000 / piece.length));
  expect(elapsed()).toBeLessThan(5000);
});

test('attributes that never end stay, and are not tried in all ways', () => {
  const text = `[note${' a=“b a=“'.repeat(24)}`;
  expect(withoutTemplateMarks(text)).toBe(text);
  expect(withoutTemplateMarks(`Vor ${text}] nach`)).toBe('Vor nach');
});

test.each([
  '[vc_row][vc_column width="1/1"][vc_column_text]Eins. Zwei.[/vc_column_text][/vc_column][/vc_row]',
  '[vc_row][vc_column][vc_column_text]Eins. Zwei.',
  '[row][column]Eins. Zwei.[/column][/row]',
  '[box][row][col]Eins. Zwei.[/col][/row][/box]',
])('shortcodes one inside another leave only their words: %s', (text) => {
  expect(withoutTemplateMarks(text)).toBe('Eins. Zwei.');
});

test('links by reference stay, whatever they are called', () => {
  const links = 'Ein [video][1] und [eine Reihe](https://example.org/), dazu [audio]: so.';
  expect(withoutTemplateMarks(links)).toBe(links);
});
