import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { messageFor, type Letter } from '../../src/core/message.ts';
import { renderIssue } from '../../src/core/render/renderIssue.ts';
import { verifyToken } from '../../src/core/token.ts';
import { letterOf } from '../../src/flow/letter.ts';
import { bytesOf, mimeOf } from '../../src/core/mime/mimeOf.ts';
import { confirmedReader, secret } from '../support/newsletter.ts';
import { sampleConfig, sampleIssue } from '../support/sampleIssue.ts';
import { sampleMessage } from '../support/sampleMessage.ts';
import { shippedTemplates } from '../support/templateFiles.ts';

const date = new Date('2026-11-22T06:00:00Z');

async function sampleLetter(changes: Parameters<typeof sampleIssue>[0] = {}): Promise<Letter> {
  const issue = sampleIssue(changes);
  const config = sampleConfig();
  return letterOf(issue, await renderIssue(issue, config, shippedTemplates()), config);
}

const headersOf = (bytes: Buffer): string => bytes.toString('latin1').split('\r\n\r\n')[0] ?? '';
const headerNames = (bytes: Buffer): string[] =>
  headersOf(bytes)
    .split(/\r\n(?![ \t])/)
    .map((line) => line.split(':')[0]?.toLowerCase() ?? '');

describe('the message of one reader', () => {
  test('carries every header of R40 once, and no Precedence', async () => {
    const letter = await sampleLetter();
    const bytes = bytesOf(mimeOf(messageFor(letter, confirmedReader(1, { name: 'Jörg' }), secret, date)));
    const names = headerNames(bytes);
    const required = ['from', 'to', 'reply-to', 'subject', 'date', 'message-id', 'mime-version', 'list-id'];
    for (const name of [
      ...required,
      'list-unsubscribe',
      'list-unsubscribe-post',
      'feedback-id',
      'content-type',
    ]) {
      expect(
        names.filter((one) => one === name),
        name,
      ).toHaveLength(1);
    }
    expect(names).not.toContain('precedence');
    expect(names).not.toContain('auto-submitted');
    const unfolded = headersOf(bytes).replaceAll(/\r\n[ \t]/g, ' ');
    expect(unfolded).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
    expect(unfolded).toMatch(/^List-Unsubscribe: +<https:\/\/[^>]+>, <mailto:[^>]+>$/m);
  });

  test('the unsubscribe link of header and body is signed for this reader alone', async () => {
    const reader = confirmedReader(7);
    const message = messageFor(await sampleLetter(), reader, secret, date);
    const token = /\/unsubscribe\/([^"<>\s]+)/.exec(message.html)?.[1] ?? '';
    expect(verifyToken(token, 'unsubscribe', [secret]).subscriberId).toBe(reader.id);
    expect(message.text).toContain(token);
    expect(message.headers.find(([name]) => name === 'List-Unsubscribe')?.[1]).toContain(token);
  });

  test('two readers’ letters differ in name, link and date of confirmation only (R47)', async () => {
    const letter = await sampleLetter();
    const links = (html: string): string[] =>
      Array.from(html.matchAll(/(?:href|src)="([^"]+)"/g), (match) => match[1] ?? '');
    const first = links(messageFor(letter, confirmedReader(1, { name: 'Anna' }), secret, date).html);
    const second = links(messageFor(letter, confirmedReader(2), secret, date).html);
    const different = first.filter((link) => !second.includes(link));
    expect(different.every((link) => /\/(unsubscribe|preferences)\//.test(link))).toBe(true);
    expect(different.length).toBeGreaterThan(0);
  });

  test('the Message-ID is the same whenever it is made, and another for another reader or week (R8)', async () => {
    const letter = await sampleLetter();
    const id = (number: number, of = letter): string =>
      messageFor(of, confirmedReader(number), secret, new Date()).messageId;
    expect(id(1)).toBe(id(1));
    expect(id(1)).not.toBe(id(2));
    expect(id(1)).not.toBe(id(1, { ...letter, week: '2026-W48' }));
    expect(id(1)).toMatch(/^<[^<>@\s]+@[^<>@\s]+>$/);
  });

  test('a post titled {{secret}} or <mj-raw> arrives as exactly that text', async () => {
    const [post] = sampleIssue().posts;
    if (!post) throw new Error('the sample has no post');
    const title = '{{secret}} {{{x}}} <mj-raw> <script>alert(1)</script> "quoted" & \u{1F331}';
    const letter = await sampleLetter({ posts: [{ ...post, title }] });
    const bytes = bytesOf(mimeOf(messageFor(letter, confirmedReader(1), secret, date)));
    const mail = await PostalMime.parse(bytes);
    // But for its quotation marks, which are set as German wants them.
    expect(mail.text).toContain(title.replace('"quoted"', '„quoted“'));
    expect(mail.html).not.toContain('<script>');
    expect(mail.html).toContain('{{secret}} {{{x}}} &lt;mj-raw&gt; &lt;script&gt;');
  });

  test('an IDN domain goes to the server in A-labels (R27)', async () => {
    const message = messageFor(
      await sampleLetter(),
      confirmedReader(1, { address: 'post@bücher.example' }),
      secret,
      date,
    );
    expect(message.to.address).toBe('post@xn--bcher-kva.example');
  });

  test('text and HTML come through the encoding unchanged', async () => {
    const message = messageFor(await sampleLetter(), confirmedReader(1, { name: 'Öykü' }), secret, date);
    const mail = await PostalMime.parse(bytesOf(mimeOf(message)));
    expect(mail.text?.trimEnd()).toBe(message.text.trimEnd());
    expect(mail.html?.trimEnd()).toBe(message.html.trimEnd());
    expect(mail.subject).toBe(message.subject);
  });
});

describe('the bytes', () => {
  test('whatever names and texts hold: no injected header, no long line, no bare line end, and the same text back (R42)', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    const name = fc.string({ unit: 'binary', maxLength: 60 });
    const plain = await headerNamesOfPlain();
    await fc.assert(
      fc.asyncProperty(name, text, text, async (toName, subject, body) => {
        const message = sampleMessage({
          to: { name: toName, address: 'reader1@example.org' },
          subject,
          text: `.${body}`,
          html: `<p>.${body.replaceAll(/[<>&]/g, '')}</p>`,
        });
        const bytes = bytesOf(mimeOf(message));
        const raw = bytes.toString('latin1');
        expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
        expect(headerNames(bytes).filter((header) => !plain.has(header))).toEqual([]);
        const mail = await PostalMime.parse(bytes);
        expect(mail.to?.map(({ address }) => address)).toEqual(['reader1@example.org']);
      }),
      { numRuns: 1500 },
    );
  });

  test('body lines keep to 76 characters', async () => {
    const bytes = bytesOf(mimeOf(sampleMessage()));
    const body = bytes.toString('latin1').split('\r\n\r\n').slice(1).join('\r\n\r\n');
    expect(Math.max(...body.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(76);
  });
});

async function headerNamesOfPlain(): Promise<ReadonlySet<string>> {
  return new Set(
    headerNames(bytesOf(mimeOf(sampleMessage({ to: { name: 'Anna', address: 'reader1@example.org' } })))),
  );
}
