import type { Answer } from '../core/ports.ts';

/** Whether the server said no, for now or for good. */
export function isRefusal({ code }: Answer): boolean {
  return code !== null && code >= 400;
}

/**
 * Whether both sides know where they stand after an answer. One in the middle of the content leaves the server waiting for
 * the rest of it, and after one that makes no sense nobody knows which command the next will belong to.
 */
export function isOrderly({ code, stage }: Answer): boolean {
  if (code === null || code === 421 || stage === 'content') return false;
  const kind = Math.floor(code / 100);
  return kind === 4 || kind === 5 || (kind === 2 && stage === 'final');
}
