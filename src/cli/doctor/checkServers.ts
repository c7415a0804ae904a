import type { Check } from '../../core/check.ts';
import type { Config } from '../../core/config.ts';
import type { Transport } from '../../core/ports.ts';
import { accountsOf, type Account } from '../../smtp/accounts.ts';
import { parseSmtpUrls } from '../../smtp/smtpUrl.ts';
import { openMailServer } from '../mailServer.ts';
import type { Environment } from '../settings.ts';
import { checksOf, verdict } from './verdict.ts';

/** Whether every account lets us in: greeting, encryption, login. Nothing is sent. */
export async function checkServers(
  environment: Environment,
  config: Config,
  folder: string,
): Promise<readonly Check[]> {
  const { transport, notes } = await openMailServer(environment, config, folder);
  const servers = parseSmtpUrls(environment.smtpUrl);
  const names = accountsOf(servers).names;
  const looks = servers.map((server, index) =>
    checksOf('smtp', () => checkServer({ name: names[index] ?? server.host, server }, transport)),
  );
  return [...(await Promise.all(looks)).flat(), ...notes.map((note) => verdict('smtp', 'warning', note))];
}

async function checkServer({ name, server }: Account, transport: Transport): Promise<readonly Check[]> {
  const connection = await transport.open(name);
  connection.close();
  // Beyond this machine a connection without a valid certificate is an error by itself (R23).
  const isSecure = server.isImplicitTls || !server.isLoopback;
  return [
    verdict('smtp', 'ok', {
      de: `${name}: erreichbar, ${isSecure ? 'verschlüsselt' : 'auf diesem Rechner'}, ${server.login ? 'Anmeldung angenommen' : 'ohne Anmeldung'}.`,
      en: `${name}: reachable, ${isSecure ? 'encrypted' : 'on this machine'}, ${server.login ? 'login accepted' : 'without a login'}.`,
    }),
  ];
}
