import type { Command } from 'commander';
import { commandsBelow, say, withNow, type Ended } from './command.ts';

/** The commands about the questions of prompts.yaml. */
export function addPromptCommands(program: Command, ended: Ended): void {
  const prompts = program
    .command('prompts')
    .description(say('die Fragen: zeigen, ergänzen, prüfen', 'the questions: show, add, check'))
    .helpOption('-h, --help', say('diese Hilfe zeigen', 'display help for command'))
    .helpCommand(false)
    .exitOverride();
  const command = commandsBelow(prompts, ended);
  command(
    'list',
    say(
      'die Fragen zeigen: wie oft und wann zuletzt gestellt, wie viele geantwortet haben',
      'show the questions: how often and when last asked, how many answered',
    ),
    async () => (await import('./commands/promptsList.ts')).promptsList,
  )
    .option('--tag <tag>', say('nur Fragen mit diesem Thema', 'only questions with this tag'))
    .option(
      '--language <language>',
      say('de oder en; sonst die des Newsletters', 'de or en; the newsletter’s when left out'),
    );
  command(
    'add <text>',
    say('eine Frage in prompts.yaml eintragen', 'enter a question into prompts.yaml'),
    async () => (await import('./commands/promptsAdd.ts')).promptsAdd,
  )
    .option('--sie <text>', say('dieselbe Frage in der Sie-Form', 'the same question in the Sie form'))
    .option('--tags <tags>', say('Themen, durch Kommas getrennt', 'tags, separated by commas'))
    .option(
      '--season <season>',
      say(
        'nur zu dieser Zeit: advent, new-year, spring, summer, autumn, winter',
        'only at this time: advent, new-year, spring, summer, autumn, winter',
      ),
    )
    .option(
      '--on <days>',
      say(
        'nur an diesen Tagen, wie 12-01..12-07 oder easter..easter+6; mehrere durch Kommas getrennt',
        'only on these days, as 12-01..12-07 or easter..easter+6; several separated by commas',
      ),
    )
    .option(
      '--language <language>',
      say('de oder en; sonst die des Newsletters', 'de or en; the newsletter’s when left out'),
    )
    .option(
      '--anyway',
      say('auch wenn fast dieselbe Frage schon dasteht', 'even if nearly the same question is there'),
    );
  withNow(
    command(
      'check',
      say(
        'die Fragen prüfen: doppelte, unpassende, zu lange, ohne Themen',
        'check the questions: alike, never fitting, too long, without tags',
      ),
      async () => (await import('./commands/promptsCheck.ts')).promptsCheck,
    ),
  ).option(
    '--posts',
    say(
      'auch die Beiträge lesen: welche Themen darin nie vorkommen',
      'read the posts as well: which tags never come up in them',
    ),
  );
}
