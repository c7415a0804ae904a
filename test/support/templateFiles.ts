import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TemplateFiles } from '../../src/core/render/templates.ts';

const folder = fileURLToPath(new URL('../../templates/', import.meta.url));

let shipped: TemplateFiles | undefined;

/** The templates as they are shipped; one object, so that they are compiled once. */
export function shippedTemplates(): TemplateFiles {
  return (shipped ??= readShipped());
}

function readShipped(): TemplateFiles {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(mjml|hbs)$/.test(name),
  );
  return Object.fromEntries(
    names.map((name) => [name.replaceAll('\\', '/'), readFileSync(join(folder, name), 'utf8')]),
  );
}
