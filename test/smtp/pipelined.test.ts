import { describe, expect, test } from 'vitest';
import type { Parcel } from '../../src/core/parcel.ts';
import type { Connection } from '../../src/core/ports.ts';
import { judge } from '../../src/core/sending/reply.ts';
import { usualPatience } from '../../src/smtp/patience.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import { sampleParcel } from '../support/sampleMessage.ts';
import { wireServer, type WireServer } from '../support/wireServer.ts';

const patience = { ...usualPatience, contentMs: 150, answerMs: 150, resetMs: 100, quitMs: 20 };
const nothing = (): Promise<void> => Promise.resolve();

const letterTo = (number: number): Parcel =>
  sampleParcel({ to: { name: '', address: `reader${number}@example.org` }, html: '<p>Ein Absatz.</p>' });
const [first, second, third] = [letterTo(1), letterTo(2), letterTo(3)];
const then = (parcel: Parcel) => (): Promise<Parcel> => Promise.resolve(parcel);

async function connect({ port }: WireServer, isPatient = false): Promise<Connection> {
  const server = { host: '127.0.0.1', port, isImplicitTls: false, isLoopback: true, login: null };
  return smtpTransport(server, isPatient ? {} : { patience }).open();
}

const envelope = ['MAIL', 'RCPT', 'DATA'];

