import type { ErrorCode } from '../../src/core/errors.ts';
import type { Outcome } from '../../src/core/sending/delivery.ts';

/** How the connection is protected, and whether an envelope may go in one group: only `plain` lacks PIPELINING. */
export const ways = ['plain', 'pipelining', 'STARTTLS', 'TLS'] as const;
export type Way = (typeof ways)[number];

/** Where the server does something else than go on, in the order in which they are reached. */
const stages = [
  'connect',
  'handshake',
  'greeting',
  'ehlo',
  'starttls',
  'auth',
  'mail',
  'rcpt',
  'data',
  'content',
  'final',
  'quit',
] as const;
export type Stage = (typeof stages)[number];

/** What it does there. */
const actions = [
  '4xx',
  '421',
  '5xx',
  'nonsense code',
  'no SMTP',
  'drop',
  'silence',
  'byte by byte',
  'half a reply',
] as const;
export type Action = (typeof actions)[number];

/** What follows: an outcome for this reader, or an error that stops the run and blames nobody. */
export type Result = Outcome | 'sender refused' | Extract<ErrorCode, `smtp.${string}`>;

/** One cell: the result, and whether the same connection carries the next message. */
export interface Cell {
  readonly result: Result;
  readonly isKept: boolean;
}

const ends = (result: Result): Cell => ({ result, isKept: false });
const keeps = (result: Result): Cell => ({ result, isKept: true });
const all = (cell: Cell): Readonly<Record<Action, Cell>> => ({
  '4xx': cell,
  '421': cell,
  '5xx': cell,
  'nonsense code': cell,
  'no SMTP': cell,
  drop: cell,
  silence: cell,
  'byte by byte': cell,
  'half a reply': cell,
});

type Row = Readonly<Partial<Record<Action, Cell>>>;

/** What each action at each stage means (R6, R19, R20), whichever way the connection is protected. */
const rows: Readonly<Record<Stage, Row>> = {
  connect: { drop: ends('smtp.unreachable') },
  handshake: {
    'no SMTP': ends('smtp.insecure'),
    drop: ends('smtp.unreachable'),
    silence: ends('smtp.unreachable'),
  },
  greeting: {
    ...all(ends('smtp.unreachable')),
    '4xx': ends('smtp.refused'),
    '421': ends('smtp.refused'),
    '5xx': ends('smtp.refused'),
    'nonsense code': ends('smtp.refused'),
  },
  // A server that does not know EHLO is greeted with HELO (RFC 5321 §3.2), and goes on.
  ehlo: {
    ...all(ends('smtp.unreachable')),
    '4xx': keeps('accepted'),
    '421': ends('smtp.refused'),
    '5xx': keeps('accepted'),
    'nonsense code': keeps('accepted'),
    'no SMTP': keeps('accepted'),
  },
  starttls: {
    ...all(ends('smtp.insecure')),
    drop: ends('smtp.unreachable'),
    silence: ends('smtp.unreachable'),
    'byte by byte': ends('smtp.unreachable'),
    'half a reply': ends('smtp.unreachable'),
  },
  auth: {
    ...all(ends('smtp.unreachable')),
    '4xx': ends('smtp.refused'),
    '421': ends('smtp.refused'),
    '5xx': ends('smtp.refused'),
    'nonsense code': ends('smtp.refused'),
    'no SMTP': ends('smtp.refused'),
  },
  mail: { ...all(ends('deferred')), '4xx': keeps('deferred'), '5xx': keeps('sender refused') },
  rcpt: { ...all(ends('deferred')), '4xx': keeps('deferred'), '5xx': keeps('rejected') },
  data: { ...all(ends('deferred')), '4xx': keeps('deferred'), '5xx': keeps('rejected') },
  content: { ...all(ends('deferred')), '5xx': ends('rejected') },
  final: {
    ...all(ends('uncertain')),
    '4xx': keeps('deferred'),
    '421': ends('deferred'),
    '5xx': keeps('rejected'),
  },
  quit: all(ends('accepted')),
};

/** Where TLS is demanded and only EHLO could offer it, HELO is no way on. */
const ehloWithStartTls: Row = {
  '4xx': ends('smtp.refused'),
  '5xx': ends('smtp.refused'),
  'nonsense code': ends('smtp.refused'),
  'no SMTP': ends('smtp.unreachable'),
};

/** What is expected of one cell; undefined where there is no such case. */
function cellOf(stage: Stage, action: Action, way: Way): Cell | undefined {
  if (stage === 'starttls' && way !== 'STARTTLS') return undefined;
  if (stage === 'handshake' && way !== 'STARTTLS' && way !== 'TLS') return undefined;
  const special = stage === 'ehlo' && way === 'STARTTLS' ? ehloWithStartTls[action] : undefined;
  return special ?? rows[stage][action];
}

/** All cells there are. */
export const cells = stages.flatMap((stage) =>
  actions.flatMap((action) =>
    ways.flatMap((way) => {
      const cell = cellOf(stage, action, way);
      return cell ? [{ stage, action, way, ...cell }] : [];
    }),
  ),
);

/** Whether the server has the whole content by then. */
export function contentsAt(stage: Stage, { result }: Cell): 0 | 1 {
  return stage === 'final' || result === 'accepted' ? 1 : 0;
}

/** The table as the documentation shows it. */
export function matrixMarkdown(): string {
  const head = ['stage', ...actions];
  const lines = stages.map((stage) => [`\`${stage}\``, ...actions.map((action) => cellText(stage, action))]);
  return [head, head.map(() => '---'), ...lines].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cellText(stage: Stage, action: Action): string {
  const texts = new Map<string, Way[]>();
  for (const way of ways) {
    const cell = cellOf(stage, action, way);
    if (!cell) continue;
    const mark = cell.isKept ? '' : ' ✕';
    const text = `${cell.result === 'uncertain' ? '**uncertain**' : cell.result}${mark}`;
    texts.set(text, [...(texts.get(text) ?? []), way]);
  }
  const [most, ...others] = [...texts].sort(([, one], [, other]) => other.length - one.length);
  if (!most) return '–';
  return [most[0], ...others.map(([text, only]) => `${only.join(', ')}: ${text}`)].join('; ');
}
