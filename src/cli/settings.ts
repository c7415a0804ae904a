import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { NewsletterError, type Language } from '../core/errors.ts';
import { readTextIfAny } from '../files/readText.ts';

/** What every command takes. */
export interface GlobalOptions {
  readonly dir?: string;
  readonly json?: boolean;
  readonly now?: string;
}

/** The environment of a newsletter folder: its .env, over which the process's own environment wins. */
export interface Environment {
  readonly smtpUrl: string | undefined;
  readonly secret: string | undefined;
  /** The account that bounces and answers arrive at. */
  readonly imapUrl?: string | undefined;
  /** What an OAuth2 login needs. */
  readonly oauth: Readonly<Record<'clientId' | 'clientSecret' | 'refreshToken', string | undefined>>;
  /** The private key that signs letters, as PEM. */
  readonly dkimKey: string | undefined;
  /** Whether other users of the machine can read .env (R39). */
  readonly isEnvFileOpen: boolean;
}

/** The folder a command works in, absolute. */
export function folderOf(options: GlobalOptions): string {
  return resolve(options.dir ?? '.');
}

/** The secrets of a folder. The only place that reads the process's environment for settings. */
export async function readEnvironment(folder: string): Promise<Environment> {
  const path = join(folder, '.env');
  const file = parseEnv((await readTextIfAny(path)) ?? '');
  const mode = (await stat(path).catch(() => undefined))?.mode ?? 0;
  const valueOf = (name: string): string | undefined => process.env[name] ?? file[name];
  return {
    smtpUrl: valueOf('SMTP_URL'),
    secret: valueOf('NEWSLETTER_SECRET'),
    imapUrl: valueOf('IMAP_URL'),
    oauth: {
      clientId: valueOf('SMTP_CLIENT_ID'),
      clientSecret: valueOf('SMTP_CLIENT_SECRET'),
      refreshToken: valueOf('SMTP_REFRESH_TOKEN'),
    },
    dkimKey: valueOf('DKIM_PRIVATE_KEY'),
    isEnvFileOpen: process.platform !== 'win32' && (mode & 0o077) !== 0,
  };
}

/** The instant of a run: `--now`, or now. Throws `usage.wrong`. */
export function instantOf(options: GlobalOptions): Date {
  if (options.now === undefined) return new Date();
  const instant = new Date(options.now);
  if (/^\d{4}-\d\d-\d\d/.test(options.now) && isInReach(instant)) return instant;
  throw new NewsletterError(
    'usage.wrong',
    { de: `--now ${options.now}: kein Zeitpunkt.`, en: `--now ${options.now}: not an instant.` },
    {
      hint: {
        de: 'Zum Beispiel --now 2026-11-20T09:00:00+01:00',
        en: 'For example --now 2026-11-20T09:00:00+01:00',
      },
    },
  );
}

/** Years in which there are mails, and in which a week has its name. NaN is none. */
function isInReach(instant: Date): boolean {
  const year = instant.getUTCFullYear();
  return year >= 1970 && year < 9000;
}

/** A call of this program to copy from a hint; it works on the folder that this run works on. */
export function commandCall(words: readonly string[], { dir }: Pick<GlobalOptions, 'dir'>): string {
  const folder = dir === undefined ? [] : ['--dir', dir];
  return [commandName(), ...[...words, ...folder].map(quoted)].join(' ');
}

/** How this program was called: from a clone through npm, else by its name. */
function commandName(): string {
  return process.env['npm_lifecycle_event'] === 'wochenbrief' ? 'npm run -s wochenbrief --' : 'wochenbrief';
}

/** A word as a shell takes it for one. */
export function quoted(word: string): string {
  if (process.platform === 'win32') return /^[\p{L}\p{N}_@+=:,./\\-]+$/u.test(word) ? word : `"${word}"`;
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The language of the terminal, where the environment names one of ours. */
export function terminalLanguage(): Language | undefined {
  const locale = process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '';
  if (/^de/i.test(locale)) return 'de';
  return /^en/i.test(locale) ? 'en' : undefined;
}
