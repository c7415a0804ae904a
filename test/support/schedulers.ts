import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { NewsletterError } from '../../src/core/errors.ts';
import type { AuthorNews } from '../../src/core/clock/authorNews.ts';
import type { Step } from '../../src/core/clock/dueSteps.ts';
import { readPrompts } from '../../src/core/composing/promptFile.ts';
import type { Message } from '../../src/core/message.ts';
import { bytesOf } from '../../src/core/mime/mimeOf.ts';
import type { Parcel } from '../../src/core/parcel.ts';
import type { Answer, PostSource, Transport } from '../../src/core/ports.ts';
import { readConfig } from '../../src/core/readConfig.ts';
import type { WeekId } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { takeLock } from '../../src/files/lock.ts';
import { readPromptText, readSettingsText, readTemplateFiles } from '../../src/files/newsletterFolder.ts';
import { reportsFolder } from '../../src/files/reportsFolder.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { scheduler, type Scheduler, type SchedulerOrder } from '../../src/flow/keepSchedule.ts';
import type { Newsroom } from '../../src/flow/newsroom.ts';
import type { SendReport } from '../../src/flow/send.ts';
import { secret } from './newsletter.ts';

/** Clocks read their settings and questions at every wake, and here they are many: of the same text the same is read. */
const settingsIn = knownTexts((text) => readConfig(text));
const promptsIn = knownTexts((text) => readPrompts(text));

/** A mail server in memory that counts. */
export interface MemoryServer {
  readonly transport: Transport;
  /** Letters by the address they went to, as `2026-W47 reader1@example.org`. */
  readonly letters: string[];
  /** Mails to the author, by kind. */
  readonly authorMails: string[];
  isDown: boolean;
  /** What the server says to an address. */
  answer: (address: string) => { readonly code: number; readonly reply: string };
  /** Runs before a letter is answered; may throw, as a crash. */
  onLetter: () => Promise<void> | void;
}

/** A mail server in memory. */
export function memoryServer(): MemoryServer {
  const server: MemoryServer = {
    letters: [],
    authorMails: [],
    isDown: false,
    answer: () => ({ code: 250, reply: '250 2.0.0 OK' }),
    onLetter: () => undefined,
    transport: {
      name: 'memory',
      isLoopback: true,
      open() {
        if (server.isDown)
          return Promise.reject(
            new NewsletterError('smtp.unreachable', { de: 'Niemand da.', en: 'Nobody is there.' }),
          );
        return Promise.resolve({
          account: 'memory',
          isUsable: true,
          async send(parcel: Parcel, beforeContent: () => Promise<void>): Promise<Answer> {
            await beforeContent();
            const { envelope } = parcel;
            if (envelope.envelopeId === undefined) server.authorMails.push(await subjectOf(parcel));
            else {
              server.letters.push(`${weekIn(parcel)} ${envelope.to}`);
              await server.onLetter();
            }
            const { code, reply } = server.answer(envelope.to);
            return { stage: 'final', code, reply, isContentEnded: true };
          },
          close: () => undefined,
        });
      },
    },
  };
  return server;
}

async function subjectOf(parcel: Parcel): Promise<string> {
  return (await PostalMime.parse(bytesOf(parcel))).subject ?? '';
}

function weekIn({ messageId }: Parcel): string {
  return (/\d{4}-w\d\d/i.exec(messageId)?.[0] ?? '').toUpperCase();
}

/** A clock whose hands are set by the test. */
export interface SetClock {
  now: Date;
}

/** What a scheduler under test did. */
export interface SchedulerRun extends Scheduler {
  readonly steps: Step[];
  readonly sent: { readonly week: WeekId; readonly report: SendReport }[];
  readonly failures: unknown[];
  readonly standby: boolean[];
  /** Sets the time and wakes it; resolves once everything that is due is done, letters included. */
  at(instant: string | Date): Promise<void>;
  /** The person wants to stop. */
  stop(): void;
}

/** What a scheduler works with, where that is not the usual. */
export interface SchedulerOptions {
  readonly clock?: SetClock;
  readonly sources?: readonly PostSource[];
  readonly newsroom?: (usual: Newsroom) => Partial<Newsroom>;
  readonly lock?: SchedulerOrder['lock'];
}

/** A scheduler on a real folder, with files of its own, as in another process. */
export function schedulerOn(
  folder: string,
  server: MemoryServer,
  options: SchedulerOptions = {},
): SchedulerRun {
  const clock = options.clock ?? { now: new Date(0) };
  const stopper = new AbortController();
  const [steps, sent, failures, standby]: [Step[], SchedulerRun['sent'], unknown[], boolean[]] = [
    [],
    [],
    [],
    [],
  ];
  const ports = {
    issues: issuesFolder(folder),
    diaries: diariesFolder(folder),
    reports: reportsFolder(folder),
    subscribers: subscribersFile(folder),
  };
  let runs = 0;
  let givenUp = 0;
  const order: SchedulerOrder = {
    async open() {
      const config = settingsIn(await readSettingsText(folder));
      const usual: Newsroom = {
        ...ports,
        config,
        secrets: [secret],
        templates: () => readTemplateFiles(folder),
        sources: options.sources ?? [],
        prompts: async () => promptsIn(await readPromptText(folder, config)),
        authorMails: () => Promise.resolve({ messageFor: plainAuthorMail }),
        transport: server.transport,
      };
      return { ...usual, ...options.newsroom?.(usual) };
    },
    lock: options.lock ?? (() => takeLock(join(folder, 'issues', 'schedule.lock'), { isFenced: true })),
    clock: {
      now: () => clock.now,
      sleep: (ms) => {
        clock.now = new Date(clock.now.getTime() + Math.max(ms, 0));
        return Promise.resolve();
      },
    },
    signal: stopper.signal,
    newRun: () => `run${++runs}`,
    onStep: (step) => steps.push(step),
    onSent: (week, report) => sent.push({ week, report }),
    onFailure: (error, step) => {
      failures.push(error);
      if (step?.do === 'send') givenUp += 1;
    },
    onStandby: (is) => standby.push(is),
  };
  const made = scheduler(order);
  return {
    ...made,
    steps,
    sent,
    failures,
    standby,
    async at(instant) {
      clock.now = new Date(instant);
      await made.tick();
      await settled();
    },
    stop: () => stopper.abort(),
  };

  /** Waits until letters that were begun are through, and what follows them. */
  async function settled(): Promise<void> {
    for (;;) {
      const before = steps.length + sent.length;
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (isSending()) continue;
      await made.tick();
      if (steps.length + sent.length === before) return;
    }
  }

  function isSending(): boolean {
    return steps.filter((step) => step.do === 'send').length > sent.length + givenUp;
  }
}

function plainAuthorMail({ kind, week }: AuthorNews, at: Date): Message {
  return {
    subscriberId: 'author',
    messageId: `<author.${kind}.${week}@example.org>`,
    from: { name: '', address: 'brief@example.org' },
    replyTo: 'brief@example.org',
    to: { name: '', address: 'author@example.org' },
    subject: `${kind} ${week}`,
    date: at,
    html: '<p>Text</p>',
    text: 'Text',
    headers: [],
  };
}

function knownTexts<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    known.set(text, value);
    return value;
  };
}
