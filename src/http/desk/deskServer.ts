import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Text } from '../../core/errors.ts';
import { portTaken } from '../portTaken.ts';
import { deskSite, type DeskSiteOrder } from './deskSite.ts';

/** The desk, and where it listens: on this machine only (R56). */
export interface DeskServerOrder extends DeskSiteOrder {
  /** 0 takes any free one. */
  readonly port: number;
}

/** A desk at work. */
export interface DeskServer {
  /** Its address with the key, for the author's browser. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const anotherPort: Text = {
  de: 'Läuft der Schreibtisch schon? Sonst einen anderen Port nehmen: --port 0 nimmt irgendeinen freien.',
  en: 'Is the desk running already? Else take another port: --port 0 takes any free one.',
};

const loopback = '127.0.0.1';

/** Starts the desk; throws `port.taken`. */
export async function startDeskServer(order: DeskServerOrder): Promise<DeskServer> {
  const site = deskSite(order);
  let port = order.port;
  const listener = getRequestListener((request) => site(request, port), { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  try {
    server.listen(order.port, loopback);
    await once(server, 'listening');
  } catch (error) {
    throw portTaken(loopback, order.port, error, anotherPort);
  }
  const address = server.address();
  if (typeof address === 'object' && address !== null) port = address.port;
  return {
    url: `http://${loopback}:${port}/${order.key}/`,
    port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      // Pages keep a connection open for as long as they are.
      server.closeAllConnections();
      await closed;
    },
  };
}
