import type { Config } from '../core/config.ts';
import type { PostSource, SourceCopies } from '../core/ports.ts';
import { feedSource } from '../feed/feedSource.ts';
import { wordpressSource } from '../feed/wordpressSource.ts';
import { folderSource } from '../files/folderSource.ts';
import { sourceCopies } from '../files/sourceCopies.ts';
import { packageVersion } from './packageRoot.ts';

/** The sources the settings name. */
export function sourcesOf(
  config: Config,
  root: string,
  copies: SourceCopies = sourceCopies(root),
): readonly PostSource[] {
  const version = packageVersion();
  const shared = {
    copies,
    timeZone: config.schedule.timeZone,
    language: config.locale,
    userAgent: `Wochenbrief/${version} (weekly newsletter)`,
  };
  return config.sources.map((source) => {
    const { movedFrom } = source;
    if ('feed' in source) {
      const { allowPrivate, fullText } = source;
      return feedSource(source.feed, { ...shared, allowPrivate, fullText, movedFrom });
    }
    if ('wordpress' in source) {
      const { allowPrivate } = source;
      return wordpressSource(source.wordpress, { ...shared, allowPrivate, movedFrom });
    }
    return folderSource({
      newsletterFolder: root,
      folder: source.folder,
      copies,
      version,
      timeZone: shared.timeZone,
      language: shared.language,
      movedFrom,
      ...(source.url === undefined ? {} : { blogUrl: source.url }),
      ...(source.permalink === undefined ? {} : { permalink: source.permalink }),
    });
  });
}
