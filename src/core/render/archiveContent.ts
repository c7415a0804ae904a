import { formatMonth } from '../locale.ts';
import type { PageOf } from './pages.ts';
import type { ArchiveView } from './pageViews.ts';
import { frameView, letterView, type Showing } from './pageParts.ts';
import { oneLine } from './plainText.ts';

/** All letters by their month, the newest first. */
export function archiveView({ letters }: PageOf<'archive'>, showing: Showing): ArchiveView {
  const { config, words, setting } = showing;
  const title = oneLine(config.title);
  const months = new Map<string, ReturnType<typeof letterView>[]>();
  for (const letter of letters.toSorted((one, other) => (one.sentAt < other.sentAt ? 1 : -1))) {
    const month = formatMonth(letter.sentAt, setting.language, config.schedule.timeZone);
    months.set(month, [...(months.get(month) ?? []), letterView(letter, config, setting)]);
  }
  return {
    ...frameView({ heading: words.archive, paragraphs: [words.archiveLead(title)] }, showing),
    description: words.archiveLead(title),
    months: [...months].map(([name, ofMonth]) => ({ name, letters: ofMonth })),
    empty: words.archiveEmpty,
    feed: { url: `${setting.basePath}/archive/feed.xml`, label: words.feed },
  };
}
