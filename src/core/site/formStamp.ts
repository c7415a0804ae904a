import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a sign-up form carries, signed, from being shown to being sent. */
export interface FormStamp {
  readonly shownAt: Date;
  /** The site an earlier form stood on that led to this one; null for a form that was there first. */
  readonly place: string | null;
}

/** Whether a form was on show for as long as a person needs, and not so long that somebody kept it for later. */
export type StampVerdict = 'stampTimely' | 'stampMissing' | 'stampForged' | 'stampYoung' | 'stampOld';

/** Nobody reads a form and fills it in faster; bots do. */
const youngestMs = 2_000;
const oldestMs = 24 * 3_600_000;
const shape = /^([0-9a-z]{1,10})\.([A-Za-z0-9_-]{0,400})\.([A-Za-z0-9_-]{22})$/;

/** The stamp as a form carries it. */
export function formStamp({ shownAt, place }: FormStamp, secret: string): string {
  const body = `${shownAt.getTime().toString(36)}.${Buffer.from(place ?? '').toString('base64url')}`;
  return `${body}.${signatureOf(body, secret)}`;
}

/** Judges the stamp of a form that was sent; any of the secrets may have signed it. The place counts only where signed. */
export function judgeStamp(
  text: string,
  secrets: readonly string[],
  now: Date,
): { readonly verdict: StampVerdict; readonly place: string | null } {
  const [, shown = '', place = '', signature = ''] = shape.exec(text) ?? [];
  const isSigned = secrets.some((secret) => isSame(signature, signatureOf(`${shown}.${place}`, secret)));
  if (!isSigned) return { verdict: text === '' ? 'stampMissing' : 'stampForged', place: null };
  return {
    verdict: verdictOf(now.getTime() - Number.parseInt(shown, 36)),
    place: Buffer.from(place, 'base64url').toString() || null,
  };
}

/** A stamp of tomorrow is from before the clock was set right; waiting would not mend it. */
function verdictOf(ageMs: number): StampVerdict {
  if (ageMs < 0 || ageMs > oldestMs) return 'stampOld';
  return ageMs < youngestMs ? 'stampYoung' : 'stampTimely';
}

/** Says what it signs, so that no stamp is ever taken for a link, nor a link for a stamp. */
function signatureOf(body: string, secret: string): string {
  return createHmac('sha256', secret).update(`form:${body}`).digest('base64url').slice(0, 22);
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
