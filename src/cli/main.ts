#!/usr/bin/env node
import { CommanderError } from 'commander';
import { exit } from './failures.ts';
import { wochenbrief } from './program.ts';

/** Runs the program on a command line. */
async function main(argv: readonly string[]): Promise<void> {
  try {
    await wochenbrief((exitCode) => (process.exitCode = exitCode)).parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? exit.done : exit.wrongUse;
  }
}

// A reader of our output that has gone (`| head`) must not end a send in the middle.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

await main(process.argv);
