import { NewsletterError } from '../core/errors.ts';
import { parseUrl } from '../core/webAddress.ts';
import { fetchBounded } from './fetchBounded.ts';

/** A picture of a letter, as the author's own pages show it. */
export interface LetterPicture {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** How pictures are fetched. */
export interface LetterPicturesOptions {
  readonly userAgent: string;
  /** The hosts that the author opened although they are in a private network. */
  readonly privateHosts: ReadonlySet<string>;
  readonly timeoutMs?: number;
}

const mostKept = 40;
const mostBytesKept = 30_000_000;
/** A server that has no such picture is not asked again with each look at the letter. */
const failureMs = 60_000;

/**
 * Fetches pictures of a letter (R58: 5 MB, 10 seconds, public networks) and keeps the last ones in memory. Undefined for
 * whatever is no PNG, JPEG, GIF or WebP by its first bytes: a drawing (SVG) could hold programs.
 */
export function letterPictures(): (
  address: string,
  options: LetterPicturesOptions,
) => Promise<LetterPicture | undefined> {
  const kept = new Map<string, Promise<LetterPicture | undefined>>();
  const sizes = new Map<string, number>();
  const forget = (address: string): void => {
    kept.delete(address);
    sizes.delete(address);
  };
  const keep = async (address: string, fetched: Promise<LetterPicture | undefined>): Promise<void> => {
    const picture = await fetched.catch(() => undefined);
    if (!picture) return void setTimeout(() => forget(address), failureMs).unref();
    sizes.set(address, picture.bytes.length);
    for (const oldest of kept.keys()) {
      const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      if ((kept.size <= mostKept && bytes <= mostBytesKept) || oldest === address) break;
      forget(oldest);
    }
  };
  return (address, options) => {
    const known = kept.get(address);
    if (known) {
      // The latest stand last; the first has not been shown for the longest.
      kept.delete(address);
      kept.set(address, known);
      return known;
    }
    const fetched = fetchPicture(address, options);
    kept.set(address, fetched);
    void keep(address, fetched);
    return fetched;
  };
}

async function fetchPicture(
  address: string,
  { userAgent, privateHosts, timeoutMs }: LetterPicturesOptions,
): Promise<LetterPicture | undefined> {
  try {
    const { bytes } = await fetchBounded(address, {
      userAgent,
      accept: 'image/jpeg, image/png, image/gif, image/webp',
      allowPrivate: privateHosts.has(parseUrl(address)?.host ?? ''),
      privateOrigins: [...privateHosts].flatMap((host) => [`http://${host}`, `https://${host}`]),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    const type = pictureType(bytes);
    return type === undefined ? undefined : { bytes, type };
  } catch (error) {
    // A picture that cannot be fetched is a gap in the letter, and the checks say why.
    if (error instanceof NewsletterError) return undefined;
    throw error;
  }
}

/** What a picture is, whatever its server calls it. */
export function pictureType(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\u0089PNG\r\n\u001A\n')) return 'image/png';
  if (start.startsWith('\u00FF\u00D8\u00FF')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(start)) return 'image/gif';
  if (/^RIFF[^]{4}WEBP/.test(start)) return 'image/webp';
  return undefined;
}
