import MailComposer from 'nodemailer/lib/mail-composer';
import type { Message } from '../core/message.ts';

/**
 * A message as RFC 5322 bytes: multipart/alternative, quoted-printable, CRLF, lines of at most 76 characters (R42).
 * Addresses go in as objects, so that no text is parsed for further recipients.
 */
export async function mimeBytes(message: Message): Promise<Buffer> {
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