describe('the next envelope, where the server offers PIPELINING (RFC 2920)', () => {
  test('goes along with a content, and its own content waits for the answer and for its own record (R3, R4)', async () => {
    const order: string[] = [];
    const server = await wireServer((verb) => {
      order.push(verb);
      return undefined;
    });
    const connection = await connect(server);
    const record = (name: string) => async (): Promise<void> => {
      await new Promise((next) => setTimeout(next, 20));
      order.push(name);
    };
    const one = await connection.send(first, record('recorded 1'), then(second));
    order.push('answered 1');
    const two = await connection.send(second, record('recorded 2'));
    connection.close();
    expect([one.code, two.code]).toEqual([250, 250]);
    const begin = ['hello', 'EHLO', ...envelope, 'recorded 1', '.'];
    expect(order.slice(0, begin.length)).toEqual(begin);
    const after = order.slice(begin.length);
    expect(after.filter((one) => one !== 'answered 1').slice(0, 5)).toEqual([...envelope, 'recorded 2', '.']);
    expect(after.indexOf('answered 1')).toBeLessThan(after.indexOf('recorded 2'));
    expect(server.contents).toHaveLength(2);
  });

  test('comes one after the other for many letters, each to its own reader', async () => {
    const server = await wireServer(() => undefined);
    const connection = await connect(server, true);
    const letters = Array.from({ length: 40 }, (_, number) => letterTo(number));
    for (const [index, letter] of letters.entries())
      expect((await connection.send(letter, nothing, () => Promise.resolve(letters[index + 1]))).code).toBe(
        250,
      );
    connection.close();
    expect(server.contents.map((content) => /^To: .*?(reader\d+)@/m.exec(content)?.[1])).toEqual(
      letters.map((_, number) => `reader${number}`),
    );
    expect(server.heard.filter((verb) => verb !== 'EHLO' && verb !== 'QUIT').join(' ')).toBe(
      letters.map(() => [...envelope, '.'].join(' ')).join(' '),
    );
    expect(server.connections()).toBe(1);
  });

  test('is not asked for where PIPELINING is not offered, and the commands come one by one', async () => {
    const server = await wireServer(() => undefined, { offers: [] });
    const connection = await connect(server);
    let asked = 0;
    const next = (): Promise<Parcel> => {
      asked += 1;
      return Promise.resolve(second);
    };
    expect((await connection.send(first, nothing, next)).code).toBe(250);
    connection.close();
    expect(asked).toBe(0);
    expect(server.heard.slice(0, 5)).toEqual(['EHLO', ...envelope, '.']);
  });

  test.each([
    ['is not known by then', () => new Promise<undefined>(() => undefined)],
    ['does not exist', () => Promise.resolve(undefined)],
    ['cannot be made', () => Promise.reject(new Error('no next'))],
    ['is too large', () => Promise.resolve({ ...second, size: 2_000_000 })],
  ])('does not go along when it %s', async (_why, next) => {
    const server = await wireServer(() => undefined, { offers: ['PIPELINING', 'SIZE 1000000'] });
    const connection = await connect(server);
    expect((await connection.send(first, nothing, next)).code).toBe(250);
    expect((await connection.send(third, nothing)).code).toBe(250);
    connection.close();
    expect(server.lines.filter((line) => line.startsWith('RCPT'))).toEqual([
      'RCPT TO:<reader1@example.org>',
      'RCPT TO:<reader3@example.org>',
    ]);
  });

  test('is not told again to a server that offers PIPELINING and loses what comes behind a content', async () => {
    const server = await wireServer(() => undefined, { isDeafAfter: (verb) => verb === '.' });
    const { port } = server;
    const address = { host: '127.0.0.1', port, isImplicitTls: false, isLoopback: true, login: null };
    const transport = smtpTransport(address, {
      patience: { ...usualPatience, announcedMs: 100, quitMs: 20 },
    });
    const connection = await transport.open();
    expect(await connection.send(first, nothing, then(second))).toMatchObject({ code: 250 });
    const lost = await connection.send(second, nothing);
    expect(lost).toMatchObject({ stage: 'mail', code: null, isContentEnded: false });
    expect(connection.isUsable).toBe(false);
    const again = await transport.open();
    for (const letter of [second, third])
      expect((await again.send(letter, nothing, then(first))).code).toBe(250);
    again.close();
    expect(server.contents).toHaveLength(3);
  });

  test('is signed while it waits, and once', async () => {
    const server = await wireServer(() => undefined);
    const signed: string[] = [];
    const place = { host: '127.0.0.1', port: server.port, isImplicitTls: false, isLoopback: true };
    const sign = (parcel: Parcel): Promise<Parcel> => {
      signed.push(parcel.envelope.to);
      const head = `X-Signed: yes\r\n${parcel.head}`;
      return Promise.resolve({ ...parcel, head, size: parcel.size + 15 });
    };
    const connection = await smtpTransport({ ...place, login: null }, { sign }).open();
    await connection.send(first, nothing, then(second));
    await connection.send(second, nothing);
    connection.close();
    expect(signed).toEqual(['reader1@example.org', 'reader2@example.org']);
    expect(server.contents.every((content) => content.startsWith('X-Signed: yes'))).toBe(true);
  });

  test.each(['250 2.1.5 ok', '550 5.1.1 unknown'])(
    'is not left to another message, nor is what was said of it (%s): nothing is handed over, the connection is over',
    async (reply) => {
      let envelopes = 0;
      const server = await wireServer((verb) => {
        if (verb === 'MAIL') envelopes += 1;
        return verb === 'RCPT' && envelopes === 2 ? `${reply}\r\n` : undefined;
      });
      const connection = await connect(server);
      await connection.send(first, nothing, then(second));
      // What is said of the second has come by then.
      while (server.heard.filter((verb) => verb === 'DATA').length < 2)
        await new Promise((next) => setTimeout(next, 5));
      await new Promise((next) => setTimeout(next, 20));
      let isRecorded = false;
      const answer = await connection.send(third, () => {
        isRecorded = true;
        return nothing();
      });
      expect(answer).toMatchObject({ stage: 'mail', code: null, isContentEnded: false });
      expect([isRecorded, connection.isUsable, server.contents.length]).toEqual([false, false, 1]);
    },
  );

  test('is given up without a word when the connection is closed: QUIT would be taken for its content', async () => {
    const server = await wireServer(() => undefined);
    const connection = await connect(server);
    await connection.send(first, nothing, then(second));
    connection.close();
    while (server.open() > 0) await new Promise((next) => setTimeout(next, 5));
    expect(server.heard).not.toContain('QUIT');
    expect(server.contents).toHaveLength(1);
  });

  test('stays without content when it may not leave after all (R11)', async () => {
    const server = await wireServer(() => undefined);
    const connection = await connect(server);
    await connection.send(first, nothing, then(second));
    await expect(connection.send(second, () => Promise.reject(new Error('left')))).rejects.toThrow('left');
    expect(connection.isUsable).toBe(false);
    expect(server.contents).toHaveLength(1);
  });
});

