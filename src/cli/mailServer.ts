import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { domainOf } from '../core/address.ts';
import type { Config } from '../core/config.ts';
import { NewsletterError, type Text } from '../core/errors.ts';
import type { DkimOrder } from '../core/mime/dkimSignature.ts';
import type { Transport } from '../core/ports.ts';
import { readText } from '../files/readText.ts';
import { dkimKeyNotes, parseDkimKey } from '../smtp/dkimKey.ts';
import { readOAuth } from '../smtp/oauth.ts';
import { caHint, trustedAuthorities } from '../smtp/privateCa.ts';
import { smtpTransport } from '../smtp/smtpTransport.ts';
import { parseSmtpUrls } from '../smtp/smtpUrl.ts';
import type { Sign } from '../smtp/transaction.ts';
import { quoted, type Environment } from './settings.ts';

/** The way letters leave, with everything checked that can be checked before the first one. */
export interface MailServer {
  readonly transport: Transport;
  /** What the person should know; none of it keeps letters from leaving. */
  readonly notes: readonly Text[];
}

/**
 * The mail server as settings and environment name it. Throws `smtp.missing`, `smtp.invalid`, `smtp.ca`, `smtp.oauth` or
 * `dkim.invalid` before anybody is connected.
 */
export async function openMailServer(
  environment: Environment,
  config: Config,
  folder: string,
): Promise<MailServer> {
  const servers = parseSmtpUrls(environment.smtpUrl);
  const { ca, oauth, dkim } = config.smtp;
  const authorities =
    ca === undefined
      ? undefined
      : trustedAuthorities(await readText(resolve(folder, ca), 'smtp.ca', caHint), ca, new Date());
  const signing = dkim ? await openSigning(dkim, environment, config, folder) : undefined;
  return {
    transport: smtpTransport(servers, {
      authorities,
      oauth: oauth === undefined ? undefined : readOAuth(oauth, environment.oauth, servers),
      sign: signing?.sign,
      client: config.delivery.client,
    }),
    notes: signing?.notes ?? [],
  };
}

/** The same for commands that can do without one: where none is named, they say how. */
export async function openMailServerOrOutbox(
  ...order: Parameters<typeof openMailServer>
): Promise<MailServer> {
  try {
    return await openMailServer(...order);
  } catch (error) {
    if (!(error instanceof NewsletterError) || error.code !== 'smtp.missing') throw error;
    const hint = {
      de: `${error.hint?.de ?? ''}\nOhne Server: --outbox schreibt .eml-Dateien statt zu senden.`,
      en: `${error.hint?.en ?? ''}\nWithout a server: --outbox writes .eml files instead of sending.`,
    };
    throw new NewsletterError(error.code, error.text, { hint, cause: error });
  }
}

type DkimSettings = NonNullable<Config['smtp']['dkim']>;

async function openSigning(
  settings: DkimSettings,
  environment: Environment,
  config: Config,
  folder: string,
): Promise<{ readonly sign: Sign; readonly notes: readonly Text[] }> {
  const { dkimSigner, requireSigning } = await import('../smtp/dkim.ts');
  const { order, notes } = await readDkim(settings, environment, config, folder);
  const sign = dkimSigner(order);
  await requireSigning(sign, order, config.from);
  return { sign, notes };
}

/** The key that signs, with selector and domain; throws `dkim.invalid`. */
export async function readDkim(
  { selector, domain, key: file }: DkimSettings,
  environment: Pick<Environment, 'dkimKey'>,
  config: Pick<Config, 'from'>,
  folder: string,
): Promise<{ readonly order: DkimOrder; readonly notes: readonly Text[] }> {
  const place = file ?? 'DKIM_PRIVATE_KEY';
  const path = file === undefined ? undefined : resolve(folder, file);
  const pem = path === undefined ? environment.dkimKey : await readText(path, 'dkim.invalid', keyHint);
  if (pem === undefined) throw withoutKey();
  const key = parseDkimKey(pem, place);
  return {
    order: { selector, domain: domain ?? domainOf(config.from.address), key },
    notes: [...dkimKeyNotes(key, place), ...(await openFileNotes(path))],
  };
}

/** R39: who can read the key can sign in the author's name. */
async function openFileNotes(path: string | undefined): Promise<readonly Text[]> {
  if (path === undefined || process.platform === 'win32') return [];
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return [];
  return [
    {
      de: `Achtung: Andere Benutzer dieses Rechners können den DKIM-Schlüssel lesen. Abhilfe: chmod 600 ${quoted(path)}`,
      en: `Warning: other users of this machine can read the DKIM key. Mend it with: chmod 600 ${quoted(path)}`,
    },
  ];
}

function withoutKey(): NewsletterError {
  return new NewsletterError(
    'dkim.invalid',
    {
      de: 'DKIM: „smtp.dkim“ nennt keinen Schlüssel, und DKIM_PRIVATE_KEY ist nicht gesetzt.',
      en: 'DKIM: "smtp.dkim" names no key, and DKIM_PRIVATE_KEY is not set.',
    },
    { hint: keyHint },
  );
}

const keyHint: Text = {
  de: 'Ein neuer Schlüssel: openssl genrsa -out dkim.pem 2048. Dann unter „smtp.dkim“ eintragen: key: dkim.pem',
  en: 'A new key: openssl genrsa -out dkim.pem 2048. Then write under "smtp.dkim": key: dkim.pem',
};
