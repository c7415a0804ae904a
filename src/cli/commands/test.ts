import { requireSendable } from '../../core/readiness.ts';
import { issuePaths } from '../../files/issuesFolder.ts';
import { readTemplateFiles } from '../../files/newsletterFolder.ts';
import { makeTestLetter, sendTestLetter } from '../../flow/testLetter.ts';
import { outboxFolder } from '../../smtp/outboxFolder.ts';
import { openWeek } from '../context.ts';
import { openMailServerOrOutbox } from '../mailServer.ts';
import type { Output } from '../output.ts';
import type { GlobalOptions } from '../settings.ts';

/** `wochenbrief test`: the draft to the author, marked as a test; no ledger knows of it. */
export async function testCommand(
  options: GlobalOptions & { readonly outbox?: boolean },
  output: Output,
  given = '',
  named?: string,
): Promise<number> {
  const context = await openWeek(options, output, named);
  const templates = (): ReturnType<typeof readTemplateFiles> => readTemplateFiles(context.folder);
  const message = await makeTestLetter({ ...context, templates }, given, new Date());
  if (options.outbox) {
    const file = await outboxFolder(issuePaths(context.folder, context.week).outbox).put(message);
    output.say({
      de: `Testbrief geschrieben, gesendet wurde nichts: ${file}`,
      en: `Test letter written, nothing was sent: ${file}`,
    });
    output.document({ subject: message.subject, file });
    return 0;
  }
  const server = await openMailServerOrOutbox(context.environment, context.config, context.folder);
  requireSendable(context.config, { isLoopback: server.transport.isLoopback, isTrial: true });
  for (const note of server.notes) output.note(note);
  const { isAccepted, reply } = await sendTestLetter(message, server.transport);
  output.say(
    isAccepted
      ? {
          de: `„${message.subject}“ ist unterwegs zu ${given}.`,
          en: `"${message.subject}" is on its way to ${given}.`,
        }
      : {
          de: `Der Server nahm den Testbrief nicht an: ${reply}`,
          en: `The server did not accept the test letter: ${reply}`,
        },
  );
  output.document({ subject: message.subject, accepted: isAccepted, reply });
  return isAccepted ? 0 : 1;
}
