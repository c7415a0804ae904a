import type { Config } from './config.ts';
import { placeholder, placeholderAddress } from './readiness.ts';
import { formatSubscribers } from './list/subscriberFile.ts';

/** What only the author knows of a new newsletter. */
export interface Answers {
  readonly title: string;
  readonly locale: Config['locale'];
  readonly address: Config['address'];
  readonly senderName: string;
  readonly senderAddress: string;
  /** The blog's feed; null for a folder of Markdown posts. */
  readonly feed: string | null;
  readonly baseUrl: string;
  readonly imprint: string;
}

/** Answers for `--yes`: complete enough to compose, and refused when sending. */
export function placeholderAnswers(locale: Config['locale'], feed: string | null): Answers {
  const fill = placeholder[locale];
  return {
    title: locale === 'de' ? 'Mein Wochenbrief' : 'My weekly letter',
    locale,
    address: 'du',
    senderName: fill,
    senderAddress: placeholderAddress,
    feed,
    baseUrl: 'https://brief.example.org',
    // One line, so that no half of it can be overlooked.
    imprint:
      locale === 'de'
        ? `${fill}: Name, Straße und Hausnummer, Postleitzahl und Ort, E-Mail`
        : `${fill}: name, street, town, e-mail`,
  };
}

/** The text files of a new newsletter folder, by their path. `secret` signs its links. */
export function newNewsletterFiles(
  answers: Answers,
  secret: string,
  now: Date,
): Readonly<Record<string, string>> {
  const files = {
    'newsletter.yaml': settingsText(answers),
    'subscribers.json': formatSubscribers({ revision: 0, subscribers: [], suppressions: [] }),
    '.gitignore': gitignore,
    '.env': environmentText(secret),
  };
  if (answers.feed !== null) return files;
  const [name, text] = firstPost(answers.locale, now);
  return { ...files, [name]: text };
}

function settingsText(answers: Answers): string {
  const { title, locale, address, senderName, senderAddress, feed, baseUrl, imprint } = answers;
  const source =
    feed === null ? `  - folder: posts\n    url: https://blog.example.org` : `  - feed: ${quote(feed)}`;
  const note =
    locale === 'de'
      ? [
          'Die Einstellungen dieses Newsletters. Geheimes steht in .env.',
          'wohin die Abmeldelinks führen',
          '0 = keine Grenze',
        ]
      : [
          'The settings of this newsletter. Secrets live in .env.',
          'where unsubscribe links lead',
          '0 = no limit',
        ];
  return `# yaml-language-server: $schema=./schema/newsletter.schema.json
# ${note[0]}

title: ${quote(title)}
locale: ${locale}                      # de | en
address: ${address}                     # du | sie
from: { name: ${quote(senderName)}, address: ${quote(senderAddress)} }
replyTo: ${quote(senderAddress)}
baseUrl: ${quote(baseUrl)}    # ${note[1]}
imprint: |
${imprint
  .trim()
  .split(/\r?\n/)
  .map((line) => `  ${line}`)
  .join('\n')}

sources:
${source}
prompts: prompts.yaml

issue: { maxPosts: 5, olderPosts: 3, quietWeek: letter }
schedule: { compose: friday 09:00, send: sunday 07:00, timeZone: Europe/Berlin, approval: automatic }
delivery: { connections: 5, perSecond: 10, perMinute: 0, perHour: 0, perDay: 0 }    # ${note[2]}
look: { template: ruhig, color: "#8a4b2d", pictures: true }
`;
}

/** History would defeat erasure (Art. 17 DSGVO): people and ledgers stay out of git. */
const gitignore = `.env
subscribers.json
backups/
subscribers.json.*
issues/*/ledger.jsonl
issues/*/diary.jsonl
issues/*/reports.jsonl
mailbox.json
cache/
issues/*/frozen.json
issues/*/outbox/
*.lock
`;

function environmentText(secret: string): string {
  return `# Secrets of this newsletter; keep this file to yourself (mode 0600).
# Signs the unsubscribe links. Keep it: with another one, links in letters already sent stop working.
NEWSLETTER_SECRET=${secret}
# Your mail account: smtps://user:password@server:465, or smtp://user:password@server:587 with STARTTLS.
#SMTP_URL=smtps://user:password@smtp.example.org:465
`;
}

function firstPost(locale: Config['locale'], now: Date): readonly [name: string, text: string] {
  const date = now.toISOString();
  return locale === 'de'
    ? [
        `posts/${date.slice(0, 10)}-der-erste-beitrag.md`,
        `---\ntitle: Der erste Beitrag\ndate: ${date}\ntags: [Anfang]\ndraft: true\n---\n\nHier steht bald ein eigener Text; ohne die Zeile „draft: true“ kommt er in den Brief. Wochenbrief liest alle Markdown-Dateien in diesem Ordner und nimmt die neuen in den Brief der Woche auf.\n`,
      ]
    : [
        `posts/${date.slice(0, 10)}-the-first-post.md`,
        `---\ntitle: The first post\ndate: ${date}\ntags: [beginnings]\ndraft: true\n---\n\nYour own text goes here; without the line "draft: true" it goes into the letter. Wochenbrief reads all Markdown files in this folder and takes the new ones into the letter of the week.\n`,
      ];
}

/** A text as a YAML scalar; JSON's strings are YAML's double-quoted ones. */
function quote(text: string): string {
  return JSON.stringify(text);
}
