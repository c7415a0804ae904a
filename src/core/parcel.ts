/** The envelope of RFC 5321: one sender, one recipient. */
export interface Envelope {
  readonly from: string;
  /** Domains as A-labels. */
  readonly to: string;
  /** What a delivery report repeats (ENVID, RFC 3461); reports are asked for where there is one. */
  readonly envelopeId: string | undefined;
}

/**
 * One message for one recipient, ready for the wire (RFC 5322): CRLF throughout, lines of at most 76 characters in bodies,
 * ends with CRLF. No line begins with a dot, so that none needs stuffing (RFC 5321 §4.5.2), and the body is in canonical
 * form (relaxed, RFC 6376 §3.4.4), so that it is hashed as it is. What all readers have in common lies in buffers that are never
 * written to; what is one reader's own is text, since to make a buffer costs more than to fill one.
 */
export interface Parcel {
  readonly messageId: string;
  readonly envelope: Envelope;
  /** The header fields, each with its CRLF, without the empty line that ends them. */
  readonly head: string;
  /** What follows the empty line; text is ASCII. */
  readonly body: readonly Piece[];
  /** Octets of head, empty line and body. */
  readonly size: number;
}

/** A part of a message: octets, or text whose UTF-8 they are. */
export type Piece = Buffer | string;
