import { parseAtomFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import type { ArchivedLetter } from '../../src/core/archive.ts';
import { archiveFeed } from '../../src/core/archiveFeed.ts';
import { parseWeek, weeksBefore } from '../../src/core/week.ts';
import { parseFeed } from '../../src/feed/parseFeed.ts';
import { sampleConfig } from '../support/sampleIssue.ts';

const letters: readonly ArchivedLetter[] = [
  {
    week: parseWeek('2026-W47'),
    subject: 'Wem „dienst“ du & warum <gern>?',
    sentAt: '2026-11-22T06:00:02.123Z',
  },
  { week: parseWeek('2026-W46'), subject: 'Was trägt?', sentAt: '2026-11-15T06:00:01.000Z' },
];

test('the archive is a whole Atom feed: who, since when, where, and each letter with its own address', () => {
  const feed = parseAtomFeed(
    archiveFeed(
      letters,
      sampleConfig({ title: 'Brief & Gruß', website: { about: 'Einmal <in> der Woche.' } }),
    ),
  );
  expect(feed).toMatchObject({
    id: 'https://brief.example.org/archive',
    title: { value: 'Brief & Gruß' },
    subtitle: { value: 'Einmal <in> der Woche.' },
    updated: '2026-11-22T06:00:02.123Z',
    authors: [{ name: 'Johanna Muster' }],
    links: [
      { rel: 'self', type: 'application/atom+xml', href: 'https://brief.example.org/archive/feed.xml' },
      { rel: 'alternate', href: 'https://brief.example.org/archive' },
    ],
    entries: [
      {
        id: 'https://brief.example.org/archive/2026-W47',
        title: { value: 'Wem „dienst“ du & warum <gern>?' },
        links: [{ href: 'https://brief.example.org/archive/2026-W47' }],
        updated: '2026-11-22T06:00:02.123Z',
      },
      { id: 'https://brief.example.org/archive/2026-W46', title: { value: 'Was trägt?' } },
    ],
  });
});

test('our own feed reader takes it, whatever a subject holds', async () => {
  const subject = ']]> &amp; "x" \u0001\u000B\uFFFE\uD800 🎉 </title>';
  const reading = await parseFeed(
    archiveFeed(
      [{ week: parseWeek('2026-W47'), subject, sentAt: '2026-11-22T06:00:00.000Z' }],
      sampleConfig(),
    ),
  );
  expect(reading.ok && reading.feed.entries.map(({ title, links }) => [title?.value, links[0]])).toEqual([
    [']]> &amp; "x"  🎉 </title>', 'https://brief.example.org/archive/2026-W47'],
  ]);
});

test('before the first letter it is a feed without entries, and after years it ends with the last one', () => {
  expect(parseAtomFeed(archiveFeed([], sampleConfig({ locale: 'en' })))).toMatchObject({
    subtitle: { value: 'All letters to read again' },
    updated: '1970-01-01T00:00:00Z',
  });
  const many = Array.from({ length: 500 }, (_, index) => ({
    week: weeksBefore(parseWeek('2026-W47'), index),
    subject: `Brief ${index}`,
    sentAt: '2026-11-22T06:00:00.000Z',
  }));
  const entries = parseAtomFeed(archiveFeed(many, sampleConfig())).entries ?? [];
  expect([entries.length, entries[0]?.title?.value]).toEqual([52, 'Brief 0']);
});
