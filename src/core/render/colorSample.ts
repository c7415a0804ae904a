import type { LookName } from '../look.ts';
import { palettesOf, type HexColor } from './color.ts';

/** Words as letters show them in the author's colour. */
export interface SampleWords {
  readonly link: string;
  readonly area: string;
}

/** A picture (SVG) of what becomes of a colour in a look: as a link and as an area, on light and on dark paper. */
export function colorSample(color: HexColor, look: LookName, { link, area }: SampleWords): string {
  const { light, dark } = palettesOf(color, look);
  const halves = [light, dark].map(
    ({ paper, rule, accent }, place) =>
      `<g transform="translate(0 ${place * 62})" font-family="sans-serif" font-size="15">` +
      `<rect x="0.5" y="0.5" width="255" height="53" rx="8" fill="${paper}" stroke="${rule}"/>` +
      `<text x="16" y="32" fill="${accent}" text-decoration="underline">${link}</text>` +
      `<rect x="128" y="11" width="116" height="32" rx="6" fill="${accent}"/>` +
      `<text x="186" y="32" fill="${paper}" text-anchor="middle">${area}</text></g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="116" viewBox="0 0 256 116">${halves.join('')}</svg>`;
}
