import type { Ask, DnsAnswer, DnsQuestion, NameServer } from '../core/dns/question.ts';

/** What a judgement came to, and what of the asking failed. */
export interface Judged<T> {
  readonly value: T;
  readonly asked: number;
  /** How many questions got no answer at all. */
  readonly failed: number;
}

/** Stands for an answer that is on its way; what is judged with it is judged again. */
const onItsWay: DnsAnswer = { kind: 'failed', reason: 'timeout' };

/**
 * Judges what names answer. The judgement itself says what it needs to know: it is made again, each time with the answers
 * to all it asked for in vain, until nothing is missing; questions of one round go out together.
 */
export async function askNames<T>(judge: (ask: Ask) => T, names: NameServer): Promise<Judged<T>> {
  const known = new Map<string, DnsAnswer>();
  for (;;) {
    const missing = new Map<string, DnsQuestion>();
    const value = judge((type, name) => {
      const key = `${type} ${name.toLowerCase()}`;
      const answer = known.get(key);
      if (answer === undefined) missing.set(key, { type, name });
      return answer ?? onItsWay;
    });
    if (missing.size === 0) {
      const failed = [...known.values()].filter(({ kind }) => kind === 'failed').length;
      return { value, asked: known.size, failed };
    }
    await Promise.all([...missing].map(async ([key, question]) => known.set(key, await names.ask(question))));
  }
}
