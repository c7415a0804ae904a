import type { Command } from 'commander';
import { commandsBelow, say, withAddress, type Ended } from './command.ts';

/** The commands of the clock, and the author's decisions about a letter. */
export function addClockCommands(program: Command, ended: Ended): void {
  const command = commandsBelow(program, ended);
  command(
    'schedule',
    say(
      'der Zeitplan: stellt zusammen, fragt, sendet, zu den Zeiten aus den Einstellungen',
      'the clock: composes, asks and sends at the times of the settings',
    ),
    async () => (await import('./commands/schedule.ts')).scheduleCommand,
  )
    .option(
      '--once',
      say(
        'tun, was jetzt fällig ist, und enden; für cron oder einen systemd-Timer, der jede Minute weckt',
        'do what is due now, and end; for cron or a systemd timer that wakes it every minute',
      ),
    )
    .addHelpText(
      'after',
      say(
        '\nDie Einstellungen werden jede Minute neu gelesen.',
        '\nThe settings are read anew every minute.',
      ),
    );
  withAddress(
    command(
      'start',
      say(
        'Seiten und Zeitplan in einem Prozess: serve und schedule zusammen',
        'pages and clock in one process: serve and schedule together',
      ),
      async () => (await import('./commands/start.ts')).start,
    ),
  );
  command(
    'approve [issue]',
    say(
      'den Brief freigeben: Er geht zu seiner Zeit hinaus, oder sofort, wenn sie vorbei ist',
      'let the letter leave: at its time, or at once where that is past',
    ),
    async () => (await import('./commands/decisions.ts')).approve,
  );
  command(
    'hold [issue]',
    say('den Brief zurückhalten, bis du ihn freigibst', 'keep the letter from leaving until you approve it'),
    async () => (await import('./commands/decisions.ts')).hold,
  );
  command(
    'pause [issue]',
    say('den laufenden Versand anhalten', 'pause a letter that is leaving'),
    async () => (await import('./commands/decisions.ts')).pause,
  );
  command(
    'resume [issue]',
    say('den angehaltenen Versand fortsetzen', 'go on with a paused letter'),
    async () => (await import('./commands/decisions.ts')).resume,
  );
  command(
    'cancel [issue]',
    say(
      'den Brief absagen: Wer ihn noch nicht hat, bekommt ihn nicht; endgültig',
      'cancel the letter: whoever has not got it yet gets none; for good',
    ),
    async () => (await import('./commands/decisions.ts')).cancel,
  ).option('--yes', say('nicht nachfragen', 'do not ask'));
}
