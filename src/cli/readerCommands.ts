import type { Command } from 'commander';
import { commandsBelow, say, withAddress, type Ended } from './command.ts';

/** The commands about readers: the public pages, the list, and what the law lets a person ask for. */
export function addReaderCommands(program: Command, ended: Ended): void {
  const command = commandsBelow(program, ended);
  withAddress(
    command(
      'serve',
      say(
        'die öffentlichen Seiten: Anmelden, Bestätigen, Abmelden, Archiv; sendet die Bestätigungsmails',
        'the public pages: sign-up, confirmation, unsubscribing, archive; sends the confirmation mails',
      ),
      async () => (await import('./commands/serve.ts')).serve,
    ),
  ).addHelpText(
    'after',
    say(
      '\nEinstellungen und Vorlagen werden beim Start gelesen; die Liste immer, wie sie gerade ist.',
      '\nSettings and templates are read at the start; the list always as it is.',
    ),
  );
  command(
    'form',
    say(
      'das Anmeldeformular als HTML für WordPress und andere Seiten',
      'the sign-up form as HTML for WordPress and other sites',
    ),
    async () => (await import('./commands/form.ts')).form,
  ).option(
    '--language <language>',
    say('de oder en; sonst die des Newsletters', 'de or en; the newsletter’s when left out'),
  );
  addSubscriberCommands(program, ended);
  command(
    'mailbox',
    say(
      'das Postfach lesen: zurückgekommene Briefe, Beschwerden, Abmeldungen per E-Mail',
      'read the mailbox: letters that came back, complaints, goodbyes by e-mail',
    ),
    async () => (await import('./commands/mailbox.ts')).mailbox,
  ).option('--dry-run', say('nur sagen, was geschähe', 'only tell what would happen'));
  command(
    'proof <address>',
    say('den Nachweis der Einwilligung einer Person zeigen', 'show the proof of one person’s consent'),
    async () => (await import('./commands/proof.ts')).proof,
  );
  command(
    'export-data <address>',
    say(
      'alles, was über eine Person gespeichert ist (Art. 15 und 20 DSGVO)',
      'everything that is stored about one person (Art. 15 and 20 GDPR)',
    ),
    async () => (await import('./commands/exportData.ts')).exportData,
  );
  command(
    'forget <address>',
    say('eine Person vergessen (Art. 17 DSGVO)', 'forget one person (Art. 17 GDPR)'),
    async () => (await import('./commands/forget.ts')).forgetCommand,
  ).option('--yes', say('nicht nachfragen', 'do not ask'));
}

function addSubscriberCommands(program: Command, ended: Ended): void {
  const subscribers = program
    .command('subscribers')
    .description(
      say('die Liste: zeigen, ergänzen, importieren, exportieren', 'the list: show, add, import, export'),
    )
    .helpOption('-h, --help', say('diese Hilfe zeigen', 'display help for command'))
    .helpCommand(false)
    .exitOverride();
  const command = commandsBelow(subscribers, ended);
  command(
    'list',
    say('die Liste zeigen: filtern, sortieren, zählen', 'show the list: filter, sort, count'),
    async () => (await import('./commands/subscribersList.ts')).subscribersList,
  )
    .option(
      '--status <status>',
      say(
        'nur diese: pending, confirmed, unsubscribed, suppressed',
        'only these: pending, confirmed, unsubscribed, suppressed',
      ),
    )
    .option(
      '--search <text>',
      say('nur mit diesem Text in Adresse oder Name', 'only with this text in address or name'),
    )
    .option(
      '--sort <field>',
      say('address, name, requested, confirmed oder left', 'address, name, requested, confirmed or left'),
    )
    .option('--reverse', say('in umgekehrter Reihenfolge', 'in reverse order'))
    .option('--count', say('nur zählen', 'only count'))
    .option('--page <number>', say('diese Seite', 'this page'))
    .option('--per-page <number>', say('so viele auf einer Seite', 'so many on a page'));
  command(
    'add <address>',
    say(
      'eine Person eintragen; sie bekommt die Bestätigungsmail',
      'enter a person; she gets the confirmation mail',
    ),
    async () => (await import('./commands/subscribersAdd.ts')).subscribersAdd,
  )
    .option('--name <name>', say('Vorname', 'first name'))
    .option('--language <language>', say('de oder en', 'de or en'))
    .option(
      '--evidence <text>',
      say(
        'hat schon bestätigt: womit das belegt ist, wie „Unterschrift auf der Liste vom 12. März“',
        'has confirmed already: what proves it, as "signature on the list of 12 March"',
      ),
    )
    .option('--confirmed-at <instant>', say('wann das war, wie 2026-03-12', 'when that was, as 2026-03-12'));
  command(
    'remove <address>',
    say(
      'eine Person abmelden; auch mit dem Betreff einer Abmeldung per E-Mail',
      'unsubscribe a person; also by the subject of an unsubscribe mail',
    ),
    async () => (await import('./commands/subscribersRemove.ts')).subscribersRemove,
  );
  command(
    'import <file>',
    say(
      'eine Liste von anderswo übernehmen; sagt zuerst nur, was geschähe',
      'take over a list from elsewhere; at first only tells what would happen',
    ),
    async () => (await import('./commands/subscribersImport.ts')).subscribersImport,
  )
    .option('--apply', say('wirklich übernehmen', 'really take it over'))
    .option(
      '--from <system>',
      say(
        'woher die Datei stammt, wenn es sich nicht erkennen lässt',
        'where the file is from, if it cannot be recognised',
      ),
    );
  command(
    'export <file>',
    say(
      'die Liste als CSV oder JSON schreiben, je nach Endung',
      'write the list as CSV or JSON, by the file’s ending',
    ),
    async () => (await import('./commands/subscribersExport.ts')).subscribersExport,
  ).option(
    '--status <status>',
    say('nur diese: pending, confirmed, unsubscribed', 'only these: pending, confirmed, unsubscribed'),
  );
}
