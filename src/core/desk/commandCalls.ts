/**
 * A text with each command it names as it must be called on this folder, so that it can be copied: `wochenbrief status
 * 2026-W47` becomes `wochenbrief status --dir ../brief 2026-W47`.
 */
export function withCalls(text: string, commandCall: (words: readonly string[]) => string): string {
  return text.replaceAll(namedCommand, (_, words: string) => commandCall(words.split(' ')));
}

/** The words of a command alone: where in a sentence its arguments end nobody can tell, and options may stand before them. */
const namedCommand =
  /(?<![\p{L}\p{N}_./-])wochenbrief ((?:subscribers|prompts|templates) (?:list|add|remove|import|export|check|eject)(?![\p{L}-])|[a-z][a-z-]*)/gu;
