import { createWriteStream } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  arrayEnd,
  arrayStart,
  betweenRecords,
  emptyArray,
  middle,
  tail,
} from '../../src/core/list/listLayout.ts';
import { bareConsent, bareSubscriber, type Subscriber } from '../../src/core/list/subscriber.ts';
import { subscriberLine, usualSchema } from '../../src/core/list/subscriberLines.ts';
import { packageFolder, type Bench } from './bench.ts';
import { benchDraft, benchWeek } from './benchLetter.ts';

/** The secret of all newsletters that are measured. */
export const benchSecret = 'bench-secret-of-more-than-thirty-two-characters';

/** The same as `fillBenchFolder`, for what is measured again and again: made once, then copied. */
export async function copyBenchFolder(
  bench: Bench,
  folder: string,
  readers: number,
  connections = 5,
): Promise<void> {
  const model = join(bench.folder, `newsletter-${readers}-${connections}`);
  const made = (models[model] ??= mkdir(model).then(async () =>
    fillBenchFolder(model, readers, connections),
  ));
  await made;
  await cp(model, folder, { recursive: true });
}
const models: Record<string, Promise<void>> = {};

/** Makes a newsletter whose letter is ready to leave, with so many confirmed readers. */
export async function fillBenchFolder(folder: string, readers: number, connections = 5): Promise<void> {
  await mkdir(join(folder, 'issues', benchWeek), { recursive: true });
  await writeFile(join(folder, 'newsletter.yaml'), settings(connections));
  await writeFile(join(folder, 'issues', benchWeek, 'issue.md'), benchDraft());
  await cp(join(packageFolder, 'templates'), join(folder, 'templates'), { recursive: true });
  await writeReaders(folder, readers);
}

/** Writes subscribers.json as the program does, without ever holding it. */
export async function writeReaders(folder: string, readers: number): Promise<void> {
  const list = createWriteStream(join(folder, 'subscribers.json'), { mode: 0o600 });
  await pipeline(Readable.from(listText(readers)), list);
}

/** The n-th reader; her number is to be read from address and id. */
export function benchReader(number: number): Subscriber {
  const [name, host] = [
    names[number % names.length] ?? null,
    number % 3 === 0 ? 'example.com' : 'example.org',
  ];
  return {
    ...bareSubscriber,
    id: `reader${String(number).padStart(18, '0')}`,
    address: `leserin${number}@${host}`,
    name,
    status: 'confirmed',
    consent: {
      ...bareConsent,
      wording:
        'Ja, ich möchte den Wochenbrief einmal in der Woche per E-Mail bekommen. Abmelden kann ich mich jederzeit.',
      wordingVersion: '2026-01',
      form: 'https://brief.example.org/',
      requestedAt: '2026-03-12T08:00:00Z',
      mailedAt: '2026-03-12T08:00:05Z',
      confirmedAt: `2026-03-${String(12 + (number % 19)).padStart(2, '0')}T08:20:00Z`,
    },
  };
}

/** The number of a reader, from her address or her id. */
export function numberOfReader(addressOrId: string): number {
  return Number(/^(?:leserin|reader)(\d+)/.exec(addressOrId)?.[1] ?? NaN);
}

const names = [
  'Jörg',
  'Käthe Müller',
  null,
  'Anna',
  'Zoë',
  'Günther Weiß',
  'Łukasz',
  'Maria',
  'Søren',
  'Ümit',
];

function* listText(readers: number): Iterable<string> {
  yield `{\n"$schema": ${JSON.stringify(usualSchema)},\n"version": 1,\n"revision": 1,\n"subscribers": `;
  if (readers === 0) yield String(emptyArray);
  else {
    yield String(arrayStart);
    for (let number = 0; number < readers; number += portion) {
      const lines: string[] = [];
      for (let one = number; one < Math.min(number + portion, readers); one++)
        lines.push(subscriberLine(benchReader(one)));
      yield (number === 0 ? '' : String(betweenRecords)) + lines.join(String(betweenRecords));
    }
    yield String(arrayEnd);
  }
  yield `${String(middle)}${String(emptyArray)}${String(tail)}`;
}

const portion = 1000;

const settings = (connections: number): string => `title: Wochenbrief
locale: de
address: du
from: { name: Wochenbrief, address: brief@example.org }
replyTo: brief@example.org
baseUrl: https://brief.example.org
imprint: |
  Wochenbrief
  Musterweg 1
  12345 Musterstadt
  brief@example.org
sources: [{ folder: posts, url: https://blog.example.org }]
schedule: { compose: friday 09:00, send: sunday 07:00, timeZone: Europe/Berlin, approval: automatic }
delivery: { connections: ${connections}, perSecond: 0, perMinute: 0, perHour: 0, perDay: 0 }
website: { signUpsPerHour: 100000000, trustedProxies: [127.0.0.1] }
look: { template: ruhig, color: "#8a4b2d", pictures: true }
`;
