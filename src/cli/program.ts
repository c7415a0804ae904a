import { Command, Option } from 'commander';
import { NewsletterError, reasonOf, systemCodeOf, type ErrorCode } from '../core/errors.ts';
import { errorText, terminalOutput, type Output } from './output.ts';
import { terminalLanguage, type GlobalOptions } from './settings.ts';
import { packageVersion } from './packageRoot.ts';

/** Exit codes of every command. */
export const exit = { done: 0, failed: 1, wrongUse: 2, authorNeeded: 3 } as const;

/** A command's work; it answers its exit code. */
type Run<Options> = (options: Options & GlobalOptions, output: Output, ...names: string[]) => Promise<number>;

/** Told the exit code once a command has run. */
type Ended = (exitCode: number) => void;

/** The program with all its commands. Commands load what they need only when they run. */
export function wochenbrief(ended: Ended): Command {
  const program = new Command('wochenbrief')
    .description('Composes a weekly letter from a blog and sends it once to the readers who confirmed.')
    .version(packageVersion())
    .showHelpAfterError('Help: wochenbrief --help')
    .exitOverride();
  const command = <Options>(
    nameAndArguments: string,
    description: string,
    load: () => Promise<Run<Options>>,
  ): Command => addCommand({ program, ended, nameAndArguments, description, load });

  command(
    'demo',
    'the whole way from blog to inbox on sample content, with a mail server of its own',
    async () => (await import('./commands/demo.ts')).demo,
  );
  command(
    'init [folder]',
    'make a new newsletter folder',
    async () => (await import('./commands/init.ts')).init,
  )
    .option('--yes', 'ask nothing; write placeholders for what only you know')
    .option('--feed <address>', 'address of your blog’s feed');
  withNow(
    command(
      'compose',
      'write the week’s draft; a second run keeps what you wrote',
      async () => (await import('./commands/compose.ts')).composeCommand,
    ),
  ).option('--week <week>', 'the week, as 2026-W47; this week when left out');
  withNow(
    command(
      'send [issue]',
      'send the week’s letter, or go on where it was interrupted',
      async () => (await import('./commands/send.ts')).sendCommand,
    ),
  )
    .option('--dry-run', 'tell who would get it, and send nothing')
    .option('--outbox', 'write .eml files instead of sending');
  command(
    'test <address> [issue]',
    'send the draft to yourself, marked as a test',
    async () => (await import('./commands/test.ts')).testCommand,
  ).option('--outbox', 'write an .eml file instead of sending');
  withNow(
    command(
      'status [issue]',
      'what went to how many, and what is open',
      async () => (await import('./commands/status.ts')).status,
    ),
  ).option('--subscriber <address>', 'why one reader did or did not get it');
  command(
    'resolve [issue]',
    'show uncertain deliveries and settle them',
    async () => (await import('./commands/resolve.ts')).resolve,
  )
    .option(
      '--resend <id>',
      'send this one again with the next send; "all" for all uncertain, "rejected" for all rejected ones',
    )
    .option('--leave <id>', 'leave this one be; "all" for all of them');
  return program;
}

/** A command with the options that every command takes. */
function addCommand<Options>({
  program,
  ended,
  nameAndArguments,
  description,
  load,
}: {
  readonly program: Command;
  readonly ended: Ended;
  readonly nameAndArguments: string;
  readonly description: string;
  readonly load: () => Promise<Run<Options>>;
}): Command {
  return program
    .command(nameAndArguments)
    .description(description)
    .option('--dir <folder>', 'folder of the newsletter; the current one when left out')
    .option('--json', 'one JSON document on stdout')
    .showHelpAfterError(`Help: wochenbrief ${nameAndArguments.split(' ')[0]} --help`)
    .exitOverride()
    .action(async function (this: Command, ...given: unknown[]) {
      const options = this.opts<Options & GlobalOptions>();
      const output = terminalOutput(options.json === true, terminalLanguage());
      const names = given.filter((name): name is string => typeof name === 'string');
      ended(await guarded(async () => (await load())(options, output, ...names), output));
    });
}

function withNow(command: Command): Command {
  return command.addOption(
    new Option('--now <instant>', 'set the clock of this run, as 2026-11-20T09:00:00+01:00'),
  );
}

/** Failures of the command line itself, not of what it works on. */
const wrongUses: ReadonlySet<ErrorCode> = new Set(['usage.wrong', 'week.invalid', 'address.invalid']);

/** Turns a failure into words and an exit code; nothing else prints errors. */
async function guarded(work: () => Promise<number>, output: Output): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NewsletterError) {
      output.note(errorText(error, output.language));
      output.document({ error: { code: error.code, message: error.message, hint: error.hint?.en } });
      if (wrongUses.has(error.code)) return exit.wrongUse;
      return error.code === 'issue.quiet' ? exit.authorNeeded : exit.failed;
    }
    if (isFileTrouble(error)) return guarded(() => Promise.reject(fileTrouble(error)), output);
    output.note({
      de: `Unerwarteter Fehler: ${reasonOf(error)}`,
      en: `Unexpected error: ${reasonOf(error)}`,
    });
    if (error instanceof Error && error.stack) output.note(error.stack);
    output.document({ error: { code: 'unexpected', message: reasonOf(error) } });
    return exit.failed;
  }
}

/** What a disk, not a bug, throws: full, read-only, not ours, not there. */
function isFileTrouble(error: unknown): error is NodeJS.ErrnoException {
  const codes = [
    'EACCES',
    'EPERM',
    'EROFS',
    'ENOSPC',
    'EDQUOT',
    'ENOENT',
    'ENOTDIR',
    'EISDIR',
    'EMFILE',
    'EIO',
  ];
  return codes.includes(systemCodeOf(error) ?? '') && error instanceof Error && 'path' in error;
}

function fileTrouble(error: NodeJS.ErrnoException): NewsletterError {
  const path = error.path ?? '';
  return new NewsletterError(
    'file.unwritable',
    {
      de: `${path} lässt sich nicht lesen oder schreiben: ${error.message}`,
      en: `${path} cannot be read or written: ${error.message}`,
    },
    {
      hint: {
        de: 'Rechte, freien Platz und den Ordner prüfen.',
        en: 'Check permissions, free space and the folder.',
      },
      cause: error,
    },
  );
}
