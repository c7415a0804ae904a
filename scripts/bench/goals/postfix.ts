import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostfix } from '../../../test/peers/postfix.ts';
import { amount, rounds, type Bench } from '../bench.ts';
import { finding, plain, unmeasured, type Finding } from '../finding.ts';
import { alternating, median } from '../processes.ts';
import { postfixPrograms, smtpSourceOf } from '../programs.ts';
import { letterBytes, ourSend, peerSend, rate, type SendReport } from '../sends.ts';
import { smtpSource } from './wireSpeed.ts';

const whats = [
  'into Postfix, messages/s beside smtp-source -d',
  'into Postfix, beside nodemailer’s pool',
] as const;

/** P10: into a real Postfix on this machine that throws away what it has taken over; five connections. */
export async function postfix(bench: Bench): Promise<readonly Finding[]> {
  const programs = await postfixPrograms(bench);
  if (typeof programs === 'string')
    return [unmeasured('P10', whats[0], '≥ 0.9 ×', programs), unmeasured('P10', whats[1], '≥ 3 ×', programs)];
  const folder = join(bench.folder, 'postfix');
  await mkdir(folder);
  // Postfix's own account must be able to pass.
  for (const path of [bench.folder, folder]) await chmod(path, 0o711);
  const catchAll = { name: 'bench', mailboxes: [''], domains: ['example.org', 'example.com'] };
  const server = await startPostfix(programs, folder, {
    services: [catchAll],
    tables: {},
    isDiscarding: true,
    seconds: 600,
  });
  const port = server.port('bench');
  const url = `smtp://127.0.0.1:${port}`;
  const [readers, peerReaders] = [amount(bench, 2000), amount(bench, 500)];
  const count = rounds(bench, 5);
  const bytes = await letterBytes(bench);
  try {
    const { ours, source, nodemailer } = await alternating<'ours' | 'source' | 'nodemailer', SendReport>(
      count,
      {
        ours: () => ourSend(bench, { url, readers }),
        source: () => smtpSource(smtpSourceOf(programs), { port, messages: readers, bytes }),
        nodemailer: () => peerSend(bench, { url, readers: peerReaders }),
      },
    );
    const [ourRate, sourceRate, peerRate] = [
      median(ours.map(rate)),
      median(source.map(rate)),
      median(nodemailer.map(rate)),
    ];
    const how = (other: number): string =>
      `${plain(ourRate)}/s : ${plain(other)}/s; ${plain(readers)} readers beside ${plain(peerReaders)} of nodemailer, ${count} rounds, ${programs.origin}`;
    return [
      finding(
        'P10',
        whats[0],
        ourRate / sourceRate,
        { atLeast: 0.9 },
        {
          how: how(sourceRate),
          figures: { rounds: count, ours, source, nodemailer },
        },
      ),
      finding('P10', whats[1], ourRate / peerRate, { atLeast: 3 }, { how: how(peerRate), figures: {} }),
    ];
  } finally {
    await server.stop();
  }
}
