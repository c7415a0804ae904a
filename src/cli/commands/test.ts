import { parseAddress } from '../../core/address.ts';
import { NewsletterError } from '../../core/errors.ts';
import { testMessage } from '../../core/message.ts';
import type { Answer } from '../../core/ports.ts';
import { requireSendable } from '../../core/readiness.ts';
import { judge, scrubReply } from '../../core/sending/reply.ts';
import { issuePaths } from '../../files/issuesFolder.ts';
import { readTemplateFiles } from '../../files/newsletterFolder.ts';
import { makeLetter, requireDraft } from '../../flow/letter.ts';
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
  const address = parseAddress(given);
  if (!address) throw notAnAddress(given);
  const templates = (): ReturnType<typeof readTemplateFiles> => readTemplateFiles(context.folder);
  const { letter } = await makeLetter({ ...context, templates }, await requireDraft(context));
  const message = testMessage(letter, address.address, new Date());
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
  requireSendable(context.config, server);
  for (const note of server.notes) output.note(note);
  const connection = await server.transport.open();
  const answer = await connection.send(message, () => Promise.resolve()).finally(() => connection.close());
  const isAccepted = wasAccepted(answer);
  output.say(
    isAccepted
      ? {
          de: `„${message.subject}“ ist unterwegs zu ${given}.`,
          en: `"${message.subject}" is on its way to ${given}.`,
        }
      : {
          de: `Der Server nahm den Testbrief nicht an: ${scrubReply(answer.reply)}`,
          en: `The server did not accept the test letter: ${scrubReply(answer.reply)}`,
        },
  );
  output.document({ subject: message.subject, accepted: isAccepted, reply: scrubReply(answer.reply) });
  return isAccepted ? 0 : 1;
}

function wasAccepted(answer: Answer): boolean {
  const verdict = judge(answer);
  return 'outcome' in verdict && verdict.outcome === 'accepted';
}

function notAnAddress(given: string): NewsletterError {
  return new NewsletterError('address.invalid', {
    de: `„${given}“ ist keine E-Mail-Adresse, an die gesendet werden kann.`,
    en: `"${given}" is not an e-mail address that can be mailed.`,
  });
}
