import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import type { NewsletterError, Text } from '../core/errors.ts';
import { feedError, tryAgain, type Asked } from './feedErrors.ts';

/** The body of an answer, decompressed; stops as soon as it is larger than `maxBytes` (R58). */
export async function readBody(
  response: IncomingMessage,
  asked: Asked,
  maxBytes: number,
): Promise<Uint8Array> {
  if (Number(response.headers['content-length']) > maxBytes) throw tooLarge(asked, maxBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of await decompressed(response, asked)) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) throw tooLarge(asked, maxBytes);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function decompressed(response: IncomingMessage, asked: Asked): Promise<Readable> {
  const encodings = (response.headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
  const [encoding] = encodings;
  if (encoding === undefined) return response;
  const decoder = encodings.length === 1 ? await decoderFor(encoding, response) : undefined;
  if (decoder === undefined) throw unknownEncoding(asked, encodings.join(', '));
  // The callback is for failures, and those reach the reader of the decoder as well.
  return pipeline(response, decoder, () => undefined);
}

async function decoderFor(encoding: string, response: IncomingMessage): Promise<Transform | undefined> {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      // Half of the servers leave the zlib header out (RFC 9110 §8.4.1.2).
      return ((await firstByte(response)) & 0x0f) === 8 ? createInflate() : createInflateRaw();
    default:
      return undefined;
  }
}

async function firstByte(response: IncomingMessage): Promise<number> {
  await once(response, 'readable');
  const start: unknown = response.read(1);
  if (!(start instanceof Uint8Array)) return 0;
  response.unshift(start);
  return start[0] ?? 0;
}

function unknownEncoding(asked: Asked, encoding: string): NewsletterError {
  return feedError(
    'feed.unreachable',
    asked,
    {
      de: `die Antwort ist auf unbekannte Weise komprimiert (${encoding}).`,
      en: `the answer is compressed in an unknown way (${encoding}).`,
    },
    tryAgain,
  );
}

function tooLarge(asked: Asked, maxBytes: number): NewsletterError {
  const size = maxBytes / 1_000_000;
  return feedError(
    'feed.tooLarge',
    asked,
    { de: `mehr als ${size} MB werden nicht gelesen.`, en: `more than ${size} MB are not read.` },
    asked.as === 'feed' ? shorterFeed : tryAgain,
  );
}

const shorterFeed: Text = {
  de: 'Lass den Feed im Blog weniger Beiträge oder nur Auszüge zeigen (WordPress: Einstellungen → Lesen).',
  en: 'Let the feed show fewer posts or only excerpts on the blog (WordPress: Settings → Reading).',
};
