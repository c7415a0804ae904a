import type { Secrets } from '../secret.ts';
import { isWeekId, type WeekId } from '../week.ts';
import { readEnvelopeId, readReturnAddress, type LetterTo } from './envelopeId.ts';
import { signedReader } from './goodbyeToken.ts';
import { readFields, type HeaderFields } from './headerFields.ts';

/** All that a report tells of the letter it is about; none of it can be made up by somebody who never had that letter. */
export interface LetterTrace {
  /** From the envelope's name, or the address the report came to; signed by us. */
  readonly envelopes: readonly LetterTo[];
  /** Message-IDs like ours in the headers that came back, with the week they name. */
  readonly messageIds: readonly { readonly week: WeekId; readonly messageId: string }[];
  /** Whose unsubscribe link stands in those headers; signed by us. */
  readonly reader: string | undefined;
  /** When the letter says it was written. */
  readonly writtenAt: Date | undefined;
}

/** What a report is about, from its envelope id, the headers of the mail that brought it, and the headers it returns. */
export function traceOf(
  envelopeId: string | undefined,
  report: HeaderFields,
  returned: string | undefined,
  secrets: Secrets,
): LetterTrace {
  const letter = readFields(returned ?? '');
  const named = envelopeId === undefined ? undefined : readEnvelopeId(envelopeId, secrets);
  const written = new Date(letter.first('date') ?? '');
  return {
    envelopes: [named, ...addressedTo(report, secrets)].filter((one) => one !== undefined),
    messageIds: letter.all('message-id').flatMap((text) => ourMessageId(text) ?? []),
    reader: letter
      .all('list-unsubscribe')
      .map((text) => signedReader(text, secrets))
      .find((id) => id !== undefined),
    writtenAt: Number.isNaN(written.getTime()) ? undefined : written,
  };
}

/** Headers of a mail are a stranger's; longer threads than this are none. */
const longestThread = 20_000;

/** Which of our letters a mail answers, by the Message-IDs it names; undefined where it answers none. */
export function traceOfAnswer(answer: HeaderFields): LetterTrace | undefined {
  const named = ['in-reply-to', 'references']
    .flatMap((name) => answer.all(name))
    .flatMap((text) => text.slice(0, longestThread).match(/<[^<>\s]+>/g) ?? []);
  const messageIds = [...new Set(named)].flatMap((text) => ourMessageId(text) ?? []);
  // In a thread about several letters the one that is answered comes first.
  const [answered] = messageIds;
  return answered && { envelopes: [], messageIds: [answered], reader: undefined, writtenAt: undefined };
}

const addressHeaders = ['to', 'delivered-to', 'x-original-to', 'envelope-to'];

function addressedTo(headers: HeaderFields, secrets: Secrets): readonly LetterTo[] {
  return addressHeaders
    .flatMap((name) => headers.all(name))
    .flatMap((text) => text.slice(0, 2_000).match(/[^\s<>,;:"]+@[^\s<>,;:"]+/g) ?? [])
    .flatMap((address) => readReturnAddress(address, secrets) ?? []);
}

function ourMessageId(text: string): { readonly week: WeekId; readonly messageId: string } | undefined {
  const [messageId, written = ''] = /<(\d{4}-w\d\d)\.[0-9a-f]{32}@[^\s<>@]+>/.exec(text) ?? [];
  const week = written.toUpperCase();
  return messageId !== undefined && isWeekId(week) ? { week, messageId } : undefined;
}

/** What a letter's ledger tells of its readers: whose a Message-ID is, and when she was last tried. */
export interface SentLetter {
  readonly readerOf: ReadonlyMap<string, string>;
  readonly triedAt: ReadonlyMap<string, string>;
}

/** The weeks whose ledgers can tell what a trace means. */
export function weeksOf(trace: LetterTrace): ReadonlySet<WeekId> {
  return new Set([...trace.envelopes, ...trace.messageIds].map(({ week }) => week));
}

/** Whose letter a trace leads to. */
export interface TracedLetter {
  readonly id: string;
  /** Undefined where only an unsubscribe link was left of it. */
  readonly week: WeekId | undefined;
  readonly triedAt: string | undefined;
  /** Whether something we signed leads there, and not a Message-ID alone, which every reader of the letter has seen. */
  readonly isSigned: boolean;
}

/** Follows a trace; undefined where it leads nowhere, or to several readers, which only a forged report does. */
export function follow(
  trace: LetterTrace,
  letters: ReadonlyMap<WeekId, SentLetter>,
): TracedLetter | undefined {
  const byEnvelope = trace.envelopes.flatMap(({ week, id }) => {
    const triedAt = letters.get(week)?.triedAt.get(id);
    return triedAt === undefined ? [] : [{ week, id, triedAt }];
  });
  const byMessageId = trace.messageIds.flatMap(({ week, messageId }) => {
    const letter = letters.get(week);
    const id = letter?.readerOf.get(messageId);
    return id === undefined ? [] : [{ week, id, triedAt: letter?.triedAt.get(id) }];
  });
  const found = [...byEnvelope, ...byMessageId];
  const [first] = found;
  const isOneReader = [...found.map(({ id }) => id), trace.reader ?? first?.id].every(
    (id) => id === first?.id,
  );
  if (first) {
    const isSigned = byEnvelope.length > 0 || trace.reader !== undefined;
    return isOneReader ? { ...first, isSigned } : undefined;
  }
  return trace.reader === undefined
    ? undefined
    : { id: trace.reader, week: undefined, triedAt: trace.writtenAt?.toISOString(), isSigned: true };
}
