// Sends the letter of a folder with this program, as `wochenbrief send` does, and tells what it took.
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { systemClock } from '../../../src/cli/clock.ts';
import type { Output } from '../../../src/cli/output.ts';
import { progressReporter } from '../../../src/cli/progress.ts';
import type { Ledger } from '../../../src/core/ports.ts';
import { diariesFolder } from '../../../src/files/diaries.ts';
import { issuesFolder } from '../../../src/files/issuesFolder.ts';
import { readConfigFile, readTemplateFiles } from '../../../src/files/newsletterFolder.ts';
import { subscribersFile } from '../../../src/files/subscribersFile.ts';
import { send, type SendOrder } from '../../../src/flow/send.ts';
import { dkimSigner } from '../../../src/smtp/dkim.ts';
import { smtpTransport } from '../../../src/smtp/smtpTransport.ts';
import { parseSmtpUrl } from '../../../src/smtp/smtpUrl.ts';
import { benchSecret } from '../benchFolder.ts';
import { benchWeek } from '../benchLetter.ts';
import { costs, orderOf, report } from '../processes.ts';
import { withRenderingApart } from '../renderWindow.ts';
import type { SendReport, SendWork } from '../sends.ts';

const { folder, url, keyFile, isForgetful = false } = orderOf<SendWork>();
const issues = issuesFolder(folder);
/** As `Output` of a terminal, but for the writing. */
const output: Output = {
  useLanguage: () => undefined,
  language: 'de',
  say: () => undefined,
  document: () => undefined,
  note: () => undefined,
  progress: () => undefined,
  isTerminal: true,
};
const progress = progressReporter(output);
const sign =
  keyFile === undefined
    ? undefined
    : dkimSigner({
        selector: 'bench',
        domain: 'example.org',
        key: createPrivateKey(readFileSync(keyFile)),
      });
const plain: SendOrder = {
  week: benchWeek,
  config: await readConfigFile(folder),
  issues: isForgetful ? { ...issues, openLedger: forgetful } : issues,
  diaries: diariesFolder(folder),
  subscribers: subscribersFile(folder),
  templates: () => readTemplateFiles(folder),
  secrets: [benchSecret],
  run: 'bench',
  transport: smtpTransport(parseSmtpUrl(url), { sign }),
  clock: systemClock,
  signal: new AbortController().signal,
  onProgress: (state, record) => progress.onProgress(state, record),
};
// Nobody else's modules are loaded within the time that counts.
await import('../../../src/flow/freezeDraft.ts');
const { order, rendering } = withRenderingApart(plain);
const cost = costs();
const { due } = await send(order);
const { seconds, cpuMs, peakMB } = cost();
const made = rendering();
const answer: SendReport = {
  readers: due,
  seconds: seconds - made.seconds,
  cpuMs: cpuMs - made.cpuMs,
  peakMB,
  rendering: made,
};
report(answer);

/** A ledger that forgets: what sending costs where nobody wants to know after a crash who has the letter. */
async function forgetful(...words: Parameters<typeof issues.openLedger>): Promise<Ledger> {
  const ledger = await issues.openLedger(...words);
  return {
    append: () => Promise.resolve(),
    note: (_record, onWritten = () => undefined) => onWritten(),
    settle: () => Promise.resolve(),
    close: () => ledger.close(),
  };
}
