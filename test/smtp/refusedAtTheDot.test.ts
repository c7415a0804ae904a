import { expect, test } from 'vitest';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import { parseSmtpUrl } from '../../src/smtp/smtpUrl.ts';
import { sampleParcel } from '../support/sampleMessage.ts';
import { scriptedSmtp } from '../support/scriptedSmtp.ts';

const clients = ['wochenbrief', 'nodemailer'] as const;
const replies = ['452 4.3.1 no space', '554 5.7.1 not this letter'];

test.each(clients.flatMap((client) => replies.map((reply) => [client, reply] as const)))(
  '%s: after “%s” to the final dot the next message begins a transaction of its own (R6)',
  async (client, reply) => {
    // Seen with Postfix and smtpd_end_of_data_restrictions: it keeps the transaction, answers the next MAIL with 503 and
    // takes the next RCPT into the old one.
    const server = await scriptedSmtp({ final: { reply } });
    const connection = await smtpTransport(parseSmtpUrl(`smtp://127.0.0.1:${server.port}`), {
      client,
    }).open();
    for (let number = 0; number < 2; number++) await connection.send(sampleParcel(), () => Promise.resolve());
    connection.close();
    const verbs = server.heard.map((line) => line.slice(0, 4));
    const transaction = ['MAIL', 'RCPT', 'DATA', 'RSET'];
    expect(verbs.slice(0, 9)).toEqual(['EHLO', ...transaction, ...transaction]);
    expect(server.connections()).toBe(1);
  },
);
