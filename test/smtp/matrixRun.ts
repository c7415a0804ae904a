import { createServer } from 'node:net';
import { once } from 'node:events';
import { beforeAll, describe, expect, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import type { Parcel } from '../../src/core/parcel.ts';
import { judge } from '../../src/core/sending/reply.ts';
import { usualPatience, type Patience } from '../../src/smtp/patience.ts';
import { smtpTransport, type SmtpClient } from '../../src/smtp/smtpTransport.ts';
import type { SmtpServer } from '../../src/smtp/smtpUrl.ts';
import { sampleParcel } from '../support/sampleMessage.ts';
import { scriptedSmtp, type ScriptAction, type ScriptedSmtp } from '../support/scriptedSmtp.ts';
import { testAuthority, testCertificate } from '../support/testCertificates.ts';
import { cells, contentsAt, ways, type Action, type Stage, type Way } from './matrixTable.ts';

const everyMs = 20;
const waits: ReadonlySet<Action> = new Set(['silence', 'byte by byte', 'half a reply']);
/** Long enough for a busy machine to come as far as the server's action. */
const shortMs = 700;

/** What the server does: at most stages a reply that other stages would give makes no sense. */
function scriptAction(stage: Stage, action: Action): ScriptAction {
  const nonsense = stage === 'data' || stage === 'content' ? '250 2.0.0 fine' : '354 go ahead';
  const byAction: Readonly<Record<Action, ScriptAction>> = {
    '4xx': { reply: '451 4.3.0 try later' },
    '421': { reply: '421 4.3.2 closing' },
    '5xx': { reply: '554 5.7.1 no' },
    'nonsense code': { reply: nonsense },
    'no SMTP': { reply: 'hello there' },
    drop: 'drop',
    silence: 'silence',
    'byte by byte': { slowly: '250-', everyMs },
    'half a reply': { unfinished: '250-one moment\r\n250-' },
  };
  return byAction[action];
}

function patienceFor(stage: Stage, action: Action): Patience {
  if (!waits.has(action)) return usualPatience;
  if (stage === 'quit') return { ...usualPatience, quitMs: 50 };
  if (stage === 'final') return { ...usualPatience, answerMs: shortMs };
  const isEnvelope = ['mail', 'rcpt', 'data', 'content'].includes(stage);
  return isEnvelope ? { ...usualPatience, contentMs: shortMs } : { ...usualPatience, openingMs: shortMs };
}

/** More than the system buffers, so that the server can act before all of the content was handed over. */
const filler = Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(100_000));
const filled = (parcel: Parcel): Parcel => ({
  ...parcel,
  body: [...parcel.body, filler],
  size: parcel.size + filler.length,
});

interface Observed {
  readonly result: string;
  readonly isKept: boolean;
  readonly contents: number;
  readonly recorded: number;
  readonly commands: readonly string[];
  readonly connections: number;
  readonly leftOpen: number;
}

async function observe(client: SmtpClient, stage: Stage, action: Action | 'ok', way: Way): Promise<Observed> {
  const isTls = way === 'TLS';
  const isProtected = isTls || way === 'STARTTLS';
  const script = action === 'ok' || stage === 'connect' ? {} : { [stage]: scriptAction(stage, action) };
  const scripted = await scriptedSmtp(script, {
    pipelining: way !== 'plain',
    auth: 'PLAIN',
    ...(isProtected
      ? { tls: { kind: isTls ? 'implicit' : 'starttls', certificate: testCertificate('server') } as const }
      : {}),
  });
  const server: SmtpServer = {
    host: '127.0.0.1',
    port: stage === 'connect' ? await closedPort() : scripted.port,
    isImplicitTls: isTls,
    isLoopback: !isProtected,
    login: { user: 'anna', password: 'geheim' },
  };
  let recorded = 0;
  const record = (): Promise<void> => {
    recorded += 1;
    return Promise.resolve();
  };
  const transport = smtpTransport(server, {
    client,
    patience: action === 'ok' ? usualPatience : patienceFor(stage, action),
    authorities: isProtected ? [testAuthority] : undefined,
    sign: stage === 'content' ? (parcel) => Promise.resolve(filled(parcel)) : undefined,
  });
  const told = (result: string, isKept: boolean): Observed => ({
    result,
    isKept,
    contents: scripted.contents.length,
    recorded,
    commands: scripted.heard.map((line) => line.slice(0, 4)),
    connections: scripted.connections(),
    leftOpen: scripted.open(),
  });
  try {
    const connection = await transport.open();
    const verdict = judge(await connection.send(sampleParcel({ html: '<p>Ein Absatz.</p>' }), record));
    const isKept = connection.isUsable;
    connection.close();
    // A server that stopped reading in the middle of the content does not see the end.
    if (stage !== 'content') await untilClosed(scripted);
    return told('halt' in verdict ? 'sender refused' : verdict.outcome, stage === 'quit' ? false : isKept);
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    await untilClosed(scripted);
    return told(error.code, false);
  }
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A closed connection is seen by the server a little later. */
async function untilClosed(scripted: ScriptedSmtp): Promise<void> {
  const until = performance.now() + 3_000;
  while (scripted.open() > 0 && performance.now() < until) await new Promise((next) => setTimeout(next, 5));
}

/** Side by side, since many cells only wait. */
async function observeAll<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: 64 }, worker));
  return results;
}

