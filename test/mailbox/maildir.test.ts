import { mkdir, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { maildir } from '../../src/mailbox/maildir.ts';
import { temporaryFolder } from '../support/folder.ts';

const longAgo = new Date('2026-10-01T00:00:00Z');
const noon = Date.parse('2026-11-22T12:00:00Z') / 1_000;

/** A Maildir with some mails: numbers are seconds after noon, texts their contents. */
async function withMails(mails: readonly (readonly [path: string, text: string])[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of ['new', 'cur', 'tmp']) await mkdir(join(folder, name));
  for (const [path, text] of mails) await writeFile(join(folder, path), text);
  return folder;
}

async function textsOf(
  folder: string,
  position?: string,
): Promise<{ readonly texts: readonly string[]; readonly position: string | undefined }> {
  const mailbox = maildir(folder, 'Maildir');
  const texts: string[] = [];
  let next = position;
  for (;;) {
    const batch = await mailbox.next(next, longAgo);
    if (!batch) return { texts, position: next };
    texts.push(...batch.mails.map(({ bytes }) => Buffer.from(bytes).toString()));
    next = batch.position;
  }
}

describe('a Maildir as a mailbox (R29)', () => {
  test('is read in the order its mails came, and leaves every file as it is', async () => {
    const folder = await withMails([
      [`new/${noon + 2}.M2P1.host`, 'second'],
      [`cur/${noon + 1}.M1P1.host:2,S`, 'first'],
      [`new/${noon + 3}.M3P1.host`, 'third'],
      [`tmp/${noon + 4}.M4P1.host`, 'still coming'],
    ]);
    const before = await looksOf(folder);
    expect((await textsOf(folder)).texts).toEqual(['first', 'second', 'third']);
    expect(await looksOf(folder)).toEqual(before);
  });

  test('goes on after its position, whatever a mail program did with what was read', async () => {
    const folder = await withMails([
      [`new/${noon}.M1P1.host`, 'first'],
      [`new/${noon + 1}.M2P1.host`, 'second'],
    ]);
    const { position } = await textsOf(folder);
    await rename(join(folder, `new/${noon}.M1P1.host`), join(folder, `cur/${noon}.M1P1.host:2,RS`));
    await rm(join(folder, `new/${noon + 1}.M2P1.host`));
    // Delivered late, with an earlier time in its name.
    await writeFile(join(folder, `new/${noon - 5}.M3P1.host`), 'third');
    const later = await textsOf(folder, position);
    expect(later.texts).toEqual(['third']);
    expect(later.position).not.toContain('M2P1');
    expect((await textsOf(folder, later.position)).texts).toEqual([]);
  });

  test('a position that is lost or damaged means that all is read again', async () => {
    const folder = await withMails([[`new/${noon}.M1P1.host`, 'first']]);
    for (const position of [undefined, 'damaged', '{"read":7}'])
      expect((await textsOf(folder, position)).texts).toEqual(['first']);
  });

  test('of a mail of ten megabytes one is read', async () => {
    const folder = await withMails([[`new/${noon}.M1P1.host`, 'x'.repeat(10 << 20)]]);
    expect((await textsOf(folder)).texts.map((text) => text.length)).toEqual([1 << 20]);
  });

  test('many mails come in portions, each once', async () => {
    const folder = await withMails(
      Array.from({ length: 450 }, (_, n) => [`new/${noon + n}.M${n}P1.host`, `mail ${n}`] as const),
    );
    const { texts } = await textsOf(folder);
    expect(texts).toHaveLength(450);
    expect(new Set(texts).size).toBe(450);
    expect((await maildir(folder, 'Maildir').next(undefined, longAgo))?.mails).toHaveLength(200);
  });

  test('mails from before the time that counts are passed over, and so is what is no file', async () => {
    const folder = await withMails([[`new/${Date.parse('2026-01-01') / 1_000}.M1P1.host`, 'old']]);
    await mkdir(join(folder, 'new', `${noon}.folder`));
    await symlink('/dev/zero', join(folder, 'new', `${noon + 1}.zero`));
    expect((await textsOf(folder)).texts).toEqual([]);
  });

  test('one that is not there is named, with the setting that names it', async () => {
    const folder = await temporaryFolder();
    await expect(maildir(folder, 'mail/Maildir').next(undefined, longAgo)).rejects.toMatchObject({
      code: 'mailbox.missing',
      message: expect.stringContaining('mail/Maildir'),
    });
  });
});

async function looksOf(folder: string): Promise<readonly unknown[]> {
  const names = (await readdir(folder, { recursive: true })).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const { mtimeMs, mode } = await stat(join(folder, name));
      const isFile = name.includes(`${noon}`.slice(0, 6));
      return { name, mtimeMs, mode, text: isFile ? await readFile(join(folder, name), 'utf8') : '' };
    }),
  );
}