describe('a content that is refused while the next envelope is under way', () => {
  const refusals = ['452 4.3.1 no space\r\n', '554 5.7.1 not this letter\r\n'];

  /** Refuses the first content, and answers the envelope after it as told. */
  const refusing = (refusal: string, after: Readonly<Record<string, string>> = {}): Promise<WireServer> => {
    let contents = 0;
    return wireServer((verb) => {
      if (verb === '.') return contents++ === 0 ? refusal : undefined;
      return contents === 1 ? after[verb] : undefined;
    });
  };

  test.each(refusals)(
    '%j concerns that one alone: the next is accepted on the same connection',
    async (refusal) => {
      const server = await refusing(refusal);
      const connection = await connect(server);
      const one = await connection.send(first, nothing, then(second));
      expect(one).toMatchObject({ stage: 'final', code: Number(refusal.slice(0, 3)), isContentEnded: true });
      expect((await connection.send(second, nothing)).code).toBe(250);
      connection.close();
      expect(server.heard).not.toContain('RSET');
      expect([server.connections(), server.contents.length]).toEqual([1, 2]);
    },
  );

  test.each(refusals)(
    '%j kept by a server that holds on to the transaction (Postfix): the next is handed to nobody, and left to another connection',
    async (refusal) => {
      const server = await refusing(refusal, { MAIL: '503 5.5.1 nested MAIL command\r\n' });
      const connection = await connect(server);
      await connection.send(first, nothing, then(second));
      expect([connection.isUsable, server.contents.length]).toEqual([false, 1]);
      expect(await connection.send(second, nothing)).toMatchObject({ code: null, isContentEnded: false });
      expect(server.contents).toHaveLength(1);
    },
  );

  test('a server that refuses the next reader and hangs up has refused her: she is not tried once more (R20)', async () => {
    let isLast = false;
    const server = await wireServer((verb) => {
      if (verb === 'RCPT' && isLast)
        return { text: '550 5.1.1 unknown\r\n421 4.7.0 too many errors\r\n', isDropped: true };
      isLast ||= verb === '.';
      return undefined;
    });
    const connection = await connect(server);
    expect((await connection.send(first, nothing, then(second))).code).toBe(250);
    while (server.open() > 0) await new Promise((next) => setTimeout(next, 5));
    expect(connection.isUsable).toBe(true);
    const answer = await connection.send(second, nothing);
    expect(answer).toMatchObject({ stage: 'rcpt', code: 550, isContentEnded: false });
    expect([connection.isUsable, server.contents.length]).toEqual([false, 1]);
  });

  test('with 421 the connection is over, and the next never began', async () => {
    const server = await wireServer((verb) =>
      verb === '.' ? { text: '421 4.3.2 closing\r\n', isDropped: true } : undefined,
    );
    const connection = await connect(server);
    expect((await connection.send(first, nothing, then(second))).code).toBe(421);
    expect(connection.isUsable).toBe(false);
  });

  test('by silence, both wait for nothing: the first is uncertain, the next was never handed over', async () => {
    let isSilent = false;
    const server = await wireServer((verb) => {
      isSilent ||= verb === '.';
      return isSilent ? '' : undefined;
    });
    const connection = await connect(server);
    const answer = await connection.send(first, nothing, then(second));
    expect(answer).toMatchObject({ stage: 'final', code: null, isContentEnded: true });
    expect(await connection.send(second, nothing)).toMatchObject({ code: null, isContentEnded: false });
    expect(server.contents).toHaveLength(1);
  });
});

