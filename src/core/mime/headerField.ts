import { encodedWords, foldedLength } from './encodedWords.ts';

/** A mailbox as a header field names it. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** `Subject: …`: free text (RFC 5322 §2.2.1), in encoded words where it could not arrive unchanged as it is. */
export function textField(name: string, text: string): string {
  const line = withoutControls(text);
  if (needsEncoding(line)) return `${name}: ${encodedWords(line, name.length + 2)}\r\n`;
  return folded(`${name}: ${line}`);
}

/** `To: Anna <anna@example.org>`: exactly one mailbox, whatever the name holds (RFC 5322 §3.4). */
export function mailboxField(field: string, { name, address }: Mailbox): string {
  const phrase = phraseOf(withoutControls(name), field.length + 2);
  const mailbox = safeAddress(address);
  if (phrase === '') return `${field}: ${mailbox}\r\n`;
  const lastLine = phrase.length - (phrase.lastIndexOf('\n') + 1);
  const indent = lastLine === phrase.length ? field.length + 2 : 0;
  const isFitting = indent + lastLine + mailbox.length + 3 <= foldedLength;
  return `${field}: ${phrase}${isFitting ? '' : '\r\n'} <${mailbox}>\r\n`;
}

/** `List-ID: <example.org>`: ASCII that means something as it stands; folded at its blanks. */
export function structuredField(name: string, value: string): string {
  return folded(`${name}: ${withoutControls(value)}`);
}

/** `Message-ID: <1@example.org>`: the same, on one line, because not every program unfolds it. */
export function plainField(name: string, value: string): string {
  return `${name}: ${withoutControls(value)}\r\n`;
}

/** `Date: Sun, 22 Nov 2026 06:00:00 +0000` (RFC 5322 §3.3). */
export function dateField(date: Date): string {
  return `Date: ${date.toUTCString().replace('GMT', '+0000')}\r\n`;
}

/** An address that is one, and else nothing that a header or a command would read differently: no blank, bracket or line end. */
export function safeAddress(address: string): string {
  // oxlint-disable-next-line no-control-regex -- line ends and NUL must not get through
  return address.replaceAll(/[\u0000-\u0020\u007F-\u00A0<>]+/g, '');
}

/** Line ends and other control characters are blanks: no text begins a header field of its own. */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  return text.replaceAll(/[\u0000-\u001F\u007F]+/g, ' ');
}

const needsNoQuotes = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** A display name: words, a quoted string, or encoded words; '' for none. */
function phraseOf(name: string, indent: number): string {
  if (name.trim() === '') return '';
  if (needsEncoding(name)) return encodedWords(name, indent);
  const phrase = needsNoQuotes.test(name) ? name : `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  return indent + phrase.length > foldedLength ? encodedWords(name, indent) : phrase;
}

/** Whether a text is not ASCII, looks like an encoded word, or has blanks or words that folding could not keep. */
function needsEncoding(text: string): boolean {
  return /[^ -~]|=\?|^ | $| {2}|[^ ]{61}/.test(text);
}

/** A line broken before blanks, where it is too long. */
function folded(line: string): string {
  if (line.length <= foldedLength) return `${line}\r\n`;
  let text = '';
  let start = 0;
  while (line.length - start > foldedLength) {
    const within = line.lastIndexOf(' ', start + foldedLength);
    const at = within > start ? within : line.indexOf(' ', start + 1);
    if (at < 0) break;
    text += `${line.slice(start, at)}\r\n`;
    start = at;
  }
  return `${text}${line.slice(start)}\r\n`;
}
