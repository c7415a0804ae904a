import { readYaml } from '../yamlText.ts';
import { changeDocument } from './changeDocument.ts';
import { changeInPlace } from './changeInPlace.ts';
import { changedValue, isSameValue, type YamlChange } from './yamlChange.ts';
import { commentsIn } from './yamlComments.ts';

/**
 * A YAML text after changes, as a hand would make them: all else stays as it was written. What comes out is read again: it says
 * what was wanted, and has every comment. Undefined where no way leads there, and for a text that cannot be read.
 */
export function changeYaml(source: string, changes: readonly YamlChange[]): string | undefined {
  const reading = valueOf(source);
  if (reading === undefined) return undefined;
  let wanted = reading.value;
  const meant = changes.filter((change) => {
    const before = wanted;
    wanted = changedValue(before, change);
    return !isSameValue(wanted, before);
  });
  if (isSameValue(wanted, reading.value)) return source;
  for (const way of [changeInPlace, changeDocument]) {
    const after = meant.reduce<string | undefined>(
      (text, change) => (text === undefined ? undefined : way(text, change)),
      source,
    );
    if (after !== undefined && isProven(after, wanted, source)) return after;
  }
  return undefined;
}

/** Aliases, tags and merged groups could make a change mean something else than it says. */
function isProven(after: string, wanted: unknown, before: string): boolean {
  const now = valueOf(after);
  if (now === undefined || !isSameValue(now.value, wanted)) return false;
  return isSameValue(remarksIn(after), remarksIn(before));
}

function remarksIn(source: string): readonly string[] {
  return commentsIn(source.replaceAll('\r\n', '\n'))
    .map(({ text }) => text)
    .toSorted();
}

function valueOf(source: string): { readonly value: unknown } | undefined {
  const reading = readYaml(source.replaceAll('\r\n', '\n'), '');
  return 'faults' in reading ? undefined : { value: reading.yaml.value };
}
