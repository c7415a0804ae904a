import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TemplateFiles } from '../../src/core/render/templates.ts';

const folder = fileURLToPath(new URL('../../templates/', import.meta.url));

/** The templates as they are shipped. */
export function shippedTemplates(): TemplateFiles {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(mjml|hbs)$/.test(name),
  );
  return Object.fromEntries(
    names.map((name) => [name.replaceAll('\\', '/'), readFileSync(join(folder, name), 'utf8')]),
  );
}
