import type { Check } from '../check.ts';
import type { Config } from '../config.ts';
import { contrastOf, replacedColors } from '../render/color.ts';
import type { CheckedLetter } from './checkedLetter.ts';
import { stylesOf, withAncestors, type LetterElement } from './letterElements.ts';

/** WCAG 2.2, 1.4.3: for usual text, and for large one. */
const usual = 4.5;
const large = 3;
const mostTold = 3;

/** Whether all words of the letter stand out from what is behind them, in its light colours; and what became of the author's own. */
export function checkContrast({
  elements,
  config,
}: Pick<CheckedLetter, 'elements' | 'config'>): readonly Check[] {
  const faint = new Map<string, { readonly element: LetterElement; readonly pair: Pair }>();
  for (const element of elements) {
    if (element.ownText() === '' || isHidden(element)) continue;
    const pair = colorsOf(element);
    if (!pair || contrastOf(pair.color, pair.background) >= (isLarge(element) ? large : usual)) continue;
    const key = `${pair.color} ${pair.background}`;
    if (!faint.has(key)) faint.set(key, { element, pair });
  }
  if (faint.size === 0) return [easyToRead(config)];
  return [...faint.values()].slice(0, mostTold).map(({ element, pair }) => faintText(element, pair));
}

function easyToRead({ look }: Pick<Config, 'look'>): Check {
  const replaced = replacedColors(look.color, look.template);
  const told = {
    de: replaced.map(({ mode, ground, contrast, used }) => {
      const figure = contrast.toFixed(1).replace('.', ',');
      return `Die Farbe ${look.color} hätte auf ${grounds[mode].de} (${ground}) nur den Kontrast ${figure}; dort steht ${used}.`;
    }),
    en: replaced.map(
      ({ mode, ground, contrast, used }) =>
        `The colour ${look.color} would have a contrast of only ${contrast.toFixed(1)} on ${grounds[mode].en} (${ground}); ${used} stands there.`,
    ),
  };
  return {
    check: 'contrast',
    status: 'ok',
    found: {
      de: ['Alle Farben sind gut zu lesen.', ...told.de].join(' '),
      en: ['All colours are easy to read.', ...told.en].join(' '),
    },
  };
}

const grounds = {
  light: { de: 'hellem Grund', en: 'a light ground' },
  dark: { de: 'dunklem Grund', en: 'a dark ground' },
} as const;

interface Pair {
  readonly color: string;
  readonly background: string;
}

function faintText(element: LetterElement, { color, background }: Pair): Check {
  const words = element.ownText();
  const shown = words.length > 40 ? `${words.slice(0, 39)}…` : words;
  const contrast = contrastOf(color, background).toFixed(1);
  return {
    check: 'contrast',
    status: 'warning',
    found: {
      de: `„${shown}“ ist schwer zu lesen: ${color} auf ${background}, Kontrast ${contrast.replace('.', ',')}.`,
      en: `"${shown}" is hard to read: ${color} on ${background}, contrast ${contrast}.`,
    },
    why: {
      de: 'Unter 4,5 (bei großer Schrift 3) lesen es viele nicht: in der Sonne, mit müden Augen, im Alter.',
      en: 'Below 4.5 (3 for large type) many cannot read it: in the sun, with tired eyes, in old age.',
    },
    hint: {
      de: 'In der Vorlage eine dunklere Schrift oder einen helleren Grund wählen.',
      en: 'Choose a darker text or a lighter ground in the template.',
    },
    where: 'templates',
  };
}

/** Undefined where a colour or what is behind it cannot be told, as with pictures. */
function colorsOf(element: LetterElement): Pair | undefined {
  const color = nearest(element, (one) => stylesOf(one).get('color') ?? one.attributes['color']);
  const behind = nearest(element, (one) => {
    const styles = stylesOf(one);
    if (/url\(/.test(styles.get('background') ?? '')) return 'picture';
    return styles.get('background-color') ?? styles.get('background') ?? one.attributes['bgcolor'];
  });
  const text = color === undefined ? '#000000' : hexColor(color);
  const background = behind === undefined ? '#ffffff' : hexColor(behind);
  return text === undefined || background === undefined ? undefined : { color: text, background };
}

function nearest(
  element: LetterElement,
  valueOf: (one: LetterElement) => string | undefined,
): string | undefined {
  for (const one of withAncestors(element)) {
    const value = valueOf(one)?.replace(/\s*!important$/, '');
    if (value !== undefined && !/^(?:inherit|transparent|none)$/.test(value)) return value;
  }
  return undefined;
}

function isLarge(element: LetterElement): boolean {
  const size = Number.parseFloat(nearest(element, (one) => stylesOf(one).get('font-size')) ?? '16');
  const weight = nearest(element, (one) => stylesOf(one).get('font-weight')) ?? 'normal';
  return size >= 24 || (size >= 18.66 && /^(?:bold|[6-9]00)/.test(weight));
}

function isHidden(element: LetterElement): boolean {
  for (const one of withAncestors(element)) {
    if (one.name === 'head') return true;
    const styles = stylesOf(one);
    if (styles.get('display') === 'none' || styles.get('visibility') === 'hidden') return true;
  }
  return false;
}

const named: Readonly<Record<string, string>> = {
  white: '#ffffff',
  black: '#000000',
  gray: '#808080',
  grey: '#808080',
  silver: '#c0c0c0',
  lightgray: '#d3d3d3',
  lightgrey: '#d3d3d3',
  darkgray: '#a9a9a9',
  darkgrey: '#a9a9a9',
  red: '#ff0000',
  green: '#008000',
  blue: '#0000ff',
  navy: '#000080',
  yellow: '#ffff00',
  orange: '#ffa500',
};

function hexColor(value: string): string | undefined {
  const color = value.toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(color)) return color;
  if (/^#[0-9a-f]{3}$/.test(color)) return color.replaceAll(/[0-9a-f]/g, '$&$&');
  const channels = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(color)?.slice(1);
  if (channels)
    return `#${channels.map((channel) => Math.min(255, Number(channel)).toString(16).padStart(2, '0')).join('')}`;
  return named[color];
}
