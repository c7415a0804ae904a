import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeIssue } from '../../../src/core/composing/composeIssue.ts';
import { olderPosts } from '../../../src/core/composing/olderPosts.ts';
import { readPrompts } from '../../../src/core/composing/promptFile.ts';
import { replayWeeks } from '../../../src/core/composing/replay.ts';
import { commonThemes, related, themeIndex } from '../../../src/core/composing/themeIndex.ts';
import { themesOf } from '../../../src/core/language/themes.ts';
import type { Post } from '../../../src/core/posts/post.ts';
import { parseWeek, weekOf } from '../../../src/core/week.ts';
import { sampleConfig } from '../../../test/support/sampleIssue.ts';
import { packageFolder } from '../bench.ts';
import type { Composed, ComposeWork } from '../goals/composing.ts';
import { orderOf, report } from '../processes.ts';

// What choosing costs: the themes of a post, the index, the older posts, a whole letter, and a replay of years. Times are of the
// processor: all of it is computing, and other work on the machine does not count.
const { posts: count, weeks } = orderOf<ComposeWork>();
const until = new Date('2026-11-20T19:00:00Z');
const week = parseWeek('2026-W47');
const weekMs = 7 * 24 * 3_600_000;

const nouns =
  'Arbeit Vertrauen Kunde Fehler Garten Werkstatt Gespräch Nachbar Geduld Zeit Stille Mut Dank Familie Schule Brief Lob Hilfe Kaffee Fenster Weg Abend Morgen Sommer Winter Licht Haus Hand Wort Frage Antwort Freund Reise Buch Musik Brot Tisch Küche Wald Regen Hund Kind Mutter Vater Team Projekt Ziel Plan Erfolg Sorge Angst Freude Ruhe Pause Kraft Wunsch Geschenk Fest Lehrer Schüler Meinung Kritik Streit Frieden'.split(
    ' ',
  );
const ends =
  'gespräch zeit arbeit kultur frage tag buch kreis gruppe raum stunde wert weg plan brief bild kraft form regel reise geschichte idee runde tisch platz grund'.split(
    ' ',
  );
const others =
  'der die das und nicht mit auf für ich wir du ein eine im zu dass es ist war als wenn dann noch schon auch nur oder aber helfen hört spricht dankbar mutig ruhig offen arbeitet wächst gelernt geschrieben getragen gewartet gefragt erzählt stiller alter neuer kleine großen lange kurze'.split(
    ' ',
  );

report(await measure());

async function measure(): Promise<Composed> {
  const startMB = process.memoryUsage().rss / 1e6;
  const texts = Array.from({ length: count }, (_, place) => textOf(place));
  let posts: readonly Post[] = [];
  const themesMs = timed(() => {
    posts = texts.map((text, place) => postOf(text, place));
  });
  texts.length = 0;
  const postsMB = process.memoryUsage().rss / 1e6 - startMB;
  const prompts = readPrompts(await readFile(join(packageFolder, 'prompts.yaml'), 'utf8'));
  const config = sampleConfig({ issue: { maxPosts: 20 } });
  const theme = posts.slice(0, 3);
  const choice = { posts, past: [], until };
  const compose = (list: readonly Post[]): void =>
    void composeIssue({ ...choice, posts: list, week, prompts, config });
  // Cold is a list that nothing is known of yet, in a program that has run a moment.
  compose(posts.slice(0, 100));
  const cold = timed(() => compose([...posts]));
  const index = timed(() => themeIndex(posts, 'de'));
  const ask = (): void => void related(themeIndex(posts, 'de'), commonThemes(theme, 'de'), until);
  const firstAsk = timed(ask);
  const laterAsk = timed(ask);
  const older = timed(() => void olderPosts(choice, theme, [], { week, config }));
  const warm = timed(() => compose(posts));
  const replay = timed(() => {
    const from = weekOf(new Date(until.getTime() - weeks * weekMs), 'UTC');
    for (const _ of replayWeeks({ from, to: week, posts, prompts, config }));
  });
  return {
    posts: count,
    themesMs,
    indexMs: index,
    firstRelatedMs: firstAsk,
    relatedMs: laterAsk,
    olderMs: older,
    coldMs: cold,
    warmMs: warm,
    replayMs: replay,
    postsMB,
    peakMB: process.resourceUsage().maxRSS / 1000,
  };
}

/** Five hundred words about three matters, always the same for a place. */
function textOf(place: number): string {
  let seed = place * 7919 + 13;
  const below = (most: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((seed / 0x80000000) * most);
  };
  const one = (list: readonly string[]): string => list[below(list.length)] ?? '';
  const compound = (): string => `${one(nouns)}${one(['', 's', 'n', 'en'])}${one(ends)}`;
  const matters = [one(nouns), one(nouns), compound()];
  return Array.from({ length: 500 }, () => {
    const kind = below(20);
    if (kind < 12) return one(others);
    if (kind < 15) return one(matters);
    return kind < 18 ? one(nouns) : compound();
  }).join(' ');
}

function postOf(text: string, place: number): Post {
  const title = text.split(' ').slice(0, 5).join(' ');
  const span = weeks * weekMs;
  return {
    id: `posts/${place}.md`,
    url: `https://blog.example.org/${place}/`,
    title,
    publishedAt: new Date(until.getTime() - Math.floor((place / count) * span)).toISOString(),
    excerpt: text.slice(0, 200),
    picture: null,
    tags: [],
    language: null,
    themes: themesOf({ title, tags: [], text }, 'de'),
    words: 500,
    formerAddresses: [],
    wish: null,
  };
}

function timed(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
