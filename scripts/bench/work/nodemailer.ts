// Sends the same letter in the field's normal way: nodemailer's pool, and Handlebars for html and text of each reader.
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import Handlebars from 'handlebars';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { benchReader } from '../benchFolder.ts';
import { costs, orderOf, report } from '../processes.ts';
import type { PeerWork, SendReport, Templates } from '../sends.ts';

const { url, readers, connections, templateFile, keyFile, isAllAtOnce = false } = orderOf<PeerWork>();
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by render.ts
const templates = JSON.parse(readFileSync(templateFile, 'utf8')) as Templates;
const dkim =
  keyFile === undefined
    ? {}
    : {
        dkim: { domainName: 'example.org', keySelector: 'bench', privateKey: readFileSync(keyFile, 'utf8') },
      };
// Compiled before the measurement begins, and the readers are in memory: both as kind as can be.
const html = Handlebars.compile(templates.html);
const text = Handlebars.compile(templates.text, { noEscape: true });
const list = Array.from({ length: readers }, (_, number) => benchReader(number));

// As long as a signed link is.
const tokenTail = '.'.padEnd(44, 'x');

const cost = costs();
const { hostname, port } = new URL(url);
const pool = createTransport({
  pool: true,
  host: hostname,
  port: Number(port),
  ignoreTLS: true,
  maxConnections: connections,
  maxMessages: Infinity,
  ...dkim,
});
if (isAllAtOnce) await Promise.all(list.map((_, number) => pool.sendMail(mailFor(number))));
else await asThePoolAsks();
pool.close();
const answer: SendReport = { readers, ...cost() };
report(answer);

/** The way nodemailer's own documentation gives: another mail whenever a connection is free. */
async function asThePoolAsks(): Promise<void> {
  const sending: Promise<unknown>[] = [];
  let number = 0;
  while (number < readers) {
    if (!pool.isIdle()) await once(pool, 'idle');
    while (number < readers && pool.isIdle()) sending.push(pool.sendMail(mailFor(number++)));
  }
  await Promise.all(sending);
}

function mailFor(number: number): SendMailOptions {
  const { id, address, name } = list[number] ?? benchReader(number);
  const unsubscribeUrl = `https://brief.example.org/unsubscribe/${id}${tokenTail}`;
  const values = {
    salutation: name === null ? 'Hallo' : `Hallo ${name}`,
    unsubscribeUrl,
    preferencesUrl: `https://brief.example.org/preferences/${id}${tokenTail}`,
    confirmedOn: '12. März 2026',
  };
  return {
    from: { name: 'Wochenbrief', address: 'brief@example.org' },
    to: { name: name ?? '', address },
    replyTo: 'brief@example.org',
    subject: templates.subject,
    messageId: `<2026-w47.${id}@example.org>`,
    html: html(values),
    text: text(values),
    textEncoding: 'quoted-printable',
    headers: {
      'List-ID': '<brief.example.org>',
      'List-Unsubscribe': `<${unsubscribeUrl}>, <mailto:brief@example.org?subject=unsubscribe>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Feedback-ID': '2026-W47:weekly:wochenbrief:brief.example.org',
    },
  };
}