describe('an envelope that is refused in its group', () => {
  test.each([
    ['MAIL', 'mail', '554 5.7.1 no'],
    ['MAIL', 'mail', '451 4.3.0 later'],
    ['RCPT', 'rcpt', '550 5.1.1 unknown'],
    ['RCPT', 'rcpt', '450 4.2.1 busy'],
  ])(
    '%s with DATA opened all the same (%s, %s): no dot, no empty letter, the connection is over',
    async (verb, stage, reply) => {
      const server = await wireServer((heard) => (heard === verb ? `${reply}\r\n` : undefined));
      const connection = await connect(server);
      const answer = await connection.send(first, nothing, then(second));
      expect(answer).toMatchObject({ stage, code: Number(reply.slice(0, 3)), reply, isContentEnded: false });
      while (server.open() > 0) await new Promise((next) => setTimeout(next, 5));
      expect([connection.isUsable, server.contents.length]).toEqual([false, 0]);
      expect(server.heard).toEqual(['EHLO', ...envelope]);
    },
  );

  test('leaves the connection to the next message once DATA was refused too', async () => {
    let isRefusing = false;
    const server = await wireServer((verb, line) => {
      if (verb === 'RCPT') isRefusing = line.includes('reader2');
      if (!isRefusing) return undefined;
      return { RCPT: '550 5.1.1 unknown\r\n', DATA: '503 5.5.1 no recipients\r\n' }[verb];
    });
    const connection = await connect(server);
    expect((await connection.send(first, nothing, then(second))).code).toBe(250);
    expect(await connection.send(second, nothing, then(third))).toMatchObject({ stage: 'rcpt', code: 550 });
    expect((await connection.send(third, nothing)).code).toBe(250);
    connection.close();
    expect(server.connections()).toBe(1);
    expect(server.contents).toHaveLength(2);
  });
});

describe('a server that offers PIPELINING and lies', () => {
  test.each([
    ['MAIL', 1, 0],
    ['RCPT', 1, 0],
    ['.', 2, 1],
  ])('reads nothing behind %s: what was not handed over is deferred', async (verb, wanted, contents) => {
    const server = await wireServer(() => undefined, { isDeafAfter: (heard) => heard === verb });
    const connection = await connect(server);
    const outcomes = [judge(await connection.send(first, nothing, then(second)))];
    if (connection.isUsable) outcomes.push(judge(await connection.send(second, nothing)));
    expect(outcomes).toHaveLength(wanted);
    expect(outcomes.at(-1)).toEqual({ outcome: 'deferred' });
    expect([connection.isUsable, server.contents.length]).toEqual([false, contents]);
  });

  test.each([
    ['a reply too many', { RCPT: '250 ok\r\n250 and again\r\n' }],
    ['the go-ahead before its turn', { MAIL: '354 go ahead\r\n' }],
    ['a refusal right behind the go-ahead', { DATA: '354 go ahead\r\n554 5.7.1 no\r\n' }],
    ['half a reply behind the go-ahead', { DATA: '354 go ahead\r\n554 5.7' }],
  ])('says %s: nothing is handed over', async (_what, said: Readonly<Record<string, string>>) => {
    const server = await wireServer((verb) => said[verb]);
    const connection = await connect(server);
    const answer = await connection.send(first, nothing, then(second));
    expect(answer.isContentEnded).toBe(false);
    expect([connection.isUsable, server.contents.length]).toEqual([false, 0]);
  });

  test('speaks without being asked: the connection is over before the next message', async () => {
    const server = await wireServer((verb) =>
      verb === '.' ? '250 queued\r\n421 4.4.2 idle for too long\r\n' : undefined,
    );
    const connection = await connect(server);
    expect((await connection.send(first, nothing)).code).toBe(250);
    expect(connection.isUsable).toBe(false);
    expect(await connection.send(second, nothing)).toMatchObject({ code: null, isContentEnded: false });
    expect(server.contents).toHaveLength(1);
  });

  test('never ends a reply: what is kept of it is bounded', async () => {
    const server = await wireServer((verb) => (verb === 'MAIL' ? `250-${'x'.repeat(200_000)}` : undefined));
    const connection = await connect(server, true);
    const answer = await connection.send(first, nothing);
    expect(answer).toMatchObject({ code: null, isContentEnded: false });
    expect(answer.reply.length).toBeLessThan(1000);
    expect(connection.isUsable).toBe(false);
  });
});

test('letters larger than one group leave whole, with the next envelope behind their dot', async () => {
  const server = await wireServer(() => undefined);
  const connection = await connect(server, true);
  const large = sampleParcel({ html: `<p>${'Ein langer Absatz. '.repeat(60_000)}</p>` });
  expect(large.size).toBeGreaterThan(1_000_000);
  expect((await connection.send(large, nothing, then(second))).code).toBe(250);
  expect((await connection.send(second, nothing)).code).toBe(250);
  connection.close();
  expect((server.contents[0]?.length ?? 0) + 2).toBe(large.size);
  expect(server.heard.slice(0, 9)).toEqual(['EHLO', ...envelope, '.', ...envelope, '.']);
});
