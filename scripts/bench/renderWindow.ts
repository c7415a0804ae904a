import type { SendOrder } from '../../src/flow/send.ts';

/** What rendering took, so that it can be left out. */
export interface Rendering {
  readonly seconds: number;
  readonly cpuMs: number;
}

/**
 * An order that measures its rendering apart: the letter is rendered once for everybody, and so it is for what sending is
 * compared with, before the measurement. It begins when the templates are asked for and ends with the next look at the list or at
 * the diary, at the latest when the letter is frozen. Reading the list, the audience, the freeze, the ledger and the progress
 * are outside of it: they count as sending.
 */
export function withRenderingApart(order: SendOrder): {
  readonly order: SendOrder;
  readonly rendering: () => Rendering;
} {
  let began: { readonly at: number; readonly cpu: NodeJS.CpuUsage } | undefined;
  let sum = { seconds: 0, cpuMs: 0 };
  const begin = (): void => {
    began ??= { at: performance.now(), cpu: process.cpuUsage() };
  };
  const end = (): void => {
    if (!began) return;
    const { user, system } = process.cpuUsage(began.cpu);
    sum = {
      seconds: sum.seconds + (performance.now() - began.at) / 1000,
      cpuMs: sum.cpuMs + (user + system) / 1000,
    };
    began = undefined;
  };
  return {
    order: {
      ...order,
      subscribers: endingBefore(order.subscribers, end),
      diaries: endingBefore(order.diaries, end),
      templates: () => {
        begin();
        return order.templates();
      },
      beforeFreeze: (made, draft) => {
        end();
        order.beforeFreeze?.(made, draft);
      },
    },
    rendering: () => sum,
  };
}

/** The same part; whatever is asked of it ends the rendering. */
function endingBefore<T extends object>(part: T, end: () => void): T {
  return new Proxy(part, {
    get(target, name, receiver) {
      end();
      const value: unknown = Reflect.get(target, name, receiver);
      return value;
    },
  });
}