const nameOf = (stage: Stage, action: Action | 'ok', way: Way): string => `${way}, ${stage}, ${action}`;

/** Every cell of the table over one client, and what must hold for all of them together. */
export function measureMatrix(client: SmtpClient): void {
  const observed = new Map<string, Observed>();
  const at = (stage: Stage, action: Action | 'ok', way: Way): Observed => {
    const found = observed.get(nameOf(stage, action, way));
    if (!found) throw new Error('a cell was not observed');
    return found;
  };

  beforeAll(async () => {
    const undisturbed = ways.map((way) => ({ stage: 'final' as Stage, action: 'ok' as const, way }));
    // Those that wait stand first, so that the others fill their time.
    const wanted = [...undisturbed, ...cells].sort(
      (one, other) => Number(isWaiting(other)) - Number(isWaiting(one)),
    );
    const found = await observeAll(wanted, ({ stage, action, way }) => observe(client, stage, action, way));
    wanted.forEach(({ stage, action, way }, index) => {
      const result = found[index];
      if (result) observed.set(nameOf(stage, action, way), result);
    });
  }, 60_000);

  const isWaiting = ({ action }: { readonly action: Action | 'ok' }): boolean =>
    action !== 'ok' && waits.has(action);

  describe.each(ways)('over a connection that is %s', (way) => {
    const mine = cells.filter((cell) => cell.way === way);

    test.each(mine.map((cell) => [cell.stage, cell.action, cell.result, cell] as const))(
      '%s, %s: %s (R6, R19, R20, R24)',
      (stage, action, result, cell) => {
        const { leftOpen, ...seen } = at(stage, action, way);
        expect(seen).toMatchObject({ result, isKept: cell.isKept, contents: contentsAt(stage, cell) });
        if (stage !== 'content') expect(leftOpen).toBe(0);
      },
    );

    test('nothing in its way: accepted, and the connection carries the next message', () => {
      expect(at('final', 'ok', way)).toMatchObject({
        result: 'accepted',
        isKept: true,
        contents: 1,
        recorded: 1,
      });
    });

    test('nothing was tried again inside the library: one connection, one sender, one recipient (R7)', () => {
      const repeated = mine.filter(({ stage, action }) => {
        const { commands, connections } = at(stage, action, way);
        const count = (verb: string): number => commands.filter((one) => one === verb).length;
        return connections > 1 || ['AUTH', 'MAIL', 'RCPT', 'DATA'].some((verb) => count(verb) > 1);
      });
      expect(repeated).toEqual([]);
    });

    test('nothing is handed over before the attempt is recorded (R3)', () => {
      const unrecorded = mine.filter(({ stage, action }) => {
        const { contents, recorded } = at(stage, action, way);
        return contents > recorded;
      });
      expect(unrecorded).toEqual([]);
    });
  });

  describe('all cells together', () => {
    test('there are at least 200', () => {
      expect(cells.length).toBeGreaterThanOrEqual(200);
      expect(observed.size).toBe(cells.length + ways.length);
    });

    test('accepted only where the server said 2xx to the final dot', () => {
      const wrong = cells.filter(({ stage, action, way }) => {
        const { result, contents } = at(stage, action, way);
        return result === 'accepted' && (contents !== 1 || stage === 'final');
      });
      expect(wrong).toEqual([]);
    });

    test('a content that ended without an explicit answer is uncertain, never deferred or rejected', () => {
      const explicit: ReadonlySet<Action> = new Set(['4xx', '421', '5xx']);
      const unanswered = cells.filter(({ stage, action }) => stage === 'final' && !explicit.has(action));
      expect(unanswered.length).toBeGreaterThan(20);
      for (const { stage, action, way } of unanswered)
        expect(at(stage, action, way).result).toBe('uncertain');
    });

    test('no login and no mail goes to a server that refuses or garbles STARTTLS (R23)', () => {
      const leaked = cells.filter(({ stage, action, way }) => {
        if (way !== 'STARTTLS' || !['greeting', 'ehlo', 'starttls', 'handshake'].includes(stage))
          return false;
        return at(stage, action, way).commands.some((verb) => verb === 'AUTH' || verb === 'MAIL');
      });
      expect(leaked).toEqual([]);
    });
  });
}
