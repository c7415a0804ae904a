import type { ArchivedLetter } from './archive.ts';
import type { Config } from './config.ts';

/** As many letters as a feed reader that comes by once a year has missed. */
const lettersAtMost = 52;

/** The letters that were sent, the latest first, as an Atom feed (RFC 4287). */
export function archiveFeed(
  letters: readonly ArchivedLetter[],
  config: Pick<Config, 'title' | 'locale' | 'baseUrl' | 'from' | 'website'>,
): string {
  const { baseUrl, website } = config;
  const archive = `${baseUrl}/archive`;
  const entries = letters.slice(0, lettersAtMost).map(
    ({ week, subject, sentAt }) => `  <entry>
    <id>${xml(`${archive}/${week}`)}</id>
    <title>${xml(subject)}</title>
    <link rel="alternate" type="text/html" href="${xml(`${archive}/${week}`)}"/>
    <published>${xml(sentAt)}</published>
    <updated>${xml(sentAt)}</updated>
  </entry>
`,
  );
  // An empty feed must have a date as well; this one says that nothing ever happened.
  const updated = letters[0]?.sentAt ?? '1970-01-01T00:00:00Z';
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${config.locale}">
  <id>${xml(archive)}</id>
  <title>${xml(config.title)}</title>
  <subtitle>${xml(website.about || usualSubtitles[config.locale])}</subtitle>
  <link rel="self" type="application/atom+xml" href="${xml(`${archive}/feed.xml`)}"/>
  <link rel="alternate" type="text/html" href="${xml(archive)}"/>
  <updated>${xml(updated)}</updated>
  <author><name>${xml(config.from.name)}</name></author>
${entries.join('')}</feed>
`;
}

const usualSubtitles = { de: 'Alle Briefe zum Nachlesen', en: 'All letters to read again' } as const;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** A text as XML 1.0 can hold it, in an element as in an attribute; some characters no escape brings in. */
function xml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
