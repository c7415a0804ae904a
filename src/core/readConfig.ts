import { configSchema, type Config } from './config.ts';
import { errorOfFaults, type Fault } from './fault.ts';
import { validate } from './validate.ts';
import { readYaml } from './yamlText.ts';

/** newsletter.yaml as typed settings; throws `config.invalid` with every fault, its line, column and mend. */
export function readConfig(text: string, fileName = 'newsletter.yaml'): Config {
  const reading = readYaml(text, fileName);
  const result = 'faults' in reading ? reading : validate(configSchema, reading.yaml, { isOnce: true });
  if ('faults' in result) throw configError(result.faults, fileName);
  return deepFreeze(result.value);
}

function configError(faults: readonly Fault[], fileName: string): Error {
  const count = faults.length;
  return errorOfFaults(
    'config.invalid',
    {
      de: count === 1 ? `Ein Fehler in ${fileName}:` : `${count} Fehler in ${fileName}:`,
      en: count === 1 ? `One fault in ${fileName}:` : `${count} faults in ${fileName}:`,
    },
    faults,
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
