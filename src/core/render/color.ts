import { baseLook, type LookName } from '../look.ts';

/** A colour written `#rrggbb`. */
export type HexColor = string;

/** WCAG 2.2, 1.4.3: the least contrast of text against its background. */
const readableContrast = 4.5;

/** The colours of a letter in one mode. */
export interface Palette {
  readonly paper: HexColor;
  readonly panel: HexColor;
  readonly ink: HexColor;
  readonly quiet: HexColor;
  readonly rule: HexColor;
  readonly accent: HexColor;
}

type Tones = Omit<Palette, 'accent'>;

const tones: Readonly<Record<LookName, { readonly light: Tones; readonly dark: Tones }>> = {
  ruhig: {
    light: { paper: '#fbf8f2', panel: '#f4ede1', ink: '#2b2521', quiet: '#6b6158', rule: '#d9cdb9' },
    dark: { paper: '#1c1917', panel: '#2d2621', ink: '#e9e2d8', quiet: '#b3a89b', rule: '#51463c' },
  },
  magazin: {
    light: { paper: '#efeae1', panel: '#ffffff', ink: '#231f1c', quiet: '#60574e', rule: '#d5c9b7' },
    dark: { paper: '#161311', panel: '#251f1b', ink: '#ece6dd', quiet: '#b5aa9d', rule: '#463c33' },
  },
  brief: {
    light: { paper: '#ffffff', panel: '#ffffff', ink: '#22201e', quiet: '#65605a', rule: '#d9d5cf' },
    dark: { paper: '#1b1a19', panel: '#1b1a19', ink: '#e8e4df', quiet: '#aca69f', rule: '#4a4642' },
  },
};

/** Just readable looks dull on dark paper. */
const comfortableContrast = 6.5;

/** The palettes of a newsletter: its colour, made readable on light and on dark paper; pages have those of the base look. */
export function palettesOf(
  color: HexColor,
  look: LookName = baseLook,
): { readonly light: Palette; readonly dark: Palette } {
  const { light, dark } = tones[look];
  const grounds = hardestGrounds(look);
  return {
    light: { ...light, accent: readableOn(color, grounds.light) },
    dark: { ...dark, accent: readableOn(color, grounds.dark, comfortableContrast) },
  };
}

/** An author's colour that nobody could read on a ground of the letter, and the one that stands there instead. */
export interface ReplacedColor {
  readonly mode: 'light' | 'dark';
  readonly ground: HexColor;
  /** Of the author's colour on this ground. */
  readonly contrast: number;
  readonly used: HexColor;
}

/** Where the author's colour would be hard to read, on light and on dark paper. */
export function replacedColors(color: HexColor, look: LookName): readonly ReplacedColor[] {
  const palettes = palettesOf(color, look);
  const grounds = hardestGrounds(look);
  return (['light', 'dark'] as const)
    .map((mode) => ({
      mode,
      ground: grounds[mode],
      contrast: contrastOf(color, grounds[mode]),
      used: palettes[mode].accent,
    }))
    .filter(({ contrast }) => contrast < readableContrast);
}

/** What reads on the background nearest to the accent reads on the other one too. */
function hardestGrounds(look: LookName): Readonly<Record<'light' | 'dark', HexColor>> {
  const { light, dark } = tones[look];
  const [darkest = light.panel] = byLuminance(light);
  return { light: darkest, dark: byLuminance(dark).at(-1) ?? dark.panel };
}

function byLuminance({ paper, panel }: Tones): readonly HexColor[] {
  return [paper, panel].toSorted((one, other) => luminanceOf(one) - luminanceOf(other));
}

/** A colour, darkened or lightened just as far as text in it needs to be readable on a background. */
export function readableOn(color: HexColor, background: HexColor, contrast = readableContrast): HexColor {
  const { hue, saturation, lightness } = hslOf(color);
  const towards = luminanceOf(background) > 0.18 ? 0 : 1;
  for (let percent = 0; percent < 100; percent += 1) {
    // Only the lightness moves: mixed with white, a warm brown would turn into a pale pink.
    const moved = lightness + ((towards - lightness) * percent) / 100;
    const candidate = percent === 0 ? color : hexOf({ hue, saturation, lightness: moved });
    if (contrastOf(candidate, background) >= contrast) return candidate;
  }
  return towards === 0 ? '#000000' : '#ffffff';
}

/** The contrast of two colours, 1 to 21, as WCAG 2.2 defines it. */
export function contrastOf(one: HexColor, other: HexColor): number {
  const luminances = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}

function luminanceOf(color: HexColor): number {
  const [red, green, blue] = channelsOf(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

interface Hsl {
  /** In sixths of the circle. */
  readonly hue: number;
  readonly saturation: number;
  readonly lightness: number;
}

function hslOf(color: HexColor): Hsl {
  const [red = 0, green = 0, blue = 0] = channelsOf(color).map((channel) => channel / 255);
  const most = Math.max(red, green, blue);
  const spread = most - Math.min(red, green, blue);
  const lightness = most - spread / 2;
  if (spread === 0) return { hue: 0, saturation: 0, lightness };
  const saturation = spread / (1 - Math.abs(2 * lightness - 1));
  if (most === red) return { hue: (green - blue) / spread, saturation, lightness };
  if (most === green) return { hue: 2 + (blue - red) / spread, saturation, lightness };
  return { hue: 4 + (red - green) / spread, saturation, lightness };
}

/** The CSS Color 4 formula of HSL to RGB. */
function hexOf({ hue, saturation, lightness }: Hsl): HexColor {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channels = [0, 8, 4].map((offset) => {
    const position = (offset + ((hue * 2 + 12) % 12)) % 12;
    const channel = lightness - reach * Math.max(-1, Math.min(position - 3, 9 - position, 1));
    return Math.round(channel * 255)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${channels.join('')}`;
}

function channelsOf(color: HexColor): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
}
