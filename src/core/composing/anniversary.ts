import { Temporal } from 'temporal-polyfill';
import type { Config } from '../config.ts';
import { formatDate } from '../locale.ts';
import type { Post } from '../posts/post.ts';
import { daysOfWeek, type WeekId } from '../week.ts';
import { postsBetween, type ThemeIndex } from './themeIndex.ts';

/** The years after which a day is worth remembering, in words. */
const years = [
  { count: 1, de: 'vor einem Jahr', en: 'a year ago' },
  { count: 2, de: 'vor zwei Jahren', en: 'two years ago' },
  { count: 5, de: 'vor fünf Jahren', en: 'five years ago' },
  { count: 10, de: 'vor zehn Jahren', en: 'ten years ago' },
  { count: 20, de: 'vor zwanzig Jahren', en: 'twenty years ago' },
] as const;

/** A post that appeared on the same days of an earlier year. */
export interface Anniversary {
  readonly post: Post;
  /** `vor einem Jahr, am 21. November 2025, erschienen`. */
  readonly reason: string;
}

/** The posts that appeared in a week's days one, two, five, ten or twenty years ago; the latest year first. */
export function anniversaries(
  index: ThemeIndex,
  week: WeekId,
  config: Pick<Config, 'locale' | 'schedule'>,
): readonly Anniversary[] {
  const { timeZone } = config.schedule;
  const { monday, sunday } = daysOfWeek(week);
  const midnight = (day: string, yearsAgo: number, daysLater: number): number =>
    Temporal.PlainDate.from(day)
      .subtract({ years: yearsAgo })
      .add({ days: daysLater })
      .toZonedDateTime(timeZone).epochMilliseconds;
  return years.flatMap(({ count, ...words }) => {
    return postsBetween(index, midnight(monday, count, 0), midnight(sunday, count, 1)).map((post) => {
      const day = formatDate(post.publishedAt, config.locale, timeZone);
      const reason =
        config.locale === 'de' ? `${words.de}, am ${day}, erschienen` : `published ${words.en}, on ${day}`;
      return { post, reason };
    });
  });
}
