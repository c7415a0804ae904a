/** What a server has said so far, cut into replies. */
export interface ReplyReader {
  /** Reads on; false once a reply is longer than any server has reason for. */
  read(chunk: Buffer): boolean;
  /** Whether a reply has begun that has not ended. */
  readonly isAmidReply: boolean;
}

/** RFC 5321 §4.5.3.1.5 allows 512 octets a line; what EHLO answers has a few dozen of them. */
const longestReply = 64 * 1024;

/**
 * Hands on each whole reply (RFC 5321 §4.2): its lines joined by line feeds, as UTF-8 where they are, with the code in
 * front. Empty lines between replies are passed over; lines may end in CRLF or LF.
 */
export function replyReader(hear: (reply: string) => void): ReplyReader {
  let earlier = '';
  let line = '';
  return {
    read(chunk) {
      const text = chunk.toString('latin1');
      let start = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        const part = text.slice(start, end);
        const whole = line === '' ? part : line + part;
        start = end + 1;
        line = '';
        const said = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
        if (said === '' && earlier === '') continue;
        const reply = earlier === '' ? said : `${earlier}\n${said}`;
        if (reply.length > longestReply) return false;
        if (goesOn(said)) {
          earlier = reply;
        } else {
          earlier = '';
          hear(decoded(reply));
        }
      }
      if (start < text.length) line += start === 0 ? text : text.slice(start);
      return earlier.length + line.length <= longestReply;
    },
    get isAmidReply() {
      return earlier !== '' || line !== '';
    },
  };
}

/** The code of a reply: three digits, then a space, a hyphen or the end, and the same in all its lines; else null. */
export function codeOf(reply: string): number | null {
  const digits = /^[2-5]\d\d(?=[ -]|$)/m.exec(reply.slice(0, 4))?.[0];
  if (digits === undefined) return null;
  const isWhole = !reply.includes('\n') || reply.split('\n').every((line) => line.startsWith(digits));
  return isWhole ? Number(digits) : null;
}

/** Only the first digit says how it went on (RFC 5321 §4.2.1). */
export function isTaken(reply: string | undefined): boolean {
  return reply?.startsWith('2') === true;
}

/** A 2xx is no go-ahead for a content: the server would read it as commands, and refuse those. */
export function isGoAhead(reply: string | undefined): boolean {
  return reply !== undefined && /^354(?!\d)/.test(reply);
}

function goesOn(line: string): boolean {
  return line.charCodeAt(3) === hyphen && /^\d{3}/.test(line);
}

const hyphen = 45;

/** Replies have no charset (RFC 5321 §4.2.1); those beyond ASCII are UTF-8 today, or else shown as they are. */
function decoded(reply: string): string {
  if (!/[\u0080-\u00ff]/.test(reply)) return reply;
  const text = Buffer.from(reply, 'latin1').toString('utf8');
  return text.includes('\uFFFD') ? reply : text;
}
