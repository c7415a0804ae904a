import { enhancedCode, scrubReply } from '../sending/reply.ts';
import { readFieldGroups, type HeaderFields } from './headerFields.ts';

/** Why a letter came back: a reply code and an enhanced code, as far as there are any, and the words without addresses. */
export interface Bounce {
  readonly code: number;
  readonly enhanced: string | null;
  readonly reply: string;
}

/** What a delivery report says (RFC 3464). */
export interface DeliveryReport {
  /** What its envelope was named by whoever sent it. */
  readonly envelopeId: string | undefined;
  /** Undefined where a server still tries, or somebody got it after all. */
  readonly bounce: Bounce | undefined;
}

/** Reads the machine's part of a delivery report. What people can read in it is for people, and never looked at. */
export function readDeliveryReport(text: string): DeliveryReport {
  const [message, ...recipients] = readFieldGroups(text.slice(0, mostCharacters));
  const bounces = recipients.map(bounceOf);
  // A mailbox that forwards to several is not gone because one of those is.
  const isForAll = bounces.length > 0 && bounces.every((bounce) => bounce !== undefined);
  return {
    envelopeId: message?.first('original-envelope-id'),
    bounce: isForAll ? bounces.toSorted((a, b) => mildness(b) - mildness(a))[0] : undefined,
  };
}

const mostCharacters = 64 * 1024;

function bounceOf(fields: HeaderFields): Bounce | undefined {
  if (
    fields
      .first('action')
      ?.split(/[\s;(]/)[0]
      ?.toLowerCase() !== 'failed'
  )
    return undefined;
  const diagnosis = fields.first('diagnostic-code')?.slice(0, 1_000) ?? '';
  const [, kind = '', words = ''] = /^\s*([\w-]+)\s*;\s*(.*)$/s.exec(diagnosis) ?? [];
  const said = kind.toLowerCase() === 'smtp' ? words : '';
  const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(fields.first('status') ?? '')?.[1];
  const enhanced = agreed([status, enhancedCode(said) ?? undefined]);
  const code = Number(
    /^[45]\d\d(?!\d)/.exec(said)?.[0] ?? ((enhanced ?? status)?.startsWith('4') ? 450 : 550),
  );
  return { code, enhanced, reply: ['final-recipient', 'original-recipient'].reduce(withoutAddressIn, words) };

  function withoutAddressIn(text: string, name: string): string {
    const recipient = fields.first(name)?.slice(0, 400) ?? '';
    return scrubReply(text, recipient.slice(recipient.indexOf(';') + 1).trim());
  }
}

/**
 * What the status field and the server's own words agree on. `5.0.0` says nothing; where two differ, the one that does not
 * blame the address counts, since programs put 5.1.1 over many a refusal that meant the sender.
 */
function agreed(codes: readonly (string | undefined)[]): string | null {
  const telling = codes.filter((code) => code !== undefined && !/^\d\.0\.0$/.test(code));
  return telling.find((code) => code !== undefined && !code.startsWith('5.1.')) ?? telling[0] ?? null;
}

function mildness(bounce: Bounce | undefined): number {
  if (bounce === undefined || bounce.code < 500) return 2;
  return bounce.enhanced?.startsWith('5.1.') === true ? 0 : 1;
}
