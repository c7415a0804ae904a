import { parseFrontMatter } from '../frontMatter.ts';
import { issueError } from '../issueFile.ts';

/** issue.md with another letter of the author below its front matter, which stays byte for byte. Throws `issue.invalid`. */
export function replaceLetter(text: string, fileName: string, letter: string): string {
  const reading = parseFrontMatter(text, fileName);
  if (!reading.ok) throw issueError(reading.faults, fileName);
  const fence = /^---[ \t]*(?:\r?\n|$)/.exec(text.slice(reading.end))?.[0] ?? '';
  const front = text.slice(0, reading.end + fence.length);
  const body = text.slice(front.length);
  const lineEnd = (body.includes('\n') ? body : front).includes('\r\n') ? '\r\n' : '\n';
  const gap = /^\s*\n/.exec(body)?.[0] ?? (body === '' ? lineEnd : '');
  const begun = fence.endsWith('\n') ? front : front + lineEnd;
  return begun + gap + letter.replaceAll('\n', lineEnd);
}
