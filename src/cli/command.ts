import { Option, type Command } from 'commander';
import { guarded } from './failures.ts';
import { terminalOutput, type Output } from './output.ts';
import { terminalLanguage, type GlobalOptions } from './settings.ts';

/** A command's work; it answers its exit code. */
type Run<Options> = (options: Options & GlobalOptions, output: Output, ...names: string[]) => Promise<number>;

/** Told the exit code once a command has run. */
export type Ended = (exitCode: number) => void;

/** Adds a command below another: its name with arguments, what it does, and where its work is loaded from. */
export type AddCommand = <Options>(
  nameAndArguments: string,
  description: string,
  load: () => Promise<Run<Options>>,
) => Command;

/** Adds commands with the options that every command takes. */
export function commandsBelow(parent: Command, ended: Ended): AddCommand {
  return (nameAndArguments, description, load) =>
    addCommand({ parent, ended, nameAndArguments, description, load });
}

/** A command with the options that every command takes. */
function addCommand<Options>({
  parent,
  ended,
  nameAndArguments,
  description,
  load,
}: {
  readonly parent: Command;
  readonly ended: Ended;
  readonly nameAndArguments: string;
  readonly description: string;
  readonly load: () => Promise<Run<Options>>;
}): Command {
  return parent
    .command(nameAndArguments)
    .description(description)
    .helpOption('-h, --help', say('diese Hilfe zeigen', 'display help for command'))
    .option(
      '--dir <folder>',
      say(
        'Ordner des Newsletters; sonst der aktuelle',
        'folder of the newsletter; the current one when left out',
      ),
    )
    .option('--json', say('ein JSON-Dokument auf stdout', 'one JSON document on stdout'))
    .showHelpAfterError(
      say(
        `Hilfe: ${callOf(parent)} ${nameAndArguments.split(' ')[0]} --help`,
        `Help: ${callOf(parent)} ${nameAndArguments.split(' ')[0]} --help`,
      ),
    )
    .exitOverride()
    .action(async function (this: Command, ...given: unknown[]) {
      const options = this.opts<Options & GlobalOptions>();
      const output = terminalOutput(options.json === true, terminalLanguage());
      const names = given.filter((name): name is string => typeof name === 'string');
      ended(await guarded(async () => (await load())(options, output, ...names), output));
    });
}

/** How a command is called from the outermost one on: `wochenbrief subscribers`. */
function callOf(command: Command): string {
  return command.parent ? `${callOf(command.parent)} ${command.name()}` : command.name();
}

/** Lets a command be replayed at another time. */
export function withNow(command: Command): Command {
  return command.addOption(
    new Option(
      '--now <instant>',
      say(
        'die Uhr dieses Laufs stellen, wie 2026-11-20T09:00:00+01:00',
        'set the clock of this run, as 2026-11-20T09:00:00+01:00',
      ),
    ),
  );
}

/** Lets a command that shows pages listen elsewhere than the settings say. */
export function withAddress(command: Command): Command {
  return command
    .option(
      '--port <port>',
      say('an diesem Port statt an dem aus den Einstellungen', 'on this port instead of the settings’'),
    )
    .option(
      '--host <address>',
      say(
        'an dieser Netzadresse statt an der aus den Einstellungen',
        'on this address instead of the settings’',
      ),
    );
}

/** The terminal's language, English where it names none of ours; the newsletter's is not known yet. */
export function say(de: string, en: string): string {
  return terminalLanguage() === 'de' ? de : en;
}
