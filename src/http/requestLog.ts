import type { Clock } from '../core/ports.ts';
import type { Failure } from './visit.ts';

/** What the log learns from an answer. */
interface Told {
  readonly reason?: string;
  readonly failure?: Failure;
}

/** Writes one line of JSON per request: which route, what came of it, why. Never what was typed, nor who asked (R39). */
export interface RequestLog {
  /** Begins a request's line; the answer ends it. */
  begun(method: string, route: string): (status: number, told: Told) => void;
  /** Says once that a proxy stands before us whom the settings do not name: all readers then look like one. */
  unknownProxy(): void;
}

/** The log of one site. */
export function requestLog(log: (line: string) => void, clock: Pick<Clock, 'now'>): RequestLog {
  let isProxyTold = false;
  const write = (line: Readonly<Record<string, unknown>>): void =>
    log(JSON.stringify({ time: clock.now().toISOString(), ...line }));
  return {
    begun(method, route) {
      const start = performance.now();
      return (status, { reason, failure }) => {
        const ms = Math.round((performance.now() - start) * 10) / 10;
        write({ method, route, status, ms, ...(reason ? { reason } : {}), ...(failure ? { failure } : {}) });
      };
    },
    unknownProxy() {
      if (isProxyTold) return;
      isProxyTold = true;
      write({
        warning: 'unknownProxy',
        hint: 'Requests come through a reverse proxy that is not in website.trustedProxies; limits count all readers as one.',
      });
    },
  };
}
