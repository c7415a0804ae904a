/** What the bench uses of a load generator that brings no types of its own. */
declare module 'autocannon' {
  interface Request {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  }

  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    readonly requests: readonly (Partial<Request> & { setupRequest(request: Request): Request })[];
  }

  interface Result {
    /** Seconds. */
    readonly duration: number;
    readonly '3xx': number;
    readonly non2xx: number;
    readonly errors: number;
    readonly timeouts: number;
    /** Milliseconds. */
    readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  }

  export default function autocannon(options: Options): PromiseLike<Result>;
}
