import { once } from 'node:events';
import { createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import { judge } from '../../src/core/sending/reply.ts';
import { usualPatience } from '../../src/smtp/patience.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import type { SmtpServer } from '../../src/smtp/smtpUrl.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { sampleParcel } from '../support/sampleMessage.ts';
import { scriptedSmtp, type ScriptAction, type ScriptStage } from '../support/scriptedSmtp.ts';

const at = (port: number, changes: Partial<SmtpServer> = {}): SmtpServer => ({
  host: '127.0.0.1',
  port,
  isImplicitTls: false,
  isLoopback: true,
  login: null,
  ...changes,
});
const nothing = (): Promise<void> => Promise.resolve();

/** Larger than what the system buffers, so that the server can break off before all of it was handed over. */
const large = sampleParcel({ html: `<p>${'Ein langer Absatz. '.repeat(800_000)}</p>` });

describe.each(['wochenbrief', 'nodemailer'] as const)('with the client of %s', (client) => {
  async function attempt(port: number, message = sampleParcel()): Promise<string> {
    const connection = await smtpTransport(at(port), { client }).open();
    try {
      const verdict = judge(await connection.send(message, nothing));
      return 'halt' in verdict ? 'halt' : verdict.outcome;
    } finally {
      connection.close();
    }
  }

  /** The table of R6, R19 and R20: what each answer at each stage of a transaction means for the reader. */
  const table: readonly (readonly [ScriptStage, Readonly<Record<'4xx' | '5xx' | '421' | 'drop', string>>])[] =
    [
      ['mail', { '4xx': 'deferred', '5xx': 'halt', '421': 'deferred', drop: 'deferred' }],
      ['rcpt', { '4xx': 'deferred', '5xx': 'rejected', '421': 'deferred', drop: 'deferred' }],
      ['data', { '4xx': 'deferred', '5xx': 'rejected', '421': 'deferred', drop: 'deferred' }],
      ['content', { '4xx': 'accepted', '5xx': 'accepted', '421': 'accepted', drop: 'deferred' }],
      ['final', { '4xx': 'deferred', '5xx': 'rejected', '421': 'deferred', drop: 'uncertain' }],
    ];
  const actions: Readonly<Record<string, ScriptAction>> = {
    '4xx': { reply: '451 4.3.0 try later' },
    '5xx': { reply: '554 5.7.1 no' },
    '421': { reply: '421 4.3.2 closing' },
    drop: 'drop',
  };

  describe.each([{ pipelining: false }, { pipelining: true }])(
    'with PIPELINING $pipelining',
    ({ pipelining }) => {
      for (const [stage, outcomes] of table) {
        for (const [name, expected] of Object.entries(outcomes)) {
          // A reply before the final dot cannot be scripted at this stage; only the broken connection can.
          if (stage === 'content' && name !== 'drop') continue;
          test(`${name} at ${stage} means ${expected}`, async () => {
            const { port } = await scriptedSmtp({ [stage]: actions[name] }, { pipelining });
            expect(await attempt(port, stage === 'content' ? large : sampleParcel())).toBe(expected);
          });
        }
      }

      test('250 to the final dot means accepted', async () => {
        const server = await scriptedSmtp({}, { pipelining });
        expect(await attempt(server.port)).toBe('accepted');
        expect(server.contents).toHaveLength(1);
      });

      test('one connection carries one message after the other, each to one recipient (R7)', async () => {
        const server = await scriptedSmtp({}, { pipelining });
        const connection = await smtpTransport(at(server.port), { client }).open();
        for (let number = 0; number < 3; number++) await connection.send(sampleParcel(), nothing);
        connection.close();
        expect(server.connections()).toBe(1);
        expect(server.contents).toHaveLength(3);
        expect(server.heard.filter((line) => line.startsWith('RCPT'))).toHaveLength(3);
      });

      test('after a refused recipient the connection still carries the next message', async () => {
        const server = await scriptedSmtp({ rcpt: { reply: '550 5.1.1 unknown' } }, { pipelining });
        const connection = await smtpTransport(at(server.port), { client }).open();
        const first = await connection.send(sampleParcel(), nothing);
        expect(first).toMatchObject({ stage: 'rcpt', code: 550, isContentEnded: false });
        expect(connection.isUsable).toBe(true);
        expect(server.heard.at(-1)).toBe('RSET');
        await connection.send(sampleParcel(), nothing);
        connection.close();
        expect(server.connections()).toBe(1);
      });
    },
  );

  describe('the attempt is recorded first', () => {
    test('no byte of the content leaves before the record is durable (R3)', async () => {
      const server = await scriptedSmtp({});
      const connection = await smtpTransport(at(server.port), { client }).open();
      let contentsAtRecord = -1;
      await connection.send(sampleParcel(), async () => {
        await new Promise((next) => setImmediate(next));
        expect(server.heard.at(-1)).toBe('DATA');
        contentsAtRecord = server.contents.length;
      });
      connection.close();
      expect(contentsAtRecord).toBe(0);
      expect(server.contents).toHaveLength(1);
    });

    test('a record that cannot be written stops before the content, and its error comes through (R34)', async () => {
      const server = await scriptedSmtp({});
      const connection = await smtpTransport(at(server.port), { client }).open();
      const failure = new NewsletterError('file.unwritable', { de: 'voll', en: 'full' });
      await expect(connection.send(sampleParcel(), () => Promise.reject(failure))).rejects.toBe(failure);
      expect(connection.isUsable).toBe(false);
      expect(server.contents).toEqual([]);
    });

    test('a refused recipient was never an attempt with content', async () => {
      const server = await scriptedSmtp({ rcpt: { reply: '550 5.1.1 unknown' } });
      const connection = await smtpTransport(at(server.port), { client }).open();
      let isRecorded = false;
      await connection.send(sampleParcel(), () => {
        isRecorded = true;
        return nothing();
      });
      connection.close();
      expect(isRecorded).toBe(false);
    });
  });

  describe('opening a connection', () => {
    test.each([
      ['greeting', { reply: '554 no service' }, 'smtp.refused'],
      ['greeting', { reply: '421 too busy' }, 'smtp.refused'],
      ['greeting', 'drop', 'smtp.unreachable'],
      ['ehlo', 'drop', 'smtp.unreachable'],
    ] as const)('%s answered with %j is %s and concerns no reader', async (stage, action, code) => {
      const { port } = await scriptedSmtp({ [stage]: action });
      await expect(smtpTransport(at(port), { client }).open()).rejects.toMatchObject({ code });
    });

    test('nobody listening is smtp.unreachable, with the server’s name and no password', async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close();
      const login = { user: 'anna', password: 'geheim-4711' };
      const error = await smtpTransport(at(port, { login }), { client })
        .open()
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'smtp.unreachable' });
      expect(JSON.stringify(error) + String(error)).not.toContain('geheim-4711');
    });

    test('a server that repeats the login back is quoted with its code only, and no control characters reach the terminal', async () => {
      const login = { user: 'anna', password: 'geheim-4711' };
      const hidden = Buffer.from('\0anna\0geheim-4711').toString('base64');
      const echoing = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.write('220 hello\r\n');
        socket.on('data', (data: Buffer) => {
          const line = data.toString().trim();
          socket.write(line.startsWith('EHLO') ? '250 hello\r\n' : `500 5.5.1 What is "${line}"?\r\n`);
        });
        cleanUpLater(() => void socket.destroy());
      }).listen(0, '127.0.0.1');
      await once(echoing, 'listening');
      cleanUpLater(() => void echoing.close());
      const address = echoing.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const error: unknown = await smtpTransport(at(port, { login }), { client })
        .open()
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: 'smtp.refused',
        text: { en: expect.stringMatching(/does not accept the login: 500 5\.5\.1 \w+$/) },
      });
      expect(inspect(error, { depth: 9 })).not.toContain(hidden);
    });

    test('beyond this machine a server without STARTTLS gets nothing (R23)', async () => {
      const server = await scriptedSmtp({});
      await expect(
        smtpTransport(at(server.port, { isLoopback: false }), { client }).open(),
      ).rejects.toMatchObject({
        code: 'smtp.insecure',
      });
      expect(server.heard.some((line) => line.startsWith('AUTH') || line.startsWith('MAIL'))).toBe(false);
    });

    test.each([true, false])(
      'a certificate nobody vouches for is refused, with TLS from the start %s (R23)',
      async (secure) => {
        // smtp-server brings a self-made certificate along.
        const server = new SMTPServer({ secure, authOptional: true, logger: false });
        server.on('error', () => undefined);
        const listening = server.listen(0, '127.0.0.1');
        await once(listening, 'listening');
        cleanUpLater(() => new Promise<void>((done) => server.close(() => done())));
        const address = listening.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        const opening = smtpTransport(at(port, { isImplicitTls: secure, isLoopback: false }), {
          client,
        }).open();
        await expect(opening).rejects.toMatchObject({ code: 'smtp.insecure' });
      },
    );

    test('a server that never greets is given up', async () => {
      const silent = createServer(() => undefined).listen(0, '127.0.0.1');
      await once(silent, 'listening');
      cleanUpLater(() => void silent.close());
      const address = silent.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const opening = smtpTransport(at(port), {
        client,
        patience: { ...usualPatience, openingMs: 100 },
      }).open();
      await expect(opening).rejects.toMatchObject({ code: 'smtp.unreachable' });
    });
  });

  describe('addresses beyond ASCII (R27)', () => {
    const message = sampleParcel({ to: { name: '', address: 'jürgen@xn--bcher-kva.example' } });

    test('a server without SMTPUTF8 is not asked; the reader is rejected with the reason', async () => {
      const server = await scriptedSmtp({});
      const connection = await smtpTransport(at(server.port), { client }).open();
      const answer = await connection.send(message, nothing);
      connection.close();
      expect(judge(answer)).toEqual({ outcome: 'rejected' });
      expect(answer.reply).toContain('SMTPUTF8');
      expect(server.heard.some((line) => line.startsWith('MAIL'))).toBe(false);
    });

    test('a server that offers SMTPUTF8 gets the address', async () => {
      const server = await scriptedSmtp({}, { smtpUtf8: true });
      const connection = await smtpTransport(at(server.port), { client }).open();
      const answer = await connection.send(message, nothing);
      connection.close();
      expect(judge(answer)).toEqual({ outcome: 'accepted' });
      expect(server.heard.find((line) => line.startsWith('MAIL'))).toContain('SMTPUTF8');
    });
  });

  test('a server that never answers QUIT does not keep the program waiting', async () => {
    const server = await scriptedSmtp({ quit: 'silence' });
    const connection = await smtpTransport(at(server.port), { client }).open();
    const startedAt = Date.now();
    connection.close();
    while (server.open() > 0 && Date.now() - startedAt < 10_000)
      await new Promise((next) => setTimeout(next, 50));
    expect(server.open()).toBe(0);
  });
});
