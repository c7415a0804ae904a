import type { Text } from '../errors.ts';

/** What MJML says of an element, in both languages; what is not known here stays as it is. */
export function mjmlWords(tagName: string | undefined, message: string): Text {
  for (const { says, means } of sayings) {
    const found = says.exec(message);
    if (found) return means(found.slice(1), tagName ?? '');
  }
  const words = tagName === undefined ? message : `<${tagName}>: ${message}`;
  return { de: words, en: words };
}

interface MjmlSaying {
  readonly says: RegExp;
  readonly means: (named: readonly string[], tagName: string) => Text;
}

const sayings: readonly MjmlSaying[] = [
  {
    says: /^Element (\S+) doesn't exist or is not registered$/,
    means: ([name = '']) => ({
      de: `Das Element <${name}> gibt es nicht.`,
      en: `There is no element <${name}>.`,
    }),
  },
  {
    says: /^Attributes? (.+) (?:is|are) illegal$/,
    means: ([names = ''], tagName) =>
      names.includes(', ')
        ? {
            de: `Die Attribute ${names} sind bei <${tagName}> nicht erlaubt.`,
            en: `The attributes ${names} are not allowed on <${tagName}>.`,
          }
        : {
            de: `Das Attribut ${names} ist bei <${tagName}> nicht erlaubt.`,
            en: `The attribute ${names} is not allowed on <${tagName}>.`,
          },
  },
  {
    says: /^(\S+) cannot be used inside (\S+), only inside: ?(.*)$/s,
    means: ([name = '', parent = '', others = '']) => ({
      de: `<${name}> darf nicht in <${parent}> stehen, nur in: ${others}.`,
      en: `<${name}> cannot stand in <${parent}>, only in: ${others}.`,
    }),
  },
  {
    says: /^Attribute (\S+) has invalid value: (.*?) for type (?:Unit|Enum), only accepts (.+)$/s,
    means: ([name = '', value = '', accepted = ''], tagName) => ({
      de: `Das Attribut ${name} von <${tagName}> kann nicht „${value}“ sein. Erlaubt: ${inGerman(accepted)}.`,
      en: `The attribute ${name} of <${tagName}> cannot be "${value}". Allowed: ${accepted}.`,
    }),
  },
  {
    says: /^Attribute (\S+) has invalid value: (.*?) for type \S+\s*$/s,
    means: ([name = '', value = ''], tagName) => ({
      de: `Das Attribut ${name} von <${tagName}> kann nicht „${value}“ sein.`,
      en: `The attribute ${name} of <${tagName}> cannot be "${value}".`,
    }),
  },
];

/** `(px, %) units and 1 to 4 value(s)` */
function inGerman(accepted: string): string {
  const units = /^\((.*)\) units and (.*) value\(s\)$/.exec(accepted);
  if (!units) return accepted;
  const [, names = '', counts = ''] = units;
  return `Werte in ${names}, ${counts.replace(' to ', ' bis ')} davon`;
}
