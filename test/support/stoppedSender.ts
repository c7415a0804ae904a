import { NewsletterError, reasonOf } from '../../src/core/errors.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { send } from '../../src/flow/send.ts';
import { shortTimings } from './holderProcess.ts';
import { sendOrder } from './sending.ts';

/** A sender to be stopped from outside; told `{ folder, url }` it sends, and answers by which error it ended, if by one. */
async function sendUntilStopped(folder: string, url: string): Promise<string> {
  try {
    const issues = issuesFolder(folder, shortTimings);
    const { stopped } = await send(await sendOrder(folder, url, { issues, run: 'stopped' }));
    return stopped?.code ?? 'done';
  } catch (error) {
    return error instanceof NewsletterError ? error.code : reasonOf(error);
  }
}

process.on('message', ({ folder, url }: { readonly folder: string; readonly url: string }) => {
  void sendUntilStopped(folder, url).then((end) => process.send?.(end));
});
process.send?.('ready');
