import { array, assert, boolean, constantFrom, option, property, record, shuffledSubarray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withLook, type Look } from '../../../src/core/desk/settingsEdit.ts';
import { fontNames, lookNames, sectionNames } from '../../../src/core/look.ts';
import { readConfig } from '../../../src/core/readConfig.ts';

const rest = `# Mein Brief
title: Wochenbrief
from: { name: Johanna, address: brief@example.org }    # die Absenderin
baseUrl: https://brief.example.org
sources:
  - folder: posts   # hier
`;

const ways: readonly string[] = [
  '',
  'look: { template: ruhig, color: "#8a4b2d", pictures: true }   # so bleibt es\n',
  'look: {}\n',
  'look:\n  # die Farbe des Hauses\n  color: "#2f6f6a"   # petrol\n  pictures: true\n\nissue: { maxPosts: 3 }\n',
  'look:\n  sections:\n    - letter\n    - posts # neue\n  font: book\n# Ende\n',
  'look:\n  logo: https://example.org/logo.png # alt\nissue: { maxPosts: 3 } # drei',
  'look: {\n  template: magazin,\n  font: sans,\n}\n',
];

const looks = record({
  template: constantFrom(...lookNames),
  font: option(constantFrom(...fontNames), { nil: undefined }),
  color: constantFrom('#8a4b2d', '#2f6f6a', '#000000'),
  logo: option(constantFrom('https://example.org/a.png', 'https://example.org/b.png?x=1#y'), {
    nil: undefined,
  }),
  pictures: boolean(),
  sections: shuffledSubarray([...sectionNames], { minLength: 1 }),
}).map(({ font, logo, ...look }): Look => ({ ...look, ...(font && { font }), ...(logo && { logo }) }));

describe('another look in newsletter.yaml', () => {
  test('is what was wanted, whatever way it was written, and every comment and line end stays (R36)', () => {
    assert(
      property(
        constantFrom(...ways),
        array(looks, { minLength: 1, maxLength: 3 }),
        constantFrom('\n', '\r\n'),
        boolean(),
        (way, wanted, lineEnd, hasMark) => {
          let text = (hasMark ? '\uFEFF' : '') + (rest + way).replaceAll('\n', lineEnd);
          for (const look of wanted) {
            const after = withLook(text, look);
            if (after === undefined) throw new Error(`refused: ${text}`);
            expect(readConfig(after)).toEqual({ ...readConfig(text), look });
            expect(remarksIn(after)).toEqual(remarksIn(text));
            expect(after.startsWith('\uFEFF')).toBe(hasMark);
            if (lineEnd === '\r\n') expect(after.replaceAll('\r\n', '')).not.toContain('\n');
            text = after;
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('changes its own line and no other', () => {
    const text = `${rest}${ways[1]}`;
    const look = { ...readConfig(text).look, template: 'brief' as const };
    expect(withLook(text, look)).toBe(text.replace('template: ruhig', 'template: brief'));
    expect(withLook(text, readConfig(text).look)).toBe(text);
  });

  test('is left to a hand where settings are written with aliases', () => {
    const text = `${rest}look: &look { color: "#2f6f6a" }\n`;
    expect(withLook(text, { ...readConfig(text).look, color: '#000000' })).toContain('&look');
    const merged = `${rest}issue: &n { maxPosts: 3 }\nlook: { color: &c "#2f6f6a", logo: https://example.org/a.png }\n`;
    const after = withLook(merged, { ...readConfig(merged).look, color: '#000000' });
    if (after !== undefined) expect(readConfig(after).look.color).toBe('#000000');
  });
});

function remarksIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/(?:^|\s)#(?!\w{6}\b|y)[^\r\n"]*/g), ([remark]) =>
    remark.trim(),
  ).toSorted();
}
