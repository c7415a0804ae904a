import { beforeAll, describe, expect, test } from 'vitest';
import { packagesLoadedBy, type LoadedPackages } from '../support/loadedPackages.ts';
import { confirmedReader, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';
import { mailServer } from '../support/sending.ts';

/** What renders letters and mails. */
const rendering = ['mjml', 'handlebars', 'html-to-text', 'markdown-it'];
/** What reads blogs. */
const reading = ['feedsmith', 'sanitize-html', 'smol-toml', 'snowball-stemmers', 'stopword'];
/** What serves pages, reads mailboxes, checks signatures. */
const serving = ['hono', '@hono/node-server', 'node-cron', 'imapflow', 'mailauth', 'smtp-server'];

describe('a command loads only what it uses (P8)', () => {
  test('--help and --version load what reads the command line, and nothing else', async () => {
    for (const flag of ['--help', '--version', 'send --help']) {
      const { run, packages, files } = await packagesLoadedBy(flag.split(' '));
      expect([run.code, run.stderr]).toEqual([0, '']);
      expect(packages).toEqual(['commander']);
      expect(files).toBeLessThanOrEqual(2);
    }
  });

  test('compose loads nothing that renders, sends or serves', async () => {
    const folder = await newsletterFolder([]);
    const { run, packages } = await packagesLoadedBy(['compose', '--week', '2026-W47', '--dir', folder]);
    expect(run.code, run.stderr).toBe(0);
    expect(packages).toContain('markdown-it');
    expect(intersection(packages, ['mjml', 'handlebars', 'nodemailer', ...serving])).toEqual([]);
  });

  describe('of a letter that is rendered', () => {
    let sent: LoadedPackages;
    let status: LoadedPackages;

    beforeAll(async () => {
      const { folder, env } = await begunFolder();
      sent = await packagesLoadedBy(['send', '2026-W47', '--dir', folder], env);
      status = await packagesLoadedBy(['status', '2026-W47', '--dir', folder], env);
    });

    test('send and status load nothing that renders, reads blogs or serves, and no second SMTP client; send needs no calendar either', () => {
      expect(sent.run.code, sent.run.stderr).toBe(3);
      expect(status.run.code, status.run.stderr).toBe(0);
      const unused = ['nodemailer', ...rendering, ...reading, ...serving];
      expect(intersection(sent.packages, ['temporal-polyfill', ...unused])).toEqual([]);
      expect(intersection(status.packages, unused)).toEqual([]);
    });

    test('send comes from a handful of files: to find and open each takes longer than to read it', () => {
      expect(sent.files).toBeLessThanOrEqual(4);
    });
  });
});

/** A folder whose letter was rendered and is on its way: one reader has it, the other was asked to wait. */
async function begunFolder(): Promise<{
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}> {
  const server = await mailServer({
    onMail: ({ to }) =>
      to.includes('reader1@example.org') ? Promise.resolve() : Promise.reject(new Error('come again later')),
  });
  const env = sendingTo(server.url);
  const folder = await newsletterFolder([confirmedReader(1), confirmedReader(2)]);
  await runHere(['compose', '--week', '2026-W47', '--dir', folder], env);
  const run = await runHere(['send', '2026-W47', '--dir', folder], env);
  expect(run.code, run.stderr).toBe(3);
  return { folder, env };
}

function intersection(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.filter((one) => others.includes(one));
}
