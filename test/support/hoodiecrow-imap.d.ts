/** What tests use of an IMAP server that brings no types of its own. */
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  interface Mail {
    readonly raw: string;
    readonly uid?: number;
    readonly internaldate?: string;
    readonly flags?: readonly string[];
  }

  interface HoodiecrowServer {
    readonly server: Server;
    listen(port: number, host: string): void;
    close(): void;
    appendMessage(mailbox: string, flags: readonly string[], internaldate: string, raw: string): unknown;
    getMailbox(path: string): { readonly messages: readonly Mail[]; uidvalidity: number };
  }

  export default function hoodiecrow(options: object): HoodiecrowServer;
}
