import { expect, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import type { SmtpServer } from '../../src/smtp/smtpUrl.ts';
import { sampleParcel } from '../support/sampleMessage.ts';
import { scriptedSmtp } from '../support/scriptedSmtp.ts';

const at = (port: number, user?: string): SmtpServer => ({
  host: '127.0.0.1',
  port,
  isImplicitTls: false,
  isLoopback: true,
  login: user === undefined ? null : { user, password: 'geheim-4711' },
});
const nothing = (): Promise<void> => Promise.resolve();

async function failureOf(opening: Promise<unknown>): Promise<NewsletterError> {
  const error = await opening.catch((reason: unknown) => reason);
  if (error instanceof NewsletterError) return error;
  throw new Error('it did not fail as expected', { cause: error });
}

test('the main account carries letters as long as it works', async () => {
  const [main, other] = [await scriptedSmtp({}), await scriptedSmtp({})];
  const transport = smtpTransport([at(main.port), at(other.port)]);
  const connection = await transport.open();
  expect(connection.account).toBe(`127.0.0.1:${main.port}`);
  expect(transport.name).toBe(`127.0.0.1:${main.port}, 127.0.0.1:${other.port}`);
  connection.close();
  expect(other.connections()).toBe(0);
});

test.each([
  ['does not greet', { greeting: 'drop' }],
  ['turns us away', { greeting: { reply: '554 no service' } }],
  ['refuses the login', { auth: { reply: '535 5.7.8 no' } }],
] as const)('when the main account %s, the next one steps in', async (_what, script) => {
  const [main, other] = [await scriptedSmtp(script), await scriptedSmtp({})];
  const connection = await smtpTransport([at(main.port, 'anna'), at(other.port)]).open();
  expect(connection.account).toBe(`127.0.0.1:${other.port}`);
  const answer = await connection.send(sampleParcel(), nothing);
  connection.close();
  expect(answer.code).toBe(250);
  expect([main.contents.length, other.contents.length]).toEqual([0, 1]);
});

test('an account that failed is left alone for a minute, and then asked first again', async () => {
  const [main, other] = [await scriptedSmtp({ greeting: 'drop' }), await scriptedSmtp({})];
  let nowMs = 0;
  const transport = smtpTransport([at(main.port), at(other.port)], { nowMs: () => nowMs });
  const openAndClose = async (): Promise<void> => (await transport.open()).close();
  await openAndClose();
  nowMs = 59_999;
  await openAndClose();
  expect(main.connections()).toBe(1);
  nowMs = 60_001;
  await openAndClose();
  expect(main.connections()).toBe(2);
  expect(other.connections()).toBe(3);
});

test('an account that rests is asked all the same when no other works', async () => {
  const script: { greeting?: 'drop' } = { greeting: 'drop' };
  const [main, other] = [await scriptedSmtp(script), await scriptedSmtp({ greeting: 'drop' })];
  const transport = smtpTransport([at(main.port), at(other.port)], { nowMs: () => 0 });
  await failureOf(transport.open());
  delete script.greeting;
  const connection = await transport.open();
  expect(connection.account).toBe(`127.0.0.1:${main.port}`);
  connection.close();
});

test('when none works, the main account’s reason is told and the others are named, without passwords', async () => {
  const [main, other] = [
    await scriptedSmtp({ auth: { reply: '535 5.7.8 no' } }),
    await scriptedSmtp({ greeting: 'drop' }),
  ];
  const transport = smtpTransport([at(main.port, 'anna'), at(other.port, 'bert')]);
  for (let time = 0; time < 2; time++) {
    const error = await failureOf(transport.open());
    expect(error.code).toBe('smtp.refused');
    expect(error.text.en).toMatch(
      new RegExp(`^127\\.0\\.0\\.1:${main.port} \\(anna\\) does not accept the login`),
    );
    expect(error.text.en).toContain(
      `Neither: The SMTP server 127.0.0.1:${other.port} (bert) cannot be reached`,
    );
    expect(JSON.stringify(error) + String(error)).not.toContain('geheim');
  }
});

test('two users of one server are told apart by their names', async () => {
  const server = await scriptedSmtp({});
  const transport = smtpTransport([at(server.port, 'anna'), at(server.port, 'bert')]);
  const first = await transport.open();
  const second = await transport.open(`127.0.0.1:${server.port} (bert)`);
  expect([first.account, second.account]).toEqual([
    `127.0.0.1:${server.port} (anna)`,
    `127.0.0.1:${server.port} (bert)`,
  ]);
  first.close();
  second.close();
});

test('an account is found by its place alone, or after its login changed, while only one is there', async () => {
  const server = await scriptedSmtp({});
  const place = `127.0.0.1:${server.port}`;
  for (const name of [place, `${place} (anna)`]) {
    const connection = await smtpTransport([at(server.port, 'bert')]).open(name);
    expect(connection.account).toBe(`${place} (bert)`);
    connection.close();
  }
  const two = smtpTransport([at(server.port, 'anna'), at(server.port, 'bert')]);
  expect((await failureOf(two.open(place))).text.en).toContain('no longer stands in SMTP_URL');
});

test('a ledger’s account is found again when a second user of its server joins', async () => {
  const server = await scriptedSmtp({});
  const alone = await smtpTransport([at(server.port, 'anna')]).open();
  const joined = await smtpTransport([at(server.port, 'bert'), at(server.port, 'anna')]).open(alone.account);
  expect(joined.account).toBe(alone.account);
  alone.close();
  joined.close();
});

test('an account that is named is the only one tried, whether it works or not', async () => {
  const [main, other] = [await scriptedSmtp({}), await scriptedSmtp({ greeting: 'drop' })];
  const transport = smtpTransport([at(main.port), at(other.port)]);
  expect((await failureOf(transport.open(`127.0.0.1:${other.port}`))).code).toBe('smtp.unreachable');
  expect(main.connections()).toBe(0);
});

test('an account that SMTP_URL no longer names is refused by name', async () => {
  const main = await scriptedSmtp({});
  const error = await failureOf(smtpTransport(at(main.port)).open('mail.example.org:465'));
  expect(error.code).toBe('smtp.unreachable');
  expect(error.text.en).toContain('mail.example.org:465 no longer stands in SMTP_URL');
  expect(main.connections()).toBe(0);
});

test('a letter larger than the server allows stops the run instead of being put off for ever', async () => {
  const server = await scriptedSmtp({}, { size: 1000 });
  const connection = await smtpTransport(at(server.port)).open();
  const answer = await connection.send(sampleParcel(), nothing);
  connection.close();
  expect(answer).toMatchObject({ stage: 'mail', code: 552, isContentEnded: false });
  expect(server.heard.some((line) => line.startsWith('MAIL'))).toBe(false);
});

test('a server that refuses RSET is left, and nothing stays open', async () => {
  const server = await scriptedSmtp({ rcpt: { reply: '550 5.1.1 unknown' }, rset: { reply: '500 what' } });
  const connection = await smtpTransport(at(server.port)).open();
  await connection.send(sampleParcel(), nothing);
  expect(connection.isUsable).toBe(false);
  while (server.open() > 0) await new Promise((next) => setTimeout(next, 5));
});
