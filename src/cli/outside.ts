import type { Config } from '../core/config.ts';
import { isReservedDomain } from '../core/readiness.ts';
import { parseUrl } from '../core/webAddress.ts';
import { nameServer } from '../dns/nameServer.ts';
import { letterPictures, type LetterPicture } from '../feed/letterPictures.ts';
import { askLinks } from '../feed/linkProbe.ts';
import { linkMemory } from '../files/linkMemory.ts';
import type { Outside } from '../flow/checking/outside.ts';
import { checkNames } from './doctor/checkNames.ts';
import { packageVersion } from './packageRoot.ts';
import { readEnvironment } from './settings.ts';

/** The way to everybody whom checks ask, for a newsletter folder. */
export function outsideOf(
  folder: string,
  { now, nameServer: named }: { readonly now: () => Date; readonly nameServer?: string | undefined },
): Outside {
  return {
    askLinks: (addresses, config, isAnew) =>
      askLinks(addresses, {
        userAgent: userAgent(),
        now,
        isAnew,
        memory: linkMemory(folder, now),
        privateHosts: privateHostsOf(config),
      }),
    askNames: async (config) =>
      checkNames({
        folder,
        config,
        environment: await readEnvironment(folder),
        names: nameServer({ server: named }),
        isServerNamed: named !== undefined,
      }),
  };
}

/** Fetches the pictures of letters for the desk. */
export function pictureFetcher(): (address: string, config: Config) => Promise<LetterPicture | undefined> {
  const fetchPicture = letterPictures();
  return async (address, config) =>
    isReservedDomain(parseUrl(address)?.hostname ?? '')
      ? undefined
      : fetchPicture(address, { userAgent: userAgent(), privateHosts: privateHostsOf(config) });
}

function userAgent(): string {
  return `Wochenbrief/${packageVersion()} (weekly newsletter)`;
}

/** Where the author reads her blog from a private network, its posts and pictures are there, too. */
function privateHostsOf({ sources }: Config): ReadonlySet<string> {
  const hosts = sources.flatMap((source) => {
    if ('folder' in source || !source.allowPrivate) return [];
    return [parseUrl('feed' in source ? source.feed : source.wordpress)?.host ?? ''];
  });
  return new Set(hosts.filter((host) => host !== ''));
}
