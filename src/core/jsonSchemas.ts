import * as z from 'zod';
import { configSchema } from './config.ts';
import { promptFileSchema } from './composing/promptFile.ts';
import { subscriberFileSchema } from './list/subscriberSchema.ts';

/** The JSON Schemas of the files people edit, by file name, so that editors complete and check them. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return {
    'newsletter.schema.json': schemaText(
      configSchema,
      'Settings of a Wochenbrief newsletter (newsletter.yaml)',
    ),
    'prompts.schema.json': schemaText(promptFileSchema, 'Reflection questions (prompts.yaml)'),
    'subscribers.schema.json': schemaText(subscriberFileSchema, 'Subscribers (subscribers.json)'),
  };
}

function schemaText(schema: z.ZodType, title: string): string {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ title, ...json }, null, 2)}\n`;
}
