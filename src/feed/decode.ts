import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/**
 * The text of a feed's bytes: by their byte order mark, the server's charset, the XML declaration, else UTF-8. Where
 * the bytes themselves contradict what is said about them, they are right.
 */
export function decodeFeed(bytes: Uint8Array, contentType: string | undefined): string {
  const mark = decoderFor(charsetOfMark(bytes));
  const decoder =
    mark ??
    [charsetOfHeader(contentType), charsetOfDeclaration(bytes)]
      .map(decoderFor)
      // Two bytes a letter would have been known by their zeros.
      .find((found) => found !== undefined && !found.encoding.startsWith('utf-16')) ??
    new TextDecoder();
  if (decoder.encoding === 'utf-8') return decodeUtf8(bytes);
  const isOneByte = /^(?:windows|iso-8859|macintosh|koi8)/.test(decoder.encoding);
  return isOneByte && isUtf8(bytes) ? decodeUtf8(bytes) : decodeWith(decoder, bytes);
}

function decodeWith(decoder: TextDecoder, bytes: Uint8Array): string {
  // Node 20.20 corrupts „“–€ when windows-1252 is decoded in one call without `stream`.
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}

/** UTF-8; single bytes that are none are read as windows-1252, from where somebody pasted them. */
function decodeUtf8(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  const letters = decodeWith(
    new TextDecoder('windows-1252'),
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
  );
  const strays = Array.from(letters, (letter) => Buffer.from(letter).toString('latin1'));
  const repaired = Buffer.from(bytes)
    .toString('latin1')
    .replace(letterOrStray, (found) => (found.length > 1 ? found : (strays[found.charCodeAt(0)] ?? '')));
  return new TextDecoder().decode(Buffer.from(repaired, 'latin1'));
}

/** A letter of several bytes (RFC 3629 §4), or a byte that belongs to none. */
const letterOrStray =
  /[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2}|[\x80-\xFF]/g;

/** A mark in the bytes themselves beats what a server says about them (RFC 7303 §3). */
function charsetOfMark(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  // Without a mark, the first two letters of XML or JSON tell it by their zeros.
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0)) return 'utf-16be';
  return undefined;
}

function charsetOfHeader(contentType = ''): string | undefined {
  return /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1];
}

function charsetOfDeclaration(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  return /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(start)?.[1];
}

function decoderFor(label: string | undefined): TextDecoder | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}
