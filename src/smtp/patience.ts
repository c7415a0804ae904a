/** How long a server may take; each is a total, however slowly its bytes come (R24). */
export interface Patience {
  /** From the first packet to the answer to EHLO over TLS, and once more for the login. */
  readonly openingMs: number;
  /** From MAIL to the last byte of the content. */
  readonly contentMs: number;
  /** For the first answer to an envelope that went along with the content before: RFC 5321 §4.5.3.2.2 asks for five minutes. */
  readonly announcedMs: number;
  /** From the final dot to its answer: RFC 5321 §4.5.3.2.6 asks for ten minutes, and shorter makes doubts (R9). */
  readonly answerMs: number;
  /** For the server to forget a refused transaction. */
  readonly resetMs: number;
  /** For its goodbye. */
  readonly quitMs: number;
}

/** What real servers get. */
export const usualPatience: Patience = {
  openingMs: 60_000,
  contentMs: 15 * 60_000,
  announcedMs: 5 * 60_000,
  answerMs: 10 * 60_000 + 30_000,
  resetMs: 30_000,
  quitMs: 2_000,
};
