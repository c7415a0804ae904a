import { addressWords, type PermalinkParts } from './permalink.ts';
import type { PostFields } from './postFields.ts';

interface Known extends PermalinkParts {
  readonly data: PostFields;
}

/**
 * An address written as a template (`/blog/{{ page.fileSlug }}/`), filled in where it holds nothing but plain names and
 * well-known filters. Undefined for everything else: templates are programs, and none is run here.
 */
export function plainTemplate(template: string, known: Known): string | undefined {
  let isPlain = true;
  const filled = template.replace(/\{\{-?([^{}]{1,500})-?\}\}/g, (_, expression: string) => {
    const [name = '', ...filters] = expression.split('|').map((part) => part.trim());
    const value = filters.reduce<string | undefined>(
      (text, filter) => (text === undefined ? undefined : filtered(text, filter)),
      valueOf(name, known),
    );
    if (value === undefined) isPlain = false;
    return value ?? '';
  });
  return isPlain && !/\{[{%]/.test(filled) ? filled : undefined;
}

function valueOf(name: string, { slug, sections, day, data }: Known): string | undefined {
  switch (name) {
    case 'page.fileSlug':
      return slug;
    case 'page.filePathStem':
      return ['', ...sections, slug].join('/');
    case 'page.date':
    case 'date':
      return day();
    default: {
      const value = Object.hasOwn(data, name) ? data[name] : undefined;
      return typeof value === 'string' ? value : undefined;
    }
  }
}

function filtered(text: string, filter: string): string | undefined {
  if (/^(?:slug|slugify)(?:\(\))?$/.test(filter)) return addressWords(transliterated(text));
  const format = /^date(?::\s*|\(\s*)(["'])([^"']*)\1\s*\)?$/.exec(filter)?.[2];
  if (format === undefined || !/^[%YmdMy/_.-]*$/.test(format)) return undefined;
  const [year = '', month = '', day = ''] = text.split('-');
  return format
    .replace(/%Y|yyyy/g, year)
    .replace(/%m|MM/g, month)
    .replace(/%d|dd/g, day);
}

function transliterated(text: string): string {
  const letters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
  return text
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}
