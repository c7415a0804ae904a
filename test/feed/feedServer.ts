import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestListener, Server } from 'node:http';
import { cleanUpLater } from '../support/cleanup.ts';

/** An HTTP server on loopback for one test; answers its address without a trailing slash. */
export async function startServer(answer: RequestListener, host = '127.0.0.1'): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve);
  });
  cleanUpLater(() => stop(server));
  return `http://${host}:${portOf(server)}`;
}

/** A server that answers every request with the same text or bytes. */
export function serve(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<string> {
  return startServer((_request, response) => {
    response.writeHead(200, headers).end(body);
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  return address.port;
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
