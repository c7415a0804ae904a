import { passingInMemory } from '../../src/core/list/passingInMemory.ts';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import { foldDiary, type DiaryRecord } from '../../src/core/clock/diary.ts';
import { NewsletterError } from '../../src/core/errors.ts';
import { readEnvelopeId } from '../../src/core/mailbox/envelopeId.ts';
import type { Letter } from '../../src/core/message.ts';
import type { Parcel } from '../../src/core/parcel.ts';
import type { Answer, Connection, Diaries, Ledger, Transport } from '../../src/core/ports.ts';
import { parseWeek } from '../../src/core/week.ts';
import type { DeliveryOrder } from '../../src/flow/deliver.ts';
import { ledgerBefore } from '../../src/flow/runLedger.ts';
import { confirmedReader, secret } from './newsletter.ts';
import { sleepyClock } from './sending.ts';

const week = parseWeek('2026-W47');

/** A letter without any content to speak of. */
const letter: Letter = {
  week,
  subject: 'Wem konntest du diese Woche dienen?',
  html: { chunks: ['<p>Hallo</p>'], slots: [] },
  text: { chunks: ['Hallo'], slots: [] },
  settings: {
    title: 'Wochenbrief',
    locale: 'de',
    address: 'du',
    from: { name: 'Wochenbrief', address: 'brief@example.org' },
    baseUrl: 'https://brief.example.org',
    replyTo: 'brief@example.org',
    timeZone: 'Europe/Berlin',
  },
};

/** What a server says; a content is only handed over where the stage is `content` or `final`. */
export const answers = {
  accepted: { stage: 'final', code: 250, reply: '250 2.0.0 queued', isContentEnded: true },
  deferred: { stage: 'rcpt', code: 450, reply: '450 4.2.1 mailbox busy', isContentEnded: false },
  deferredLate: { stage: 'final', code: 452, reply: '452 4.2.2 no room', isContentEnded: true },
  rejected: { stage: 'rcpt', code: 550, reply: '550 5.1.1 no such mailbox', isContentEnded: false },
  rejectedLate: { stage: 'final', code: 554, reply: '554 5.6.0 content refused', isContentEnded: true },
  tooFast: {
    stage: 'rcpt',
    code: 454,
    reply: '454 4.7.0 too many messages, slow down',
    isContentEnded: false,
  },
  goodbye: { stage: 'final', code: 421, reply: '421 4.3.2 shutting down', isContentEnded: true },
  dropEarly: { stage: 'mail', code: null, reply: 'connection closed', isContentEnded: false },
  dropInContent: { stage: 'content', code: null, reply: 'connection closed', isContentEnded: false },
  dropLate: { stage: 'final', code: null, reply: 'connection closed', isContentEnded: true },
} satisfies Record<string, Answer>;

/** One content that left, or was on its way when the process died. */
export interface Handed {
  readonly id: string;
  readonly account: string;
  readonly answer: Answer;
}

/** A transport that answers as it is told, and remembers what it was handed. */
export interface TransportInMemory extends Transport {
  readonly handed: readonly Handed[];
  /** Everybody it was asked for, content or not. */
  readonly tried: readonly string[];
  readonly mostOpen: () => number;
  readonly opened: () => number;
  readonly closed: () => number;
}

/**
 * Several accounts, those of them that are up; each asks `answer` what to say. One that pipelines takes the next envelope
 * along with a content, and then wants that very letter.
 */
