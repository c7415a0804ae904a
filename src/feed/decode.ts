import { TextDecoder } from 'node:util';

/** The text of a feed's bytes: by their byte order mark, the server's charset, the XML declaration, else UTF-8. */
export function decodeFeed(bytes: Uint8Array, contentType: string | undefined): string {
  const labels = [charsetOfMark(bytes), charsetOfHeader(contentType), charsetOfDeclaration(bytes), 'utf-8'];
  const decoder = labels.map(decoderFor).find((found) => found !== undefined) ?? new TextDecoder();
  // Node 20.20 corrupts „“–€ when windows-1252 is decoded in one call without `stream`.
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}

/** A mark in the bytes themselves beats what a server says about them (RFC 7303 §3). */
function charsetOfMark(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0 && c === 0x3f && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c && c === 0 && d === 0x3f)) return 'utf-16be';
  return undefined;
}

function charsetOfHeader(contentType = ''): string | undefined {
  return /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1];
}

function charsetOfDeclaration(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  const label = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(start)?.[1];
  // A declaration that could be read byte by byte was not written in UTF-16, whatever it claims.
  return label !== undefined && /^utf-?16/i.test(label) ? undefined : label;
}

function decoderFor(label: string | undefined): TextDecoder | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}
