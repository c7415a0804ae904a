import type { Config } from '../config.ts';
import { readConfig } from '../readConfig.ts';
import { changeYaml } from '../yaml/changeYaml.ts';
import { changesOfList, isSameValue, valueAt, type YamlChange } from '../yaml/yamlChange.ts';
import { readYaml } from '../yamlText.ts';

/** The settings below `look`. */
export type Look = Config['look'];

/**
 * newsletter.yaml with another look; all else stays as its author wrote it, comments and line ends too. Undefined where the
 * settings are written in a way that only a hand can change. Throws `config.invalid`.
 */
export function withLook(text: string, look: Look): string | undefined {
  const before = readConfig(text);
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const source = text.slice(mark.length);
  const edited = changeYaml(source, changesOfLook(source, before.look, look));
  return edited !== undefined && saysLook(edited, { ...before, look }) ? mark + edited : undefined;
}

function saysLook(text: string, wanted: Config): boolean {
  try {
    return isSameValue(readConfig(text), wanted);
  } catch {
    return false;
  }
}

const keys = ['template', 'font', 'color', 'logo', 'pictures', 'sections'] as const;

/** How the settings that change are written. */
function changesOfLook(source: string, before: Look, look: Look): readonly YamlChange[] {
  const reading = readYaml(source, '');
  const value = 'yaml' in reading ? reading.yaml.value : null;
  return keys
    .filter((key) => !isSameValue(before[key], look[key]))
    .flatMap((key): readonly YamlChange[] => {
      const path = ['look', key];
      const [present, to] = [valueAt(value, path), look[key]];
      if (to === undefined) return [{ does: 'remove', path }];
      if (key === 'sections' && Array.isArray(present))
        return changesOfList(path, before.sections, look.sections);
      return [{ does: 'set', path, to, isFlow: true }];
    });
}
