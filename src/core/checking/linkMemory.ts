import * as z from 'zod';
import type { LinkAnswer } from './linkAnswers.ts';

/** What an address answered, and when it was asked. */
export interface RememberedAnswer {
  /** Instant in UTC, ISO 8601. */
  readonly at: string;
  readonly answer: LinkAnswer;
}

/** What addresses answered lately. To lose it costs a few questions. */
export type LinkMemory = ReadonlyMap<string, RememberedAnswer>;

const dayMs = 86_400_000;
/** Whoever mends a link wants to see it soon. */
const troubleMs = 10 * 60_000;
const mostRemembered = 2_000;

/** Whether an answer still counts. */
export function isFresh({ at, answer }: RememberedAnswer, now: Date): boolean {
  const age = now.getTime() - Date.parse(at);
  return age >= 0 && age < (answer.is === 'there' ? dayMs : troubleMs);
}

/** The memory as the text of a file, without what no longer counts. */
export function formatLinkMemory(memory: LinkMemory, now: Date): string {
  const fresh = [...memory].filter(([, remembered]) => isFresh(remembered, now)).slice(-mostRemembered);
  return `${JSON.stringify(Object.fromEntries(fresh), null, 1)}\n`;
}

const reason = z.object({ de: z.string(), en: z.string() });
const memorySchema = z.record(
  z.string(),
  z.object({
    at: z.iso.datetime(),
    answer: z.discriminatedUnion('is', [
      z.object({
        is: z.literal('there'),
        bytes: z.number().min(0).nullable(),
        movedTo: z.url({ protocol: /^https?$/ }).nullable(),
      }),
      z.object({ is: z.literal('gone'), reason }),
      z.object({ is: z.literal('unclear'), reason }),
    ]),
  }),
);

/** Reads such a text; what cannot be read is forgotten. */
export function parseLinkMemory(text: string): LinkMemory {
  try {
    const parsed = memorySchema.safeParse(JSON.parse(text));
    return new Map(parsed.success ? Object.entries(parsed.data) : []);
  } catch {
    return new Map();
  }
}
