import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import { withFolder, type Bench } from './bench.ts';
import { copyBenchFolder, fillBenchFolder } from './benchFolder.ts';
import { inProcessOfItsOwn, type Cost } from './processes.ts';
import type { Rendering } from './renderWindow.ts';

/** What `work/send` is told. */
export interface SendWork {
  readonly folder: string;
  readonly url: string;
  /** PEM of the key that signs each letter. */
  readonly keyFile?: string | undefined;
  /** Keeps the ledger of attempts in no file. */
  readonly isForgetful?: boolean;
}

/** What `work/nodemailer` is told. */
export interface PeerWork {
  readonly url: string;
  readonly readers: number;
  readonly connections: number;
  readonly templateFile: string;
  readonly keyFile?: string | undefined;
  /** Hands everything over at once, as naive scripts do. */
  readonly isAllAtOnce?: boolean;
}

/** The letter open at the same places as ours, for Handlebars. */
export interface Templates {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** What a send took; rendering is not part of it. */
export interface SendReport extends Cost {
  readonly readers: number;
  readonly rendering?: Rendering;
}

/** Sends with this program: from reading the list to the last answer, in a folder of its own. */
export async function ourSend(
  bench: Bench,
  { readers, connections = 5, ...work }: Omit<SendWork, 'folder'> & Readers,
): Promise<SendReport> {
  return withFolder(bench.folder, async (folder) => {
    await copyBenchFolder(bench, folder, readers, connections);
    const report = await inProcessOfItsOwn<SendReport>('send', { folder, ...work });
    if (report.readers !== readers) throw new Error(`${report.readers} letters were due, not ${readers}`);
    return report;
  });
}

/** Sends with nodemailer's pool, or all at once. */
export async function peerSend(
  bench: Bench,
  work: Omit<PeerWork, 'templateFile' | 'connections'> & { readonly connections?: number },
): Promise<SendReport> {
  return inProcessOfItsOwn('nodemailer', { connections: 5, templateFile: await templates(bench), ...work });
}

interface Readers {
  readonly readers: number;
  readonly connections?: number;
}

/** Rendered once for all. */
function templates(bench: Bench): Promise<string> {
  return (rendered ??= render(bench));
}
let rendered: Promise<string> | undefined;

async function render(bench: Bench): Promise<string> {
  const file = join(bench.folder, 'templates.json');
  await withFolder(bench.folder, async (folder) => {
    await fillBenchFolder(folder, 1);
    await inProcessOfItsOwn('render', { folder, file });
  });
  return file;
}

/** Messages a second. */
export const rate = ({ readers, seconds }: SendReport): number => readers / seconds;

/** Milliseconds of the processor a message. */
export const cpuEach = ({ readers, cpuMs }: SendReport): number => cpuMs / readers;

/** How large the letter is as a mail, in bytes. */
export async function letterBytes(bench: Bench): Promise<number> {
  const { html, text }: Templates = JSON.parse(await readFile(await templates(bench), 'utf8'));
  const mime = await new MailComposer({ html, text, textEncoding: 'quoted-printable' }).compile().build();
  return mime.length;
}
