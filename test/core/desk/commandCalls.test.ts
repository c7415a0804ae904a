import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { wochenbrief } from '../../../src/cli/program.ts';
import { withCalls } from '../../../src/core/desk/commandCalls.ts';

const call = (words: readonly string[]): string => `wochenbrief ${words.join(' ')} --dir ../brief`;

test('every command of the program is called on this folder, and what follows it stays', () => {
  for (const words of commandsOf(wochenbrief(() => undefined)))
    expect(withCalls(`Weiter mit: wochenbrief ${words} 2026-W47.`, call)).toBe(
      `Weiter mit: wochenbrief ${words} --dir ../brief 2026-W47.`,
    );
});

test('each command of a sentence is called', () => {
  const text = 'Dann: wochenbrief resolve --resend rejected, und „wochenbrief resume“ (wochenbrief status).';
  expect(withCalls(text, call)).toBe(
    'Dann: wochenbrief resolve --dir ../brief --resend rejected, und „wochenbrief resume --dir ../brief“ (wochenbrief status --dir ../brief).',
  );
});

test('a folder, an address or a name that looks like the program stays as it is', () => {
  for (const text of [
    'Der Wochenbrief kommt am Sonntag.',
    '/home/anna/wochenbrief ist kein Ordner.',
    'Hilfe: wochenbrief --help',
    'mein-wochenbrief send',
    'https://example.org/wochenbrief send',
  ])
    expect(withCalls(text, call)).toBe(text);
});

function commandsOf(command: Command, before = ''): readonly string[] {
  return command.commands.flatMap((one) =>
    one.commands.length > 0 ? commandsOf(one, `${before}${one.name()} `) : [before + one.name()],
  );
}
