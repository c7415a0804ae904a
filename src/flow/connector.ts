import type { Connection, Transport } from '../core/ports.ts';

/** The connections of one run. */
export interface Connector {
  /** Whether there was any connection so far. */
  readonly hasOpened: boolean;
  /**
   * Opens one more, of any account or of the one that is named. The first is opened alone: a server that allows few
   * connections would otherwise refuse the ones that could have worked. Undefined when the server allows no more than there
   * are, or when the person stops; throws what the transport throws when there is none at all.
   */
  open(account: string | null): Promise<Connection | undefined>;
  close(connection: Connection | undefined): void;
}

/** Opens and counts connections of a transport. */
export function connector(transport: Transport, signal: AbortSignal): Connector {
  const opened = new Set<Connection>();
  const first = new Map<string | null, Promise<unknown>>();
  let hasOpened = false;
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });

  const countOf = (account: string | null): number =>
    account === null ? opened.size : [...opened].filter((one) => one.account === account).length;

  const openOne = async (account: string | null): Promise<Connection | undefined> => {
    const opening = transport.open(account ?? undefined);
    const connection = await Promise.race([opening, stopped]);
    if (connection) opened.add(connection);
    else opening.then((late) => late.close()).catch(() => undefined);
    hasOpened ||= connection !== undefined;
    return connection;
  };

  return {
    get hasOpened() {
      return hasOpened;
    },
    async open(account) {
      while (countOf(account) === 0 && first.has(account)) await first.get(account)?.catch(() => undefined);
      if (signal.aborted) return undefined;
      const opening = openOne(account);
      if (countOf(account) === 0) {
        first.set(account, opening);
        return opening.finally(() => first.delete(account));
      }
      return opening.catch((error: unknown) => {
        if (countOf(account) > 0) return undefined;
        throw error;
      });
    },
    close(connection) {
      if (!connection) return;
      opened.delete(connection);
      connection.close();
    },
  };
}
