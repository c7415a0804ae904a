import type { Config } from '../core/config.ts';
import type { PostSource } from '../core/ports.ts';
import { feedSource } from '../feed/feedSource.ts';
import { folderSource } from '../files/folderSource.ts';
import { packageVersion } from './packageRoot.ts';

/** The sources the settings name. */
export function sourcesOf(config: Config, root: string): readonly PostSource[] {
  const { timeZone } = config.schedule;
  const userAgent = `Wochenbrief/${packageVersion()} (weekly newsletter)`;
  return config.sources.map((source) =>
    'feed' in source
      ? feedSource(source.feed, { allowPrivate: source.allowPrivate, timeZone, userAgent })
      : folderSource({
          newsletterFolder: root,
          folder: source.folder,
          timeZone,
          language: config.locale,
          ...(source.url === undefined ? {} : { blogUrl: source.url }),
        }),
  );
}
