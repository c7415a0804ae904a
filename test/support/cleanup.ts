const pending: (() => Promise<unknown> | void)[] = [];

/** Runs once all tests of the file are done; unlike vitest's own hook, also from tests that run side by side. */
export function cleanUpLater(clean: () => Promise<unknown> | void): void {
  pending.push(clean);
}

/** Does what is to be done after a file's tests. */
export async function cleanUp(): Promise<void> {
  await Promise.all(pending.splice(0).map(async (clean) => clean()));
}
