import { Worker } from 'node:worker_threads';
import type { ParseReply } from './parseText.mjs';

/** How a thread's work on a text ended: with a reply, by what broke the thread, or because it was stopped. */
type Outcome = { readonly reply: ParseReply } | { readonly error: unknown } | 'stopped';

/** A thread that reads one feed after the other, within a limit of memory. */
interface ParseThread {
  readonly memoryMb: number;
  read(text: string): Promise<Outcome>;
  /** Whether the process waits for it. */
  hold(isHeld: boolean): void;
  stop(): Promise<unknown>;
}

/** How long a thread that did well waits for another feed. */
const idleMs = 1000;

let idle: { readonly thread: ParseThread; readonly timer: NodeJS.Timeout } | undefined;

/** Has a text read in a thread; undefined if that took too long. Rejects with what broke the thread. */
export async function parseInThread(
  text: string,
  timeoutMs: number,
  memoryMb: number,
): Promise<ParseReply | undefined> {
  const thread = takeThread(memoryMb);
  let isStopped = false;
  const timer = setTimeout(() => {
    isStopped = true;
    void thread.stop();
  }, timeoutMs);
  const outcome = await thread.read(text);
  clearTimeout(timer);
  const isFit = outcome !== 'stopped' && 'reply' in outcome && !isStopped;
  if (isFit && idle === undefined) keep(thread);
  else await thread.stop();
  if (outcome === 'stopped') return undefined;
  if ('error' in outcome) throw outcome.error;
  return outcome.reply;
}

/** The thread that waits, if its memory is what is asked for: to start one takes longer than to read most feeds. */
function takeThread(memoryMb: number): ParseThread {
  if (idle?.thread.memoryMb !== memoryMb) return startThread(memoryMb);
  const { thread } = idle;
  forget(thread);
  thread.hold(true);
  return thread;
}

/** Lets a thread wait a moment, without keeping the process from ending. */
function keep(thread: ParseThread): void {
  thread.hold(false);
  const timer = setTimeout(() => {
    forget(thread);
    void thread.stop();
  }, idleMs).unref();
  idle = { thread, timer };
}

function forget(thread: ParseThread): void {
  if (idle?.thread !== thread) return;
  clearTimeout(idle.timer);
  idle = undefined;
}

function startThread(memoryMb: number): ParseThread {
  const worker = new Worker(new URL('./parseWorker.mjs', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    // Neither the secrets nor the loaders of this process have any business there.
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  let isOver = false;
  let settle: (outcome: Outcome) => void = () => undefined;
  worker.on('message', (reply: ParseReply) => settle({ reply }));
  worker.on('error', (error) => settle({ error }));
  worker.on('exit', () => {
    isOver = true;
    forget(thread);
    settle('stopped');
  });
  const thread: ParseThread = {
    memoryMb,
    read: (text) =>
      new Promise((resolve) => {
        settle = resolve;
        if (isOver) resolve('stopped');
        else worker.postMessage(text, []);
      }),
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    stop: () => worker.terminate(),
  };
  return thread;
}
