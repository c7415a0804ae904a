import { writeFile } from 'node:fs/promises';
import { jsonSchemas } from '../src/core/jsonSchemas.ts';

for (const [name, text] of Object.entries(jsonSchemas())) await writeFile(`schema/${name}`, text);
