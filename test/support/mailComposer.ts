import MailComposer from 'nodemailer/lib/mail-composer';
import type { Message } from '../../src/core/message.ts';

/** A message as nodemailer would build it; what is made of it by a program that reads mail is what ours must say, too. */
export async function composedByNodemailer(message: Message): Promise<Buffer> {
  const composer = new MailComposer({
    // Copies, because nodemailer writes into the objects it is given.
    from: { ...message.from },
    to: { ...message.to },
    replyTo: { name: '', address: message.replyTo },
    subject: message.subject,
    date: message.date,
    messageId: message.messageId,
    text: message.text,
    html: message.html,
    textEncoding: 'quoted-printable',
    headers: message.headers.map(([key, value]) => ({ key, value })),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: '\r\n',
  });
  const mail = composer.compile();
  return mail.build();
}
