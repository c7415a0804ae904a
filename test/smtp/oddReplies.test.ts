import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge } from '../../src/core/sending/reply.ts';
import { usualPatience } from '../../src/smtp/patience.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import { cleanUpLater } from '../support/cleanup.ts';
import { sampleParcel } from '../support/sampleMessage.ts';

/** What a server may say where it should say one thing: any lines, whole or not, and then perhaps nothing more. */
const line = fc.constantFrom(
  '250 2.0.0 ok',
  '250-more',
  '2500 ok',
  '25',
  '2 ok',
  '299 odd',
  '354 go ahead',
  '421 4.3.2 closing',
  '451 4.3.0 later',
  '451-4.3.0 later',
  '554 5.7.1 no',
  '554-5.7.1 no',
  '5540 no',
  '600 what',
  '099 what',
  'hello',
  '',
);
const oddity = fc.record({
  stage: fc.constantFrom('MAIL', 'RCPT', 'DATA', 'dot'),
  lines: fc.array(line, { minLength: 1, maxLength: 2 }),
  lacksLineEnd: fc.boolean(),
  isDropped: fc.boolean(),
});
type Oddity = typeof oddity extends fc.Arbitrary<infer T> ? T : never;

const usual: Readonly<Record<string, string>> = {
  MAIL: '250 ok\r\n',
  RCPT: '250 ok\r\n',
  DATA: '354 go ahead\r\n',
  RSET: '250 ok\r\n',
  QUIT: '221 bye\r\n',
  dot: '250 2.0.0 queued\r\n',
};

test.each([
  ['wochenbrief', 'PIPELINING'],
  ['wochenbrief', 'HELP'],
  ['nodemailer', 'PIPELINING'],
] as const)(
  '%s, offered %s, whatever one odd reply says: accepted means 2xx to the dot, and after the dot only a plain refusal is one (R6, R19)',
  async (client, offer) => {
    let current: Oddity | undefined;
    /** Of each server's oddity, since a content may come in when its client has gone on to the next. */
    const contents = new Map<Oddity | undefined, number>();
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
      let buffered = '';
      let isContent = false;
      const mine = current;
      const say = (stage: string): void => {
        if (mine?.stage !== stage) {
          const ehlo = stage === 'EHLO' ? `250-test\r\n250 ${offer}\r\n` : undefined;
          socket.write(ehlo ?? usual[stage] ?? '500 5.5.2 unknown command\r\n');
          isContent = stage === 'DATA';
          return;
        }
        const text = textOf(mine);
        // A server that never said 354 takes what follows for commands.
        isContent = stage === 'DATA' && mine.lines.some((one) => one.startsWith('354'));
        if (mine.isDropped) socket.end(text);
        else socket.write(text);
      };
      socket.write('220 test\r\n');
      socket.on('data', (chunk) => {
        buffered += chunk.toString('latin1');
        for (;;) {
          const mark = isContent ? '\r\n.\r\n' : '\r\n';
          const end = buffered.indexOf(mark);
          if (end < 0) return;
          const part = buffered.slice(0, end);
          buffered = buffered.slice(end + mark.length);
          if (isContent) {
            contents.set(mine, (contents.get(mine) ?? 0) + 1);
            isContent = false;
            say('dot');
          } else {
            say(part.slice(0, 4).toUpperCase());
          }
        }
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUpLater(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const patience = { ...usualPatience, contentMs: 80, answerMs: 80, resetMs: 80, quitMs: 10 };
    const transport = smtpTransport(
      { host: '127.0.0.1', port, isImplicitTls: false, isLoopback: true, login: null },
      { client, patience },
    );

    const check = async (odd: Oddity): Promise<void> => {
      current = odd;
      const connection = await transport.open();
      const answer = await connection.send(sampleParcel({ html: '<p>a</p>' }), () => Promise.resolve());
      connection.close();
      const verdict = judge(answer);
      const outcome = 'halt' in verdict ? 'halt' : verdict.outcome;
      // What was begun before the dot, and not ended, is the beginning of the line that answers it.
      const begun = odd.stage === 'DATA' && odd.lacksLineEnd ? (odd.lines.at(-1) ?? '') : '';
      const toDot = odd.stage === 'dot' ? textOf(odd) : begun + (usual['dot'] ?? '');
      if (outcome === 'accepted') {
        expect(contents.get(odd)).toBe(1);
        expect(toDot).toMatch(/^2\d\d[ -]/m);
      }
      if (answer.isContentEnded && outcome !== 'accepted' && outcome !== 'uncertain')
        expect(toDot).toMatch(/^[45]\d\d[ -]/m);
      // Whoever was told that nothing went out must not have got the letter.
      if (!answer.isContentEnded) expect(contents.get(odd) ?? 0).toBe(0);
    };
    await fc.assert(fc.asyncProperty(oddity, check), {
      numRuns: 50,
      examples: [
        [{ stage: 'DATA', lines: ['354 go ahead', '554 5.7.1 no'], lacksLineEnd: true, isDropped: false }],
      ],
    });
  },
  30_000,
);

function textOf({ lines, lacksLineEnd }: Oddity): string {
  return lines.join('\r\n') + (lacksLineEnd ? '' : '\r\n');
}

test('the answer to the final dot is awaited for ten minutes and more (R9)', () => {
  expect(usualPatience.answerMs).toBeGreaterThan(10 * 60_000);
});
