import { domainToASCII, domainToUnicode } from 'node:url';

/** An e-mail address that may be mailed. */
export interface Address {
  /** What goes to the server: the local part as written, the domain in A-labels (RFC 5891), lower-case. */
  readonly address: string;
  /** The same for every spelling of one mailbox in practice: case and IDN folded. For comparing only. */
  readonly key: string;
}

/** dot-atom of RFC 5322 with the letters RFC 6532 adds; quoted local parts, comments and groups stay out. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainLetters = /^[\p{L}\p{M}\p{N}.-]+$/u;
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** What nearly all addresses look like: nothing in them is written in another way, or could be. */
const plainAddress =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z0-9]{1,30}(?:-[a-z0-9]{1,30})?\.)+[a-z]{2,63}$/;
/** Below it no part of an address can be too long. */
const shortAddress = 64;

/** Reads one bare addr-spec, or undefined where it is none: lists, names, groups and control characters are refused. */
export function parseAddress(text: string): Address | undefined {
  if (text.length <= shortAddress && plainAddress.test(text))
    return { address: text, key: text.toLowerCase() };
  const trimmed = text.trim().normalize('NFC');
  const at = trimmed.indexOf('@');
  const local = trimmed.slice(0, at);
  const domain = parseDomain(trimmed.slice(at + 1));
  if (at < 1 || domain === undefined || !localPart.test(local)) return undefined;
  const address = `${local}@${domain}`;
  if (Buffer.byteLength(local) > 64 || Buffer.byteLength(address) > 254) return undefined;
  return { address, key: address.toLowerCase() };
}

/** Whether the local part needs a server that offers SMTPUTF8 (RFC 6531). */
export function needsSmtpUtf8(address: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the ASCII range begins with the control characters
  return !/^[\u0000-\u007F]*$/.test(address);
}

/** The domain of an address that parseAddress accepted. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** An address that tells whose it is to whoever knows it anyway: `a…@example.org`. */
export function maskedAddress(address: string): string {
  return `${Array.from(address)[0] ?? ''}…${address.slice(address.lastIndexOf('@'))}`;
}

function parseDomain(text: string): string | undefined {
  if (!domainLetters.test(text)) return undefined;
  const ascii = domainToASCII(text).toLowerCase();
  const labels = ascii.split('.');
  const isName = labels.length >= 2 && labels.every((part) => label.test(part) && decodes(part));
  return isName && !/^\d+$/.test(labels.at(-1) ?? '') ? ascii : undefined;
}

/** Whether a label is plain ASCII, or an A-label that stands for something else; URL parsers disagree about broken ones. */
function decodes(part: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the ASCII range begins with the control characters
  return !part.startsWith('xn--') || /[^\u0000-\u007F]/.test(domainToUnicode(part));
}
