import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { packageFolder, rounds, withFolder, type Bench } from '../bench.ts';
import { benchSecret, fillBenchFolder } from '../benchFolder.ts';
import { benchWeek } from '../benchLetter.ts';
import { finding, plain, type Finding } from '../finding.ts';
import { alternating, median, startProcess } from '../processes.ts';
import { startSink } from '../sink.ts';

const program = join(packageFolder, 'dist', 'program', 'main.mjs');

/**
 * P8: whole processes of the built program beside `node -e 0`. A send of a rendered letter has started when it knocks at the
 * mail server; its letter was frozen and begun by a run that was killed.
 */
export async function starts(bench: Bench): Promise<readonly Finding[]> {
  return withFolder(bench.folder, async (folder) => {
    const begun = join(folder, 'begun');
    await beginSend(bench, begun);
    const count = rounds(bench, 11);
    let number = 0;
    const { node, help, send } = await alternating(count, {
      node: () => endOf(['-e', '0']),
      help: () => endOf([program, '--help']),
      send: () => knockOf(begun, join(folder, `run${number++}`)),
    });
    const [nodeMs, helpMs, sendMs] = [median(node), median(help), median(send)];
    const how = (ms: number): string => `${plain(ms)} ms : ${plain(nodeMs)} ms; ${count} processes each`;
    const loaded = await mjmlOfCompose(folder);
    return [
      finding(
        'P8',
        'wochenbrief --help beside node -e 0',
        helpMs / nodeMs,
        { atMost: 1.5 },
        {
          how: how(helpMs),
          figures: { node, help },
        },
      ),
      finding(
        'P8',
        'send of a rendered letter, until it knocks',
        sendMs / nodeMs,
        { atMost: 3 },
        {
          how: how(sendMs),
          figures: { send },
        },
      ),
      finding(
        'P8',
        'files of MJML that compose loads',
        loaded,
        { atMost: 0 },
        {
          unit: 'files',
          how: 'all that one process loaded',
          figures: {},
        },
      ),
    ];
  });
}

/** A newsletter whose letter has left for some of its readers. */
async function beginSend(bench: Bench, folder: string): Promise<void> {
  const sink = await startSink(bench, { delayMs: 20 });
  await mkdir(folder);
  await fillBenchFolder(folder, 200, 1);
  const sender = startProcess('send', { folder, url: sink.url });
  sender.on('message', () => undefined);
  while ((await sink.taken()) === 0) await new Promise((next) => setTimeout(next, 5));
  const ended = once(sender, 'exit');
  sender.kill('SIGKILL');
  await ended;
  await sink.stop();
}

/** Milliseconds until a process of Node has ended. */
async function endOf(words: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, words, { stdio: 'ignore' });
  await once(child, 'exit');
  return performance.now() - startedAt;
}

/** Milliseconds until a send goes to the mail server; it is ended there. */
async function knockOf(begun: string, folder: string): Promise<number> {
  await cp(begun, folder, { recursive: true });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, 'send', benchWeek, '--dir', folder], {
    stdio: 'ignore',
    env: { ...process.env, NEWSLETTER_SECRET: benchSecret, SMTP_URL: `smtp://127.0.0.1:${port}` },
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`send ended with ${code} before it had begun`);
  });
  const [socket] = await Promise.race([once(server, 'connection'), ended]);
  const ms = performance.now() - startedAt;
  ended.catch(() => undefined);
  child.kill('SIGKILL');
  socket.destroy();
  server.close();
  return ms;
}

/** How many files of MJML `compose` loads, by V8's own list. */
async function mjmlOfCompose(folder: string): Promise<number> {
  const [newsletter, lists] = [join(folder, 'composed'), join(folder, 'loaded')];
  await mkdir(newsletter);
  await fillBenchFolder(newsletter, 1);
  for (const name of ['posts', 'prompts.yaml'])
    await cp(join(packageFolder, name), join(newsletter, name), { recursive: true });
  const words = [
    program,
    'compose',
    '--week',
    '2026-W46',
    '--dir',
    newsletter,
    '--now',
    '2026-11-13T20:00:00+01:00',
  ];
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_V8_COVERAGE: lists, LANG: 'C' },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`compose ended with ${code}`);
  const texts = await Promise.all(
    (await readdir(lists)).map(async (name) => readFile(join(lists, name), 'utf8')),
  );
  return new Set(
    texts.flatMap((text) => text.match(/"url":"[^"]*\/(?:node_modules|program)\/mjml[^"]*"/g) ?? []),
  ).size;
}
