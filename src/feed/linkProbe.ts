import type { LinkAnswer } from '../core/checking/linkAnswers.ts';
import { isFresh, type LinkMemory, type RememberedAnswer } from '../core/checking/linkMemory.ts';
import { NewsletterError, systemCodeOf } from '../core/errors.ts';
import { parseUrl } from '../core/webAddress.ts';
import { reasonAlone } from './feedErrors.ts';
import { fetchBounded, type Fetched, type FetchOptions } from './fetchBounded.ts';

/** How links are asked for. */
export interface LinkProbeOptions {
  readonly userAgent: string;
  readonly now: () => Date;
  /** What was answered lately, so that nobody is asked twice a day. */
  readonly memory: { read(): Promise<LinkMemory>; save(memory: LinkMemory): Promise<void> };
  /** Asks those again who were not there lately. */
  readonly isAnew?: boolean;
  /** The hosts that the author opened although they are in a private network. */
  readonly privateHosts: ReadonlySet<string>;
  /** Time for one address. */
  readonly timeoutMs?: number;
  /** After it nobody else is asked. */
  readonly allMs?: number;
  /** The DNS. */
  readonly resolve?: FetchOptions['resolve'];
}

const atOnce = 6;
const atOncePerHost = 2;
/** A host that did not answer so often in a row is not asked on. */
const failuresPerHost = 3;
/** Enough to see that something comes. */
const fewBytes = 200_000;

/**
 * Asks addresses whether they are there (R58 bounds each question): politely, few at once, with a name, and with as little
 * to send as can be. Addresses for which there was no time have no answer.
 */
export async function askLinks(
  addresses: readonly string[],
  options: LinkProbeOptions,
): Promise<ReadonlyMap<string, LinkAnswer>> {
  const memory = await options.memory.read();
  const now = options.now();
  const known = addresses.flatMap((address): [string, RememberedAnswer][] => {
    const remembered = memory.get(address);
    const mayKeep = options.isAnew !== true || remembered?.answer.is === 'there';
    return remembered && mayKeep && isFresh(remembered, now) ? [[address, remembered]] : [];
  });
  const answers = new Map(known);
  const isSilent = new Map<string, number>();
  const unknown = addresses.filter((address) => !answers.has(address));
  const noLongerAt = performance.now() + (options.allMs ?? 60_000);
  let hasAnybodyAnswered = known.length > 0;
  await inTurns(unknown, async (address) => {
    const host = hostOf(address);
    if (performance.now() > noLongerAt) return;
    const failures = isSilent.get(host) ?? 0;
    const asked = failures < failuresPerHost ? await ask(address, options) : givenUp;
    isSilent.set(host, asked.hasAnswered ? 0 : (isSilent.get(host) ?? 0) + 1);
    hasAnybodyAnswered ||= asked.hasAnswered;
    answers.set(address, { at: options.now().toISOString(), answer: asked.answer });
  });
  if (!hasAnybodyAnswered) {
    // Then it is this machine that has no network.
    return new Map([...answers].map(([address, { answer }]) => [address, unclear(answer)]));
  }
  await options.memory.save(new Map([...memory, ...answers]));
  return new Map([...answers].map(([address, { answer }]) => [address, answer]));
}

interface Asked {
  readonly answer: LinkAnswer;
  /** Whether a server said anything at all. */
  readonly hasAnswered: boolean;
}

const givenUp: Asked = {
  answer: {
    is: 'unclear',
    reason: { de: 'der Server antwortet nicht.', en: 'the server does not answer.' },
  },
  hasAnswered: false,
};

