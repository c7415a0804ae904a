import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lookNames } from '../../../src/core/look.ts';
import { contrastOf, palettesOf, readableOn, replacedColors } from '../../../src/core/render/color.ts';

const anyColor = integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('colours', () => {
  test('the contrast of black and white is 21, of a colour with itself 1', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#8a4b2d', '#8a4b2d')).toBe(1);
  });

  test('a colour that is readable already stays as it is', () => {
    expect(readableOn('#8a4b2d', '#ffffff')).toBe('#8a4b2d');
  });

  test('whatever colour the author chooses, all text reads on paper and panel, in light and in dark', () => {
    assert(
      property(anyColor, (color) => {
        for (const palette of lookNames.flatMap((look) => Object.values(palettesOf(color, look)))) {
          for (const text of [palette.accent, palette.ink, palette.quiet]) {
            expect(contrastOf(text, palette.paper)).toBeGreaterThanOrEqual(4.5);
            expect(contrastOf(text, palette.panel)).toBeGreaterThanOrEqual(4.5);
          }
          // Buttons, and the question on its band.
          expect(contrastOf(palette.paper, palette.accent)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 700 },
    );
  });

  test('a colour is told as replaced exactly where it would be hard to read, with the one that is used (R48)', () => {
    assert(
      property(anyColor, (color) => {
        for (const look of lookNames) {
          const { light, dark } = palettesOf(color, look);
          const replaced = replacedColors(color, look);
          for (const { paper, panel, accent } of [light, dark]) {
            const isHard = [paper, panel].some((ground) => contrastOf(color, ground) < 4.5);
            const told = replaced.find(({ ground }) => ground === paper || ground === panel);
            expect(told?.used).toBe(isHard ? accent : undefined);
            if (told) expect(told.contrast).toBeLessThan(4.5);
          }
        }
      }),
    );
    expect(replacedColors('#ffee00', 'ruhig')).toHaveLength(1);
  });

  test('a moved colour keeps its hue', () => {
    expect(readableOn('#0000ff', '#000000')).toMatch(/^#([0-9a-f]{2})\1ff$/);
    expect(readableOn('#ffff00', '#ffffff')).toMatch(/^#([0-9a-f]{2})\1{1}00$/);
  });
});
