import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Text } from '../core/errors.ts';
import { portTaken } from './portTaken.ts';
import { publicSite, type SiteOrder } from './publicSite.ts';
import { answerUnreadable } from './unreadable.ts';

/** The site, and where it listens. */
export interface ServerOrder extends SiteOrder {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly patience?: Partial<Patience>;
}

/** How long the server waits for whom (R54). */
export interface Patience {
  /** For a request's headers, beginning with the connection. */
  readonly headersMs: number;
  /** For the whole request with its body. */
  readonly requestMs: number;
  /** For another request on the same connection. */
  readonly keepAliveMs: number;
  /** For any sign of life while an answer is sent. */
  readonly silenceMs: number;
  /** How often all this is looked after. */
  readonly checkMs: number;
  /** For what is in flight when the server stops. */
  readonly stopMs: number;
}

const usualPatience: Patience = {
  headersMs: 10_000,
  requestMs: 15_000,
  keepAliveMs: 5_000,
  silenceMs: 30_000,
  checkMs: 2_000,
  stopMs: 5_000,
};

const anotherPort: Text = {
  de: 'Einen anderen nehmen: --port 8026, oder website.port in newsletter.yaml. Unter 1024 darf nur root.',
  en: 'Take another: --port 8026, or website.port in newsletter.yaml. Below 1024 only root may.',
};

const mostHeaderBytes = 16 * 1024;
const mostConnections = 10_000;

/** A server at work. */
export interface PublicServer {
  /** Where it listens, on this machine. */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, finishes those in flight, and lets go of everybody who only keeps a connection open. */
  close(): Promise<void>;
}

/** Starts the public pages; throws `port.taken` where it cannot listen. */
export async function startPublicServer(order: ServerOrder): Promise<PublicServer> {
  const patience = { ...usualPatience, ...order.patience };
  const site = publicSite(order);
  const listener = getRequestListener((request, bindings) => site.fetch(request, bindings), {
    overrideGlobalObjects: false,
    errorHandler: () => site.unreadable(400),
  });
  const server = createServer(
    {
      maxHeaderSize: mostHeaderBytes,
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      keepAliveTimeout: patience.keepAliveMs,
      connectionsCheckingInterval: patience.checkMs,
    },
    (incoming, outgoing) => {
      // Nothing is ever made from the Host header, so a strange one is no reason to turn a reader away.
      incoming.headers.host = 'localhost';
      void listener(incoming, outgoing);
    },
  );
  server.setTimeout(patience.silenceMs);
  server.maxConnections = mostConnections;
  server.on('drop', () => server.closeIdleConnections());
  server.on('clientError', (error, socket) => void answerUnreadable(error, socket, site));
  const stop = stopping(server, patience.stopMs);
  const port = await listen(server, order);
  const host = order.host.includes(':') ? `[${order.host}]` : order.host;
  return { url: `http://${host}:${port}${new URL(order.config.baseUrl).pathname}`, port, close: stop };
}

async function listen(server: Server, { host, port }: ServerOrder): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw portTaken(host, port, error, anotherPort);
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Knows which connections have a request in flight, so that stopping waits for these alone. */
function stopping(server: Server, stopMs: number): () => Promise<void> {
  const sockets = new Set<Socket>();
  const inFlight = new Map<Socket, number>();
  let stopped: Promise<void> | undefined;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', ({ socket }, outgoing) => {
    inFlight.set(socket, (inFlight.get(socket) ?? 0) + 1);
    outgoing.once('close', () => {
      const left = (inFlight.get(socket) ?? 1) - 1;
      if (left > 0) inFlight.set(socket, left);
      else inFlight.delete(socket);
      if (stopped && left === 0) socket.destroySoon();
    });
  });
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) if (!inFlight.has(socket)) socket.destroy();
    const impatient = setTimeout(() => server.closeAllConnections(), stopMs);
    await closed;
    clearTimeout(impatient);
  };
  return () => (stopped ??= stop());
}
