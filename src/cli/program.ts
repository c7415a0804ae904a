import { Command, Option } from 'commander';
import { guarded } from './failures.ts';
import { terminalOutput, type Output } from './output.ts';
import { terminalLanguage, type GlobalOptions } from './settings.ts';
import { packageVersion } from './packageRoot.ts';

/** A command's work; it answers its exit code. */
type Run<Options> = (options: Options & GlobalOptions, output: Output, ...names: string[]) => Promise<number>;

/** Told the exit code once a command has run. */
type Ended = (exitCode: number) => void;

/** The program with all its commands. Commands load what they need only when they run. */
export function wochenbrief(ended: Ended): Command {
  const program = new Command('wochenbrief')
    .description(
      say(
        'Macht aus einem Blog einen Wochenbrief und sendet ihn einmal an alle, die bestätigt haben.',
        'Composes a weekly letter from a blog and sends it once to the readers who confirmed.',
      ),
    )
    .version(packageVersion(), '-V, --version', say('die Version nennen', 'output the version number'))
    .helpOption('-h, --help', say('diese Hilfe zeigen', 'display help for command'))
    .helpCommand('help [command]', say('Hilfe zu einem Befehl zeigen', 'display help for command'))
    .configureHelp({ styleTitle: (title) => say(germanTitles[title] ?? title, title) })
    .showHelpAfterError(say('Hilfe: wochenbrief --help', 'Help: wochenbrief --help'))
    .exitOverride();
  const command = <Options>(
    nameAndArguments: string,
    description: string,
    load: () => Promise<Run<Options>>,
  ): Command => addCommand({ program, ended, nameAndArguments, description, load });

  command(
    'demo',
    say(
      'der ganze Weg vom Blog ins Postfach, mit Beispielen und eigenem Mailserver',
      'the whole way from blog to inbox on sample content, with a mail server of its own',
    ),
    async () => (await import('./commands/demo.ts')).demo,
  );
  command(
    'init [folder]',
    say('einen neuen Newsletter-Ordner anlegen', 'make a new newsletter folder'),
    async () => (await import('./commands/init.ts')).init,
  )
    .option(
      '--yes',
      say(
        'nichts fragen; Platzhalter schreiben für das, was nur du weißt',
        'ask nothing; write placeholders for what only you know',
      ),
    )
    .option('--feed <address>', say('Adresse des Feeds deines Blogs', 'address of your blog’s feed'));
  withNow(
    command(
      'compose',
      say(
        'den Entwurf der Woche schreiben; ein zweiter Lauf behält, was du geschrieben hast',
        'write the week’s draft; a second run keeps what you wrote',
      ),
      async () => (await import('./commands/compose.ts')).composeCommand,
    ),
  ).option(
    '--week <week>',
    say('die Woche, wie 2026-W47; sonst diese Woche', 'the week, as 2026-W47; this week when left out'),
  );
  withNow(
    command(
      'send [issue]',
      say(
        'den Brief der Woche senden oder dort weitermachen, wo es abbrach',
        'send the week’s letter, or go on where it was interrupted',
      ),
      async () => (await import('./commands/send.ts')).sendCommand,
    ),
  )
    .option(
      '--dry-run',
      say('nur sagen, wer ihn bekäme; nichts senden', 'tell who would get it, and send nothing'),
    )
    .option('--outbox', say('.eml-Dateien schreiben statt zu senden', 'write .eml files instead of sending'));
  command(
    'test <address> [issue]',
    say(
      'den Entwurf an dich selbst senden, als Test gekennzeichnet',
      'send the draft to yourself, marked as a test',
    ),
    async () => (await import('./commands/test.ts')).testCommand,
  ).option(
    '--outbox',
    say('eine .eml-Datei schreiben statt zu senden', 'write an .eml file instead of sending'),
  );
  withNow(
    command(
      'status [issue]',
      say('was an wie viele ging und was noch offen ist', 'what went to how many, and what is open'),
      async () => (await import('./commands/status.ts')).status,
    ),
  ).option(
    '--subscriber <address>',
    say('warum eine Leserin ihn bekam oder nicht', 'why one reader did or did not get it'),
  );
  command(
    'resolve [issue]',
    say('ungewisse Zustellungen zeigen und klären', 'show uncertain deliveries and settle them'),
    async () => (await import('./commands/resolve.ts')).resolve,
  )
    .option(
      '--resend <id>',
      say(
        'diese mit dem nächsten send noch einmal senden; „all“ für alle ungewissen, „rejected“ für alle abgewiesenen',
        'send this one again with the next send; "all" for all uncertain, "rejected" for all rejected ones',
      ),
    )
    .option(
      '--leave <id>',
      say('diese gut sein lassen; „all“ für alle', 'leave this one be; "all" for all of them'),
    );
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
        `Hilfe: wochenbrief ${nameAndArguments.split(' ')[0]} --help`,
        `Help: wochenbrief ${nameAndArguments.split(' ')[0]} --help`,
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

function withNow(command: Command): Command {
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

/** The terminal's language, English where it names none of ours; the newsletter's is not known yet. */
function say(de: string, en: string): string {
  return terminalLanguage() === 'de' ? de : en;
}

const germanTitles: Readonly<Record<string, string>> = {
  'Usage:': 'Aufruf:',
  'Arguments:': 'Angaben:',
  'Options:': 'Optionen:',
  'Commands:': 'Befehle:',
};
