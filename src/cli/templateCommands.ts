import type { Command } from 'commander';
import { commandsBelow, say, type Ended } from './command.ts';

/** The commands about looks and their templates. */
export function addTemplateCommands(program: Command, ended: Ended): void {
  const templates = program
    .command('templates')
    .description(
      say(
        'das Aussehen: Vorlagen zeigen, zum Ändern holen, prüfen',
        'the looks: show, eject, check templates',
      ),
    )
    .helpOption('-h, --help', say('diese Hilfe zeigen', 'display help for command'))
    .helpCommand(false)
    .exitOverride();
  const command = commandsBelow(templates, ended);
  command(
    'list',
    say(
      'die Aussehen und ihre Dateien: welche eigene sind, und welche von den mitgelieferten abweichen',
      'the looks and their files: which are your own, and which differ from the program’s',
    ),
    async () => (await import('./commands/templatesList.ts')).templatesList,
  );
  command(
    'eject <name>',
    say(
      'Vorlagen zum Ändern in den eigenen Ordner templates/ legen: ein Aussehen, „mails“, „pages“ oder eine Datei',
      'put templates into your own folder templates/ to change them: a look, "mails", "pages" or one file',
    ),
    async () => (await import('./commands/templatesEject.ts')).templatesEject,
  );
  command(
    'check',
    say(
      'alle Vorlagen prüfen und Beispielbriefe daraus machen; jeder Fehler mit Datei und Zeile',
      'check all templates and make sample letters from them; every mistake with file and line',
    ),
    async () => (await import('./commands/templatesCheck.ts')).templatesCheck,
  );
}
