import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { amount, rounds, type Bench } from '../bench.ts';
import { finding, plain, type Finding } from '../finding.ts';
import { alternating, median } from '../processes.ts';
import { cpuEach, ourSend, peerSend } from '../sends.ts';
import { startSink } from '../sink.ts';

/**
 * P9: what a DKIM signature costs a message, RSA-2048 and the same letter: the CPU of a send that signs without that of one
 * that does not, of ours and of nodemailer's pool with its dkim option.
 */
export async function signing(bench: Bench): Promise<readonly Finding[]> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const keyFile = join(bench.folder, 'dkim.pem');
  await writeFile(keyFile, privateKey, { mode: 0o600 });
  const sink = await startSink(bench);
  const { url } = sink;
  const [readers, peerReaders] = [amount(bench, 3000), amount(bench, 500)];
  const count = rounds(bench, 5);
  try {
    const runs = await alternating(count, {
      ours: () => ourSend(bench, { url, readers }),
      oursSigned: () => ourSend(bench, { url, readers, keyFile }),
      peer: () => peerSend(bench, { url, readers: peerReaders }),
      peerSigned: () => peerSend(bench, { url, readers: peerReaders, keyFile }),
    });
    const cpu = (name: keyof typeof runs): number => median(runs[name].map(cpuEach));
    const [ours, peer] = [cpu('oursSigned') - cpu('ours'), cpu('peerSigned') - cpu('peer')];
    return [
      finding(
        'P9',
        'CPU of a DKIM signature beside nodemailer’s',
        ours / peer,
        { atMost: 0.2 },
        {
          how: `${plain(ours * 1000)} µs : ${plain(peer * 1000)} µs; sends with and without, ${count} rounds`,
          figures: { rounds: count, ...runs },
        },
      ),
    ];
  } finally {
    await sink.stop();
  }
}