async function ask(address: string, options: LinkProbeOptions): Promise<Asked> {
  const bare = await fetchLink(address, 'HEAD', options);
  const isThere = 'status' in bare && bare.status < 400;
  // Some servers know no HEAD, or have no page for it.
  const isFinal = isThere || ('error' in bare && !isBrokenOff(bare.error));
  const fetched = isFinal ? bare : await fetchLink(address, 'GET', options);
  if ('error' in fetched) {
    const { error } = fetched;
    return { answer: answerOfError(error, address), hasAnswered: error.code !== 'feed.unreachable' };
  }
  return { answer: answerOf(address, fetched), hasAnswered: true };
}

async function fetchLink(
  address: string,
  method: 'GET' | 'HEAD',
  { userAgent, privateHosts, timeoutMs, resolve }: LinkProbeOptions,
): Promise<Fetched | { readonly error: NewsletterError }> {
  try {
    return await fetchBounded(address, {
      userAgent,
      method,
      accept: '*/*',
      allowPrivate: privateHosts.has(hostOf(address)),
      privateOrigins: [...privateHosts].flatMap((host) => [`http://${host}`, `https://${host}`]),
      alsoAnswers: failing,
      maxBytes: fewBytes,
      ...(method === 'GET' ? { headers: { range: 'bytes=0-2047' } } : {}),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(resolve === undefined ? {} : { resolve }),
    });
  } catch (error) {
    if (error instanceof NewsletterError) return { error };
    throw error;
  }
}

const failing = Array.from({ length: 600 }, (_, index) => 400 + index);

function answerOf(address: string, { status, headers, finalAddress, isMovedForGood }: Fetched): LinkAnswer {
  if (status === 404 || status === 410)
    return { is: 'gone', reason: { de: `Status ${status}.`, en: `status ${status}.` } };
  if (status >= 400 && status !== 416)
    return {
      is: 'unclear',
      reason: {
        de: `der Server antwortet mit Status ${status}.`,
        en: `the server answers with status ${status}.`,
      },
    };
  const total = /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? headers['content-length'];
  const bytes = total === undefined || headers['content-encoding'] ? null : Number(total);
  const isElsewhere = parseUrl(finalAddress)?.href !== parseUrl(address)?.href;
  return { is: 'there', bytes, movedTo: isElsewhere && isMovedForGood ? finalAddress : null };
}

function answerOfError(error: NewsletterError, address: string): LinkAnswer {
  // It is there, and larger than what we care to read.
  if (error.code === 'feed.tooLarge') return { is: 'there', bytes: null, movedTo: null };
  const reason = reasonAlone(error, address);
  const isUnknown = systemCodeOf(error.cause) === 'ENOTFOUND';
  return isUnknown || error.code === 'feed.refused' ? { is: 'gone', reason } : { is: 'unclear', reason };
}

function unclear(answer: LinkAnswer): LinkAnswer {
  return answer.is === 'gone' ? { is: 'unclear', reason: answer.reason } : answer;
}

function isBrokenOff({ cause, code }: NewsletterError): boolean {
  return code === 'feed.unreachable' && /^(?:ECONNRESET|EPIPE|HPE_.*)$/.test(systemCodeOf(cause) ?? '');
}

/** Works on all addresses, only so many at once, and of one host fewer still. */
async function inTurns(
  addresses: readonly string[],
  work: (address: string) => Promise<void>,
): Promise<void> {
  const waiting = [...addresses];
  const busy = new Map<string, number>();
  const mayStart = (address: string): boolean => (busy.get(hostOf(address)) ?? 0) < atOncePerHost;
  const worker = async (): Promise<void> => {
    for (;;) {
      const index = waiting.findIndex(mayStart);
      const [address] = index < 0 ? [] : waiting.splice(index, 1);
      if (address === undefined) return;
      const host = hostOf(address);
      busy.set(host, (busy.get(host) ?? 0) + 1);
      await work(address).finally(() => busy.set(host, (busy.get(host) ?? 1) - 1));
    }
  };
  // Whoever finds nothing to start leaves; a host's own two workers stay until its last address.
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function hostOf(address: string): string {
  return parseUrl(address)?.host ?? '';
}
