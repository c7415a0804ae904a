import type { AuthorMailKind } from '../core/clock/diary.ts';
import type { Standing } from '../core/clock/dueSteps.ts';
import { NewsletterError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import { mimeOf } from '../core/mime/mimeOf.ts';
import type { Clock, Transport } from '../core/ports.ts';
import { judge, scrubReply, senderRefused } from '../core/sending/reply.ts';
import { authorNews } from './authorNews.ts';
import type { Newsroom } from './newsroom.ts';

/** Writes to the author about an issue, and answers when a server took it; throws `smtp.*`, `template.*`, `issue.*`. */
export async function tellAuthor(
  mail: AuthorMailKind,
  standing: Standing,
  newsroom: Newsroom,
  clock: Clock,
): Promise<string> {
  const now = clock.now();
  const news = await authorNews({ ...standing, mail, now }, newsroom);
  const message = (await newsroom.authorMails()).messageFor(news, now);
  await handOver(message, newsroom.transport);
  return clock.now().toISOString();
}

/** Carries a mail to the author; throws `smtp.*` unless the server took it, or may have taken it. */
async function handOver(message: Message, transport: Transport): Promise<void> {
  const connection = await transport.open();
  try {
    const answer = await connection.send(mimeOf(message), () => Promise.resolve());
    const verdict = judge(answer);
    if ('halt' in verdict) throw senderRefused(transport.name, answer.reply);
    if (verdict.outcome === 'deferred' || verdict.outcome === 'rejected')
      throw mailRefused(transport.name, answer.reply);
  } finally {
    connection.close();
  }
}

function mailRefused(server: string, reply: string): NewsletterError {
  return new NewsletterError(
    'smtp.refused',
    {
      de: `${server} nimmt die Mail an dich nicht an: ${scrubReply(reply)}`,
      en: `${server} does not accept the mail to you: ${scrubReply(reply)}`,
    },
    {
      hint: {
        de: 'Stimmt „author“ in newsletter.yaml? Es wird wieder versucht.',
        en: 'Is "author" in newsletter.yaml right? It is tried again.',
      },
    },
  );
}
