import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { systemCodeOf } from '../core/errors.ts';
import type { PublicSite } from './publicSite.ts';

/** Answers bytes that are no HTTP request, headers that are too long, and clients that are too slow; then hangs up. */
export async function answerUnreadable(error: Error, socket: Duplex, site: PublicSite): Promise<void> {
  const status = statusOf(systemCodeOf(error));
  if (status === undefined || !socket.writable) {
    socket.destroy();
    return;
  }
  const response = site.unreadable(status);
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers}connection: close\r\n\r\n`;
  socket.end(head + (await response.text()), () => socket.destroy());
}

/** Nothing for somebody who is no longer there. */
function statusOf(code: string | undefined): number | undefined {
  if (code === 'ECONNRESET' || code === 'EPIPE') return undefined;
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}
