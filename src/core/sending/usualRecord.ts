import type { AttemptedRecord, Outcome, OutcomeRecord, SmtpStage } from './delivery.ts';

/*
 * The two records that come for each reader, written and read without the detour over objects and their keys: a million
 * readers have two million of them. What is written is byte for byte what JSON.stringify makes of them.
 */

/** An attempt as JSON, without the brace that ends it. */
export function attemptedText(record: AttemptedRecord): string {
  const { at, run, id, attempt, messageId, account } = record;
  const through = account === undefined ? '' : `","account":"${escaped(account)}`;
  return `{"type":"attempted","at":"${escaped(at)}","run":"${escaped(run)}","id":"${escaped(id)}","attempt":${attempt},"messageId":"${escaped(messageId)}${through}"`;
}

/** An outcome as JSON, without the brace that ends it. */
export function outcomeText(record: OutcomeRecord): string {
  const { at, run, id, attempt, outcome, stage, code, enhanced, reply } = record;
  const said = enhanced === null ? 'null' : `"${escaped(enhanced)}"`;
  return `{"type":"outcome","at":"${escaped(at)}","run":"${escaped(run)}","id":"${escaped(id)}","attempt":${attempt},"outcome":"${outcome}","stage":"${stage}","code":${code},"enhanced":${said},"reply":"${escaped(reply)}"`;
}

/** A text as JSON, without its quotes; most need no second look. */
function escaped(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}

// oxlint-disable-next-line no-control-regex -- JSON escapes control characters, quotes, and halves of characters
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * Reads such a text back; undefined for any other, and for one with escapes in it. Control characters that stand bare are
 * not looked for: what is read was sealed, and nothing that we seal has them.
 */
export function usualRecord(text: string): AttemptedRecord | OutcomeRecord | undefined {
  if (text.includes('\\')) return undefined;
  if (text.startsWith(attemptedStart)) return attemptedIn(text);
  return text.startsWith(outcomeStart) ? outcomeIn(text) : undefined;
}

const attemptedStart = '{"type":"attempted","at":"';
const outcomeStart = '{"type":"outcome","at":"';

function attemptedIn(text: string): AttemptedRecord | undefined {
  const head = headIn(text, attemptedStart.length);
  if (head === undefined) return undefined;
  const { at, run, id, attempt, end } = head;
  const messageId = after(text, end, ',"messageId":"');
  const messageIdEnd = text.indexOf('"', messageId);
  const account = after(text, messageIdEnd, '","account":"');
  if (account === nowhere || text.indexOf('"', account) !== text.length - 1) return undefined;
  return {
    type: 'attempted',
    at,
    run,
    id,
    attempt,
    messageId: text.slice(messageId, messageIdEnd),
    account: text.slice(account, -1),
  };
}

function outcomeIn(text: string): OutcomeRecord | undefined {
  const head = headIn(text, outcomeStart.length);
  if (head === undefined) return undefined;
  const { at, run, id, attempt, end } = head;
  const outcome = after(text, end, ',"outcome":"');
  const outcomeEnd = text.indexOf('"', outcome);
  const stage = after(text, outcomeEnd, '","stage":"');
  const stageEnd = text.indexOf('"', stage);
  const code = after(text, stageEnd, '","code":');
  const codeEnd = text.indexOf(',', code);
  const enhanced = after(text, codeEnd, ',"enhanced":"');
  const enhancedEnd = text.indexOf('"', enhanced);
  const reply = after(text, enhancedEnd, '","reply":"');
  const reached = stages[text.slice(stage, stageEnd)];
  const meant = outcomes[text.slice(outcome, outcomeEnd)];
  const said = numberIn(text, code, codeEnd);
  if (reply === nowhere || said === undefined || !reached || !meant) return undefined;
  if (text.indexOf('"', reply) !== text.length - 1) return undefined;
  return {
    type: 'outcome',
    at,
    run,
    id,
    attempt,
    outcome: meant,
    stage: reached,
    code: said,
    enhanced: text.slice(enhanced, enhancedEnd),
    reply: text.slice(reply, -1),
  };
}

/** What both begin with, and where the comma behind it stands. */
function headIn(
  text: string,
  at: number,
): (Pick<OutcomeRecord, 'at' | 'run' | 'id' | 'attempt'> & { readonly end: number }) | undefined {
  const atEnd = text.indexOf('"', at);
  const run = after(text, atEnd, '","run":"');
  const runEnd = text.indexOf('"', run);
  const id = after(text, runEnd, '","id":"');
  const idEnd = text.indexOf('"', id);
  const start = after(text, idEnd, '","attempt":');
  const end = text.indexOf(',', start);
  const attempt = numberIn(text, start, end);
  if (attempt === undefined) return undefined;
  return { at: text.slice(at, atEnd), run: text.slice(run, runEnd), id: text.slice(id, idEnd), attempt, end };
}

const outcomes: Readonly<Record<string, Outcome>> = {
  accepted: 'accepted',
  deferred: 'deferred',
  rejected: 'rejected',
  uncertain: 'uncertain',
};
const stages: Readonly<Record<string, SmtpStage>> = {
  mail: 'mail',
  rcpt: 'rcpt',
  data: 'data',
  content: 'content',
  final: 'final',
};

/** What `after` answers where the key does not follow; nothing is found from there on either. */
const nowhere = 2 ** 30;

function after(text: string, end: number, key: string): number {
  return end !== -1 && text.startsWith(key, end) ? end + key.length : nowhere;
}

/** A number of at most three digits, without zeros before it. */
function numberIn(text: string, start: number, end: number): number | undefined {
  if (end - start < 1 || end - start > 3) return undefined;
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9) || (digit === 0 && at === start)) return undefined;
    number = number * 10 + digit;
  }
  return number;
}
