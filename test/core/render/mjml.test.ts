import { describe, expect, test } from 'vitest';
import { faultsOfMjml } from '../../../src/core/render/mjml.ts';
import { strayTags } from '../../../src/core/render/mjmlTags.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

const letter = (inside: string): string =>
  `<mjml>\n<mj-body>\n<mj-section>\n<mj-column>\n${inside}\n</mj-column>\n</mj-section>\n</mj-body>\n</mjml>`;

async function faultsOf(
  inside: string,
): Promise<readonly (readonly [number | null | undefined, string, string])[]> {
  const text = letter(inside);
  const files = { 'issue.mjml': text };
  const placeOf = (line: number): { file: string; line: number } => ({ file: 'issue.mjml', line });
  const faults = await faultsOfMjml({ text, placeOf, fileName: 'issue.mjml', files });
  return faults.map(({ place, text: { de, en } }) => [place?.line, firstLine(de), firstLine(en)]);
}

const firstLine = (text: string): string =>
  text.split('\n')[0]?.replace(/^.*gültiges MJML\. |^.*valid MJML\. /, '') ?? '';

describe('a tag without its other half', () => {
  test('that is mistyped is told where it stands, once, whichever of both it is', async () => {
    const right = '<mj-text>x</mj-text>\n';
    expect(await faultsOf(`${right}<mj-texxt>\nx\n</mj-text>`)).toEqual([
      [
        6,
        '<mj-texxt> wird mit </mj-text> geschlossen; beide müssen gleich heißen.',
        '<mj-texxt> is closed by </mj-text>; both must have the same name.',
      ],
    ]);
    expect((await faultsOf(`${right}<mj-text>\nx\n</mj-texxt>`)).map(([line]) => line)).toEqual([8]);
  });

  test('that is not there at all is told in the language of its reader', async () => {
    expect(await faultsOf('</mj-table>\n<mj-button>')).toEqual([
      [
        5,
        '</mj-table> schließt etwas, das nicht offen ist: <mj-table> fehlt davor.',
        '</mj-table> closes what is not open: <mj-table> is missing before it.',
      ],
      [
        6,
        '<mj-button> wird nicht geschlossen: </mj-button> fehlt.',
        '<mj-button> is not closed: </mj-button> is missing.',
      ],
    ]);
  });

  test('is in none of the shipped templates', () => {
    const whole = Object.entries(shippedTemplates()).filter(([name]) => name.endsWith('.mjml'));
    expect(whole.length).toBeGreaterThan(0);
    for (const [name, text] of whole) expect([name, strayTags(text)]).toEqual([name, []]);
  });
});

test.each([
  ['<mj-txt>x</mj-txt>', 'Das Element <mj-txt> gibt es nicht.', 'There is no element <mj-txt>.'],
  [
    '<mj-text bla="1">x</mj-text>',
    'Das Attribut bla ist bei <mj-text> nicht erlaubt.',
    'The attribute bla is not allowed on <mj-text>.',
  ],
  [
    '<mj-text bla="1" blu="2">x</mj-text>',
    'Die Attribute bla, blu sind bei <mj-text> nicht erlaubt.',
    'The attributes bla, blu are not allowed on <mj-text>.',
  ],
  [
    '<mj-text font-size="gross">x</mj-text>',
    'Das Attribut font-size von <mj-text> kann nicht „gross“ sein. Erlaubt: Werte in px, 1 davon.',
    'The attribute font-size of <mj-text> cannot be "gross". Allowed: (px) units and 1 value(s).',
  ],
  [
    '<mj-text align="oben">x</mj-text>',
    'Das Attribut align von <mj-text> kann nicht „oben“ sein. Erlaubt: left, right, center, justify.',
    'The attribute align of <mj-text> cannot be "oben". Allowed: left, right, center, justify.',
  ],
  [
    '<mj-text color="blau1">x</mj-text>',
    'Das Attribut color von <mj-text> kann nicht „blau1“ sein.',
    'The attribute color of <mj-text> cannot be "blau1".',
  ],
])('what MJML finds wrong is told in both languages: %s', async (inside, de, en) => {
  expect(await faultsOf(inside)).toEqual([[5, de, en]]);
});

test('an element in the wrong place is told with where it may stand', async () => {
  const [fault] = await faultsOf('<mj-section></mj-section>');
  expect(fault?.[1]).toMatch(/^<mj-section> darf nicht in <mj-column> stehen, nur in: .*mj-body/);
});
