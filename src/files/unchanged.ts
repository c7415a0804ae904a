import { fileVersion } from './fileVersion.ts';

/** Makes something of files again only when one of them has changed; what cannot be made is tried again. */
export function unchanged<T>(make: () => Promise<T>): (files: readonly string[]) => Promise<T> {
  let known: { readonly versions: string; readonly value: Promise<T> } | undefined;
  return (files) => {
    const versions = files.map((file) => `${file} ${fileVersion(file)}`).join('\n');
    if (known?.versions !== versions) {
      const value = make();
      known = { versions, value };
      value.catch(() => (known = undefined));
    }
    return known.value;
  };
}
