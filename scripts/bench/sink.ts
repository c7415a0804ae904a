import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { packageFolder, type Bench } from './bench.ts';

/** An SMTP server that takes every message and keeps none. */
export interface Sink {
  readonly url: string;
  readonly port: number;
  /** `C sink`, or `Node sink` where there is no compiler; that one may be slower than what is measured. */
  readonly kind: string;
  /** How many messages it has taken; its record is written until then. */
  taken(): Promise<number>;
  /** Seconds from the first MAIL since it was last asked for anything to the last answer to a content. */
  wireSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** What a sink may be asked to do. */
export interface SinkOptions {
  /** How long each group of replies waits. */
  readonly delayMs?: number;
  /** A file that gets the recipient of each message, a line each. */
  readonly record?: string;
}

/** Starts a sink on this machine. */
export async function startSink({ folder }: Bench, options: SinkOptions = {}): Promise<Sink> {
  const { delayMs = 0, record } = options;
  const words = [String(delayMs), '1', ...(record === undefined ? [] : [record])];
  const compiled = await (program ??= compile(folder));
  const child =
    compiled === undefined
      ? spawn(process.execPath, [join(import.meta.dirname, 'work', 'sink.js'), ...words], {
          stdio: ['pipe', 'pipe', 'inherit'],
        })
      : spawn(compiled, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  const ended = once(child, 'exit').then((): never => {
    throw new Error('the sink has ended');
  });
  ended.catch(() => undefined);
  const answer = async (): Promise<readonly number[]> => {
    const [line] = await Promise.race([once(lines, 'line'), ended]);
    return String(line).split(' ').map(Number);
  };
  const ask = (): Promise<readonly number[]> => {
    child.stdin.write('\n');
    return answer();
  };
  const [port = NaN] = await answer();
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    kind: compiled === undefined ? 'Node sink' : 'C sink',
    taken: async () => (await ask())[0] ?? NaN,
    wireSeconds: async () => ((await ask())[1] ?? NaN) / 1e6,
    async stop() {
      child.stdin.end();
      await ended.catch(() => undefined);
    },
  };
}

/** Compiled once; undefined where there is no compiler. */
let program: Promise<string | undefined> | undefined;

async function compile(folder: string): Promise<string | undefined> {
  const compiled = join(folder, 'sink');
  const source = join(packageFolder, 'scripts', 'bench', 'sink.c');
  return promisify(execFile)('cc', ['-O2', source, '-o', compiled]).then(
    () => compiled,
    () => undefined,
  );
}
