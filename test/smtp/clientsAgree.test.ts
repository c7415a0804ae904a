import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Parcel } from '../../src/core/parcel.ts';
import type { Answer, Connection, Transport } from '../../src/core/ports.ts';
import { judge, type Verdict } from '../../src/core/sending/reply.ts';
import { usualPatience } from '../../src/smtp/patience.ts';
import { smtpTransport, type SmtpClient } from '../../src/smtp/smtpTransport.ts';
import { sampleParcel } from '../support/sampleMessage.ts';
import { wireServer, type Answering, type Said, type WireServer } from '../support/wireServer.ts';

const letters = [0, 1, 2].map((number) =>
  sampleParcel({
    // The sender tells the server which letter it is.
    from: { name: '', address: `brief${number}@example.org` },
    to: { name: '', address: `reader${number}@example.org` },
    html: '<p>Ein Absatz.</p>',
  }),
);
const stages = ['MAIL', 'RCPT', 'DATA', '.'] as const;

/** One thing that a server does instead of the usual at one stage of one letter. */
interface Deed {
  readonly letter: number;
  readonly stage: (typeof stages)[number];
  readonly said: Said;
}

const refusal = fc.constantFrom(
  '421 4.3.2 closing',
  '450 4.2.1 busy',
  '451-4.3.0 later\r\n451 4.3.0 much later',
  '452 4.3.1 no space',
  '500 5.5.2 what',
  '550 5.1.1 unknown',
  '554-5.7.1 no\r\n554 5.7.1 really not',
);
const said = fc.oneof(
  {
    weight: 5,
    arbitrary: refusal.map((text) => ({ text: `${text}\r\n`, isDropped: text.startsWith('421') })),
  },
  { weight: 1, arbitrary: fc.constantFrom({ text: '354 go ahead\r\n' }, { text: '250-one\r\n250 two\r\n' }) },
  // It hangs up in the middle of what it wanted to say, or before.
  {
    weight: 3,
    arbitrary: fc
      .tuple(refusal, fc.nat(12))
      .map(([text, length]) => ({ text: text.slice(0, length), isDropped: true })),
  },
);
const script = fc.record({
  deeds: fc.array(fc.record({ letter: fc.nat(2), stage: fc.constantFrom(...stages), said }), {
    maxLength: 3,
  }),
  pieceBytes: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
});
type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

/** A server that keeps to RFC 5321 but for its deeds: without a sender no reader, and without a reader no content. */
function answering(deeds: readonly Deed[], ended: Set<number>): Answering {
  let letter = 0;
  const taken = new Set<string>();
  return (verb, line) => {
    if (verb === 'MAIL') letter = Number(/brief(\d)/.exec(line)?.[1]);
    if (verb === 'MAIL' || verb === 'RSET') taken.clear();
    if (verb === 'RCPT' && !taken.has('MAIL')) return '503 5.5.1 no sender\r\n';
    if (verb === 'DATA' && !taken.has('RCPT')) return '503 5.5.1 no reader\r\n';
    if (verb === '.') ended.add(letter);
    const deed = deeds.find((one) => one.letter === letter && one.stage === verb);
    if (!deed || deed.said.text.startsWith('2')) taken.add(verb);
    return deed?.said;
  };
}

/** Long enough for a busy machine; a server that only fell silent is what the second test waits for. */
const patience = { ...usualPatience, contentMs: 400, answerMs: 400, resetMs: 400, quitMs: 5 };

function transportTo({ port }: WireServer, client: SmtpClient): Transport {
  const server = { host: '127.0.0.1', port, isImplicitTls: false, isLoopback: true, login: null };
  return smtpTransport(server, { client, patience });
}

/** Carries all letters, over a new connection wherever the old one is over. */
async function carryAll(transport: Transport): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  let connection: Connection | undefined;
  for (const [index, letter] of letters.entries()) {
    const next = (): Promise<Parcel | undefined> => Promise.resolve(letters[index + 1]);
    if (!connection?.isUsable) connection = await transport.open();
    answers.push(await connection.send(letter, () => Promise.resolve(), next));
  }
  connection?.close();
  return answers;
}

interface Told {
  readonly verdicts: readonly Verdict[];
  readonly codes: readonly (number | null)[];
  /** Letters of which it is said that nothing went out, though the server has seen their dot. */
  readonly denied: readonly number[];
}

async function tell(
  client: SmtpClient,
  { deeds, pieceBytes }: Script,
  offers: readonly string[],
): Promise<Told> {
  const ended = new Set<number>();
  const server = await wireServer(answering(deeds, ended), {
    offers,
    ...(pieceBytes === undefined ? {} : { pieceBytes: () => pieceBytes }),
  });
  const answers = await carryAll(transportTo(server, client));
  return {
    verdicts: answers.map((answer) => judge(answer)),
    codes: answers.map(({ code }) => code),
    denied: answers.flatMap((answer, letter) =>
      ended.has(letter) && answer.code === null && !answer.isContentEnded ? [letter] : [],
    ),
  };
}

test('whatever a server does, and however its replies are cut: our client tells of each letter what nodemailer’s does, with PIPELINING or without (R6, R19, R20)', async () => {
  await fc.assert(
    fc.asyncProperty(script, async (one) => {
      const [oracle, plain, pipelined] = await Promise.all([
        tell('nodemailer', one, []),
        tell('wochenbrief', one, []),
        tell('wochenbrief', one, ['PIPELINING']),
      ]);
      expect(plain).toEqual(oracle);
      expect(pipelined).toEqual(oracle);
      expect(oracle.denied).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('whatever a server does against its word: a letter whose dot it has seen is never said not to have gone out (R6)', async () => {
  const nonsense = fc.constantFrom(
    '250 2.0.0 ok\r\n',
    '250 ok\r\n250 ok again\r\n',
    '354 go ahead\r\n',
    '354 go ahead\r\n250 ok\r\n',
    'hello\r\n',
    '\r\n',
    '25',
    '',
    '250-',
  );
  const lies = fc.record({
    deeds: fc.array(
      fc.record({
        letter: fc.nat(2),
        stage: fc.constantFrom(...stages),
        said: fc.record({ text: nonsense, isDropped: fc.boolean() }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    pieceBytes: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  });
  // Side by side, since most of them only wait.
  const many = fc.array(lies, { minLength: 30, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(many, async (all) => {
      const told = await Promise.all(
        all.flatMap((one) => [tell('wochenbrief', one, []), tell('wochenbrief', one, ['PIPELINING'])]),
      );
      expect(told.filter(({ denied }) => denied.length > 0)).toEqual([]);
    }),
    { numRuns: 3 },
  );
});
