import type { Socket } from 'node:net';
import type { Piece } from '../core/parcel.ts';
import type { Soon } from '../core/soon.ts';
import { replyReader } from './replies.ts';

/** A conversation with a server: what we say, and its replies in their order. */
export interface Dialogue {
  /** False once either side has ended it. */
  readonly isOpen: boolean;
  /** Why it ended. */
  readonly ending: string;
  /** Whether a reply was heard that nobody has taken. */
  readonly hasReply: boolean;
  /** Whether a reply has begun that has not ended. */
  readonly isAmidReply: boolean;
  /** Whether the system still holds back some of what was said. */
  readonly isHeldBack: boolean;
  /** Says text that the server answers with so many replies. */
  say(text: string, replies: number): void;
  /** Says all pieces in one group. */
  sayAll(pieces: readonly Piece[], replies: number): void;
  /** One more reply is due than commands were said: the one to a content. */
  expectReply(): void;
  /** Replies that were heard and that nobody has taken. */
  readonly heard: readonly string[];
  /** The next reply, which is there already where one was heard; undefined once the conversation has ended without one. */
  reply(): Soon<string | undefined>;
  /** Resolves when a reply is heard, something held back has gone, or the conversation ends. */
  change(): Promise<void>;
  /** From now on there are so many milliseconds for whatever follows; Infinity for as long as it likes. */
  within(ms: number): void;
  /** Ends it at once; what the system holds back is not said any more. */
  end(reason: string): void;
  /** Leaves the socket to somebody else. */
  leave(): Socket;
}

/** How a conversation ends in which a server says nothing. */
export const tooSlow = 'the server does not answer in time';

/** How a conversation ends in which a server says something of its own accord. */
export const unasked = 'the server says what it was not asked';

/**
 * Holds a conversation over a socket that is connected. It ends by itself when the server leaves, is too slow, or says
 * what nobody has asked for: from then on nobody knows which reply belongs to which command.
 */
export function dialogue(socket: Socket): Dialogue {
  const replies: string[] = [];
  let due = 0;
  let ending: string | undefined;
  /** Who waits for the next reply. */
  let listener: ((reply: string | undefined) => void) | undefined;
  let wake: (() => void) | undefined;
  let waiting: Promise<void> | undefined;
  let room: Room | undefined;

  const changed = (): void => {
    if (listener && (replies.length > 0 || ending !== undefined)) {
      const tell = listener;
      listener = undefined;
      tell(replies.shift());
    }
    if (!wake) return;
    const resume = wake;
    wake = undefined;
    waiting = undefined;
    resume();
  };
  const change = (): Promise<void> => (waiting ??= new Promise((resolve) => (wake = resolve)));
  const reader = replyReader((reply) => {
    if (due === 0) {
      end(unasked);
      return;
    }
    due -= 1;
    replies.push(reply);
  });
  const end = (reason: string): void => {
    if (ending !== undefined) return;
    ending = reason;
    clock.stop();
    socket.destroy();
    changed();
  };
  const clock = deadline(() => end(tooSlow));

  const onData = (chunk: Buffer): void => {
    if (ending !== undefined) return;
    if (!reader.read(chunk)) end('a reply without an end');
    changed();
  };
  const onEnd = (): void => end('connection closed');
  const onError = (error: Error): void => end(error.message || 'connection closed');
  const onTaken = (): void => {
    if (wake && socket.writableLength === 0) changed();
  };
  socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
  // It may have gone since it was said to be ready, and will not say so again.
  if (socket.destroyed) end('connection closed');

  return {
    get isOpen() {
      return ending === undefined;
    },
    get ending() {
      return ending ?? '';
    },
    get hasReply() {
      return replies.length > 0;
    },
    get isAmidReply() {
      return reader.isAmidReply;
    },
    get isHeldBack() {
      return ending === undefined && socket.writableLength > 0;
    },
    say(text, count) {
      due += count;
      if (ending === undefined) socket.write(text);
    },
    sayAll(pieces, count) {
      due += count;
      if (ending !== undefined) return;
      // What the system has not taken yet is still read from there.
      if (socket.writableLength > 0) room = undefined;
      room = filled(room, pieces);
      socket.write(room.bytes.subarray(0, room.used), onTaken);
    },
    expectReply() {
      due += 1;
    },
    heard: replies,
    reply() {
      if (replies.length > 0 || ending !== undefined) return replies.shift();
      return new Promise((resolve) => (listener = resolve));
    },
    change,
    within(ms) {
      // Nothing would stop it any more, and the program would wait for it at its end.
      if (ending === undefined) clock.set(ms);
    },
    end,
    leave() {
      clock.stop();
      return socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
    },
  };
}

/** Memory that a connection fills anew for each message: to copy costs less than to hand the system many pieces. */
interface Room {
  readonly bytes: Buffer;
  readonly used: number;
}

/** Puts pieces one behind the other, into the same memory where they fit. */
function filled(room: Room | undefined, pieces: readonly Piece[]): Room {
  let needed = 0;
  for (const piece of pieces)
    needed += typeof piece === 'string' ? piece.length * longestCharacter : piece.length;
  const bytes = room && needed <= room.bytes.length ? room.bytes : Buffer.allocUnsafeSlow(needed + spare);
  let used = 0;
  for (const piece of pieces)
    used += typeof piece === 'string' ? bytes.write(piece, used) : piece.copy(bytes, used);
  return { bytes, used };
}

/** Octets of UTF-8 for one unit of UTF-16. */
const longestCharacter = 3;
/** Letters to one list differ little in size. */
const spare = 4096;

/** One timer for all deadlines of a connection; it is only set anew where one comes earlier than it would ring. */
function deadline(ring: () => void): { readonly set: (ms: number) => void; readonly stop: () => void } {
  let dueMs = Infinity;
  let ringsMs = Infinity;
  let timer: NodeJS.Timeout | undefined;
  const arm = (nowMs: number): void => {
    clearTimeout(timer);
    ringsMs = dueMs;
    timer = dueMs === Infinity ? undefined : setTimeout(look, dueMs - nowMs);
  };
  const look = (): void => {
    const nowMs = performance.now();
    if (dueMs > nowMs) arm(nowMs);
    else ring();
  };
  return {
    set(ms) {
      const nowMs = performance.now();
      dueMs = nowMs + ms;
      if (dueMs < ringsMs) arm(nowMs);
    },
    stop() {
      dueMs = Infinity;
      ringsMs = Infinity;
      clearTimeout(timer);
    },
  };
}
