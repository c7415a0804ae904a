import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meaningOf } from '../../../src/core/mailbox/meaning.ts';
import { openMail } from '../../../src/core/mailbox/openMail.ts';
import { secret } from '../../support/newsletter.ts';
import { mailNamed, mailNames } from '../../support/reportedMails.ts';
import { startOwnTime } from '../../support/ownTime.ts';

const report = mailNamed('postfix-unknown-user').toString();
const megabytes = (count: number, text = 'x'): string => text.repeat((count << 20) / text.length);

async function meaningIn(mail: string | Buffer): Promise<string> {
  const opened = await openMail(Buffer.from(mail));
  return opened ? meaningOf(opened, [secret]).is : 'broken';
}

/** Milliseconds of the processor that opening a mail and asking for its meaning takes. */
async function costOf(mail: string | Buffer): Promise<number> {
  const elapsed = startOwnTime();
  await meaningIn(mail);
  return elapsed();
}

/** A multipart in a multipart in a multipart … */
function nested(depth: number): string {
  const open = Array.from(
    { length: depth },
    (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\r\n\r\n--b${n}\r\n`,
  );
  return `Subject: deep\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="top"\r\n\r\n--top\r\n${open.join('')}\r\n`;
}

const hostile: Readonly<Record<string, string>> = {
  'ten megabytes of one line': `Subject: long\r\n\r\n${megabytes(10)}`,
  'a header of ten megabytes': `Subject: ${megabytes(10)}\r\n\r\n`,
  'a report of ten megabytes of recipients': `${report.slice(0, report.indexOf('Final-Recipient'))}${megabytes(10, 'Final-Recipient: rfc822; a@example.org\r\nAction: failed\r\n\r\n')}`,
  'a diagnosis of ten megabytes': report
    .replace('user unknown', '')
    .replace(/Diagnostic-Code: .*/, `Diagnostic-Code: smtp; ${megabytes(10)}`),
  'a thousand parts inside one another': nested(1_000),
  'a hundred thousand empty parts': `Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n${'--b\r\n\r\n'.repeat(100_000)}`,
  'a hundred thousand To headers': `${'To: a@example.org, b@example.org\r\n'.repeat(30_000)}${report}`,
  'a subject of prefixes': `Subject: ${'Re: '.repeat(200_000)}unsubscribe\r\n\r\n`,
  'a subject of spaces': `Subject: re${' '.repeat(900_000)}x\r\n\r\n`,
  'a page of a million tags': `Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n${megabytes(1, '<a href="x"')}`,
};

/** A report whose bounce stands behind a page. */
function withPage(page: string, encoding = '7bit'): string {
  const at = report.indexOf('--4CqB1z', report.indexOf('\r\n\r\n'));
  const boundary = report.slice(at, report.indexOf('\r\n', at));
  const part = `Content-Type: text/html\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${page}`;
  return `${report.slice(0, at)}${boundary}\r\n${part}\r\n${report.slice(at)}`;
}

describe('mails made to break readers (R29)', () => {
  test.each([
    ['empty lines by the thousand', withPage('\n'.repeat(200_000))],
    ['the same with spaces', withPage(' \n'.repeat(100_000))],
    ['lone carriage returns', withPage('\r'.repeat(200_000))],
  ])('of %s only the headers are read', async (_, mail) => {
    const opened = await openMail(Buffer.from(mail));
    expect(opened?.reportType).toBe('delivery-status');
    expect(opened?.part('message/delivery-status')).toBeUndefined();
  });

  test.each([
    ['as base64', withPage(Buffer.from('\n'.repeat(150_000)).toString('base64'), 'base64')],
    ['quoted-printable', withPage('=0A'.repeat(70_000), 'quoted-printable')],
    ['as it is', withPage('<p>Unbekannt.</p>')],
  ])('a page of HTML %s is left closed, and the report behind it is read', async (_, mail) => {
    const opened = await openMail(Buffer.from(mail));
    expect(opened?.part('application/x-page')).toBeDefined();
    expect(opened && meaningOf(opened, [secret]).is).toBe('bounce');
  });

  test.each(Object.entries(hostile))('%s costs little', async (_, mail) => {
    expect(await costOf(mail)).toBeLessThan(2_000);
  });

  test('of a report with a returned letter of ten megabytes the report is read', async () => {
    const end = report.lastIndexOf('--4CqB1z');
    expect(await meaningIn(`${report.slice(0, end)}${megabytes(10)}`)).toBe('bounce');
  });

  test('a mail in a mail says nothing, however often it is wrapped', async () => {
    let mail = report;
    for (let n = 0; n < 15; n++)
      mail = `Content-Type: multipart/mixed; boundary="w${n}"\r\n\r\n--w${n}\r\nContent-Type: message/rfc822\r\n\r\n${mail}\r\n--w${n}--\r\n`;
    expect(await meaningIn(mail)).toBe('other');
  });

  test('null bytes, lone carriage returns and missing ends are no error', async () => {
    expect(await meaningIn(report.replaceAll(': ', ': \0'))).toMatch(/notice|bounce|other/);
    expect(await meaningIn(report.replaceAll('\r\n', '\r'))).toBe('other');
    expect(await meaningIn('\0'.repeat(100_000))).toBe('other');
    expect(await meaningIn('')).toBe('other');
  });

  test('cut anywhere, a report is read or not read, and never an error', async () => {
    for (let end = 0; end < report.length; end += 97)
      expect(await meaningIn(report.slice(0, end))).toMatch(/^(other|notice|bounce|autoReply)$/);
  });

  test('with any bytes changed it is never an error', async () => {
    const mails = mailNames.map((name) => mailNamed(name));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...mails),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 30 }),
        async (mail, changes) => {
          const changed = Buffer.from(mail);
          for (const [at, byte] of changes) changed[at % changed.length] = byte;
          await meaningIn(changed);
        },
      ),
      { numRuns: 100 },
    );
  });
});
