import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { startLocalServer } from '../../src/smtp/localServer.ts';
import { runCli } from '../support/cli.ts';
import { confirmedReader, fillNewsletterFolder, sendingTo } from '../support/newsletter.ts';

export const clockTitle = 'however the machine’s clock is set, each week leaves once (R14–R16, libfaketime)';

/** Instants at which cron wakes the clock, in the order in which the machine believes in them; and the letters sent by then. */
const wakes: readonly (readonly [instant: string, letters: number, what: string])[] = [
  ['2026-11-18 12:00:00', 0, 'the clock is new here'],
  ['2026-11-20 07:59:00', 0, 'a minute before the draft'],
  ['2026-11-20 08:00:30', 0, 'composed'],
  ['2026-11-22 05:59:00', 0, 'a minute before its hour'],
  ['2026-11-22 06:00:30', 1, 'sent'],
  ['2026-11-22 06:01:30', 1, 'a minute later'],
  ['2026-11-22 05:59:00', 1, 'set back by minutes'],
  ['2026-11-22 06:00:30', 1, 'the same hour once more'],
  ['2026-11-20 08:00:30', 1, 'set back by two days'],
  ['2026-11-15 06:00:30', 1, 'set back by a week'],
  ['2026-11-13 08:00:30', 1, 'at the week before’s draft'],
  ['2026-06-07 05:00:30', 1, 'set back by months'],
  ['2026-11-27 08:00:30', 1, 'the next week’s draft'],
  ['2026-11-29 09:00:30', 2, 'three hours late, within the grace'],
  ['2026-12-04 08:00:30', 2, 'a third draft'],
  ['2026-12-09 06:00:30', 2, 'three days late: held'],
];

/** Runs `schedule --once` with the machine's clock set to and fro, and counts what a real SMTP server got. */
export async function clockCheck(library: string, folder: string): Promise<string> {
  const reader = confirmedReader(1);
  await mkdir(folder, { recursive: true });
  await fillNewsletterFolder(folder, [reader], (yaml) =>
    yaml.replace(/^schedule: .*$/m, 'schedule: { compose: friday 09:00, send: sunday 07:00 }'),
  );
  const server = await startLocalServer();
  try {
    for (const [instant, letters, what] of wakes) {
      const { code, stdout, stderr } = await runCli(['schedule', '--once', '--json', '--dir', folder], {
        ...sendingTo(server.url),
        LD_PRELOAD: library,
        FAKETIME: `@${instant}`,
        TZ: 'UTC',
      });
      assert.equal(code, 0, `${instant}, ${what}: ${stderr}\n${stdout}`);
      const sent = server.received.filter(({ to }) => to.includes(reader.address)).length;
      assert.equal(sent, letters, `${instant}, ${what}: ${stdout}`);
    }
    const toAuthor = server.received.filter(({ to }) => !to.includes(reader.address));
    assert.equal(toAuthor.length, 6, 'three drafts, two reports, one letter held');
    return `${wakes.length} wakes, 2 letters, ${toAuthor.length} mails to the author`;
  } finally {
    await server.stop();
  }
}
