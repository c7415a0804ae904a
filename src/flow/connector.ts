import type { Connection, Transport } from '../core/ports.ts';

/** The connections of one run. */
export interface Connector {
  /**
   * Opens one more. The first is opened alone: a server that allows few connections would otherwise refuse the ones that
   * could have worked. Undefined when the server allows no more than there are, or when the person stops; throws what the
   * transport throws when there is none at all.
   */
  open(): Promise<Connection | undefined>;
  close(connection: Connection | undefined): void;
}

/** Opens and counts connections of a transport. */
export function connector(transport: Transport, signal: AbortSignal): Connector {
  let count = 0;
  let first: Promise<unknown> | undefined;
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });

  const openOne = async (): Promise<Connection | undefined> => {
    const opening = transport.open();
    const connection = await Promise.race([opening, stopped]);
    if (connection) count += 1;
    else opening.then((late) => late.close()).catch(() => undefined);
    return connection;
  };

  return {
    async open() {
      while (count === 0 && first) await first.catch(() => undefined);
      const opening = openOne();
      if (count === 0) {
        first = opening;
        return opening.finally(() => (first = undefined));
      }
      return opening.catch((error: unknown) => {
        if (count > 0) return undefined;
        throw error;
      });
    },
    close(connection) {
      if (!connection) return;
      count -= 1;
      connection.close();
    },
  };
}