export function transportInMemory(
  answer: (id: string, account: string) => Answer | Promise<Answer>,
  {
    accounts = ['one'],
    isUp = () => true,
    pipelines = true,
  }: { accounts?: readonly string[]; isUp?: (name: string) => boolean; pipelines?: boolean } = {},
): TransportInMemory {
  const handed: Handed[] = [];
  const tried: string[] = [];
  let open = 0;
  let mostOpen = 0;
  let opened = 0;
  let closed = 0;
  const connect = (account: string): Connection => {
    open += 1;
    opened += 1;
    mostOpen = Math.max(mostOpen, open);
    let isEnded = false;
    let announced: Parcel | undefined;
    return {
      account,
      get isUsable() {
        return !isEnded;
      },
      async send(parcel, beforeContent, next) {
        if (announced && announced !== parcel) throw new Error('another letter was announced');
        announced = undefined;
        let upcoming: Parcel | undefined;
        // Nobody waits for it: what is not made by the time goes alone, and what goes wrong with it shows later.
        if (pipelines)
          void Promise.resolve(next?.()).then(
            (parcel) => (upcoming = parcel),
            () => undefined,
          );
        const { envelope } = parcel;
        const id = readEnvelopeId(envelope.envelopeId ?? '', [secret])?.id ?? '';
        tried.push(id);
        const said = await answer(id, account);
        if (said.stage === 'content' || said.stage === 'final') {
          await beforeContent();
          announced = upcoming;
          handed.push({ id, account, answer: said });
        }
        if (said.code === null || said.code === 421) isEnded = true;
        return said;
      },
      close() {
        open -= 1;
        closed += 1;
      },
    };
  };
  return {
    name: accounts.join(', '),
    isLoopback: true,
    handed,
    tried,
    mostOpen: () => mostOpen,
    opened: () => opened,
    closed: () => closed,
    open(account) {
      const name = account ?? accounts.find(isUp);
      if (name !== undefined && accounts.includes(name) && isUp(name)) return Promise.resolve(connect(name));
      const text = `${account ?? 'the server'} cannot be reached`;
      return Promise.reject(new NewsletterError('smtp.unreachable', { de: text, en: text }));
    },
  };
}

/** A ledger that only lives in memory; `beforeAppend` may refuse a record. */
export function ledgerInMemory(
  records: LedgerRecord[],
  beforeAppend: (record: LedgerRecord) => void = () => undefined,
): Ledger {
  let writing: Promise<void> = Promise.resolve();
  const writeAfter = async (
    before: Promise<void>,
    record: LedgerRecord,
    onWritten?: () => void,
  ): Promise<void> => {
    await before;
    beforeAppend(record);
    records.push(record);
    onWritten?.();
  };
  const write = (record: LedgerRecord, onWritten?: () => void): Promise<void> => {
    writing = writeAfter(writing, record, onWritten);
    return writing;
  };
  return {
    append: write,
    note: (record, onWritten) => void write(record, onWritten).catch(() => undefined),
    settle: () => writing,
    close: () => Promise.resolve(),
  };
}

/** The diary of the one letter, in memory. */
export function diariesInMemory(): Diaries & { write(record: DiaryRecord): void; reads(): number } {
  const records: DiaryRecord[] = [];
  let reads = 0;
  return {
    read: () => {
      reads += 1;
      return Promise.resolve(foldDiary(records));
    },
    note(_week, decide) {
      const { records: more, answer } = decide(foldDiary(records));
      records.push(...more);
      return Promise.resolve(answer);
    },
    weeks: () => Promise.resolve([week]),
    write: (record) => void records.push(record),
    reads: () => reads,
  };
}

/** The ids of so many readers. */
export function readerIds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => confirmedReader(index).id);
}

/** An order to deliver a letter to readers who are frozen in the ledger's records. */
export function deliveryOrder(
  { readers, transport, records = [] }: { readers: number; transport: Transport; records?: LedgerRecord[] },
  changes: Partial<DeliveryOrder> = {},
): DeliveryOrder {
  const subscribers = Array.from({ length: readers }, (_, index) => confirmedReader(index));
  if (records.length === 0) records.push({ type: 'audience', ids: readerIds(readers) });
  const list = { revision: 1, subscribers, suppressions: [] };
  const limits = changes.limits ?? { connections: 1, perSecond: 0, perMinute: 0, perHour: 0, perDay: 0 };
  const before = ledgerBefore(limits);
  for (const record of records) before.see(record);
  return {
    week,
    run: 'run1',
    letter,
    ledger: ledgerInMemory(records),
    before,
    diaries: diariesInMemory(),
    subscribers: { passing: passingInMemory(() => Promise.resolve(list)) },
    transport,
    secrets: [secret],
    limits,
    clock: sleepyClock(),
    signal: new AbortController().signal,
    onRecord: () => undefined,
    ...changes,
  };
}
