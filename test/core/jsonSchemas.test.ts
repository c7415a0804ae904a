import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonSchemas } from '../../src/core/jsonSchemas.ts';

const folder = join(import.meta.dirname, '..', '..', 'schema');

test('the schemas that editors read are those the program checks with', () => {
  const schemas = jsonSchemas();
  expect(readdirSync(folder).toSorted(), 'run npm run schemas').toEqual(Object.keys(schemas).toSorted());
  for (const [name, text] of Object.entries(schemas)) {
    expect(readFileSync(join(folder, name), 'utf8'), 'run npm run schemas').toBe(text);
  }
});
