import { NewsletterError, systemCodeOf, type ErrorCode } from '../core/errors.ts';
import { problem, type Failure, type PageAnswer } from './visit.ts';

/** Failures that pass: somebody edits the list, the disk is full, another process writes. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'list.missing',
  'list.invalid',
  'list.stale',
  'lock.held',
  'file.unwritable',
  'file.encoding',
  'secret.changed',
]);

/** A failed page, with what the log needs to find out why. */
export interface FailureAnswer extends PageAnswer {
  readonly failure: Failure;
}

const unavailable: PageAnswer = { ...problem('listUnavailable', 503), headers: { 'Retry-After': '60' } };

/** The one place where failures become statuses. */
export function failureAnswer(error: unknown): FailureAnswer {
  if (error instanceof NewsletterError) {
    const page = passing.has(error.code) ? unavailable : problem('failed', 500);
    return { ...page, failure: { code: error.code, message: error.message } };
  }
  const name = systemCodeOf(error) ?? (error instanceof Error ? error.name : typeof error);
  const stack = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  const places = stack.map((line) => line.trim()).filter((line) => /^at .+:\d+:\d+\)?$/.test(line));
  return { ...problem('failed', 500), failure: { code: `unexpected ${name}`, stack: places } };
}
