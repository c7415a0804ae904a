import { splitFrontMatter } from '../frontMatter.ts';
import type { Proposals } from '../issueFile.ts';

/** What a draft proposes beside its subject and its preheader: the comments `# oder: …` below them, which stay there. */
export function proposalsIn(text: string): Proposals {
  const split = splitFrontMatter(text);
  const lines = typeof split === 'string' ? [] : split.front.split('\n');
  const found: Record<string, string[]> = { subject: [], preheader: [] };
  let key = '';
  for (const line of lines) {
    key = /^(\w+)[ \t]*:/.exec(line)?.[1] ?? key;
    const proposal = /^#[ \t]*(?:oder|or):[ \t]*(.*\S)/.exec(line)?.[1];
    if (proposal !== undefined) found[key]?.push(proposal);
  }
  return { subjects: found['subject'] ?? [], preheaders: found['preheader'] ?? [] };
}
