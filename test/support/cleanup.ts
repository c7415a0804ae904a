import { afterAll } from 'vitest';

const pending: (() => Promise<unknown> | void)[] = [];

/** Runs once all tests of the file are done; unlike vitest's own hook, also from tests that run side by side. */
export function cleanUpLater(clean: () => Promise<unknown> | void): void {
  pending.push(clean);
}

afterAll(async () => {
  await Promise.all(pending.splice(0).map(async (clean) => clean()));
});
