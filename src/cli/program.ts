import { Command } from 'commander';
import { commandsBelow, say, withNow, type Ended } from './command.ts';
import { germanComplaint } from './germanComplaint.ts';
import { packageVersion } from './packageRoot.ts';
import { addClockCommands } from './clockCommands.ts';
import { addPromptCommands } from './promptCommands.ts';
import { addTemplateCommands } from './templateCommands.ts';
import { addReaderCommands } from './readerCommands.ts';

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
    .configureOutput({ outputError: (text, write) => write(say(germanComplaint(text), text)) })
    .exitOverride();
  const command = commandsBelow(program, ended);

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
  )
    .option(
      '--week <week>',
      say('die Woche, wie 2026-W47; sonst diese Woche', 'the week, as 2026-W47; this week when left out'),
    )
    .option(
      '--explain',
      say(
        'zu jedem Beitrag sagen, warum er dabei ist oder nicht',
        'tell of each post why it is in the letter or not',
      ),
    );
  command(
    'preview [issue]',
    say(
      'der Schreibtisch im Browser: den Brief lesen, ändern, prüfen, freigeben; nur auf diesem Rechner',
      'the desk in the browser: read, change, check and approve the letter; on this machine only',
    ),
    async () => (await import('./commands/preview.ts')).previewCommand,
  )
    .option('--port <number>', say('der Port; 0 nimmt irgendeinen freien', 'the port; 0 takes any free one'))
    .option(
      '--offline',
      say('niemanden fragen: keine Links, keine Bilder', 'ask nobody: no links, no pictures'),
    );
  command(
    'check [issue]',
    say(
      'alles, was vor dem Senden gegen den Entwurf spricht, und was zu tun ist',
      'everything that speaks against the draft before it leaves, and what to do',
    ),
    async () => (await import('./commands/check.ts')).checkCommand,
  )
    .option(
      '--offline',
      say('niemanden fragen: keine Links, keine Bilder, kein DNS', 'ask nobody: no links, pictures or DNS'),
    )
    .option(
      '--name-server <address>',
      say('diesen Name-Server fragen, wie 9.9.9.9', 'ask this name server, as 9.9.9.9'),
    );
  withNow(
    command(
      'replay',
      say(
        'jede Woche der Vergangenheit des Blogs zusammenstellen, in einen eigenen Ordner; zum Ausprobieren',
        'compose every week of the blog’s past into a folder of its own; to try settings',
      ),
      async () => (await import('./commands/replay.ts')).replayCommand,
    ),
  )
    .option(
      '--from <week>',
      say(
        'die erste Woche; sonst die des ersten Beitrags',
        'the first week; that of the first post when left out',
      ),
    )
    .option(
      '--to <week>',
      say('die letzte Woche; sonst die laufende', 'the last week; the current one when left out'),
    )
    .option(
      '--out <folder>',
      say('leerer oder neuer Ordner für die Entwürfe', 'empty or new folder for the drafts'),
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
    .option('--outbox', say('.eml-Dateien schreiben statt zu senden', 'write .eml files instead of sending'))
    .option(
      '--watch',
      say(
        'einem laufenden Versand zusehen; sonst senden und bleiben, bis niemand mehr wartet',
        'look on while another run sends; else send, and stay until nobody waits any more',
      ),
    );
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
    say(
      'warum eine Leserin ihn bekam oder nicht; ohne Woche für alle Briefe des letzten Jahres',
      'why one reader did or did not get it; without a week for all letters of the last year',
    ),
  );
  command(
    'resolve [issue]',
    say('ungewisse Zustellungen zeigen und klären', 'show uncertain deliveries and settle them'),
    async () => (await import('./commands/resolve.ts')).resolve,
  )
    .option(
      '--resend <id>',
      say(
        'diese mit dem nächsten send noch einmal senden; „all“ für alle ungewissen, „rejected“ für alle abgewiesenen und aufgegebenen',
        'send this one again with the next send; "all" for all uncertain, "rejected" for all rejected and given up ones',
      ),
    )
    .option(
      '--leave <id>',
      say('diese gut sein lassen; „all“ für alle', 'leave this one be; "all" for all of them'),
    );
  command(
    'doctor',
    say(
      'prüfen, was dem Brief im Weg steht: Einstellungen, Dateien, Mailserver, DNS; und wie man es behebt',
      'check what stands in the letter’s way: settings, files, mail server, DNS; and how to mend it',
    ),
    async () => (await import('./commands/doctor.ts')).doctor,
  )
    .option('--offline', say('niemanden fragen: nur Dateien ansehen', 'ask nobody: look at files only'))
    .option(
      '--name-server <address>',
      say(
        'diesen Name-Server fragen, wie 9.9.9.9 oder 127.0.0.1:5353; nützlich, wenn ein Eintrag eben geändert wurde',
        'ask this name server, as 9.9.9.9 or 127.0.0.1:5353; useful when a record was just changed',
      ),
    );
  addPromptCommands(program, ended);
  addTemplateCommands(program, ended);
  addClockCommands(program, ended);
  addReaderCommands(program, ended);
  return program;
}

const germanTitles: Readonly<Record<string, string>> = {
  'Usage:': 'Aufruf:',
  'Arguments:': 'Angaben:',
  'Options:': 'Optionen:',
  'Commands:': 'Befehle:',
};
