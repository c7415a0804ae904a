// Plain JavaScript on the built program: many of these are started at once, and a loader would cost each of them a second.
// Named at run time, because the types are checked before anything is built.
const built = new URL('../../dist/files/lock.js', import.meta.url).href;
/** @type {typeof import('../../src/files/lock.ts')} */
const { takeLock } = await import(built);

/**
 * A process that asks for locks: told `{ path, callers }` it asks for it so often at once, and answers how many it got and
 * what the others were told; told `'release'` it gives back what it got.
 *
 * @type {import('../../src/files/lock.ts').Lock[]}
 */
let held = [];

/** @param {{ path: string, callers: number }} order */
async function ask({ path, callers }) {
  // A holder who has just got it must not look silent to the others, however busy the machine is.
  const options = { isFenced: true, renewMs: 20 };
  const asked = await Promise.allSettled(Array.from({ length: callers }, () => takeLock(path, options)));
  held = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const refusals = asked.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.code)] : []));
  process.send?.({ got: held.length, refusals });
}

async function giveBack() {
  await Promise.all(held.map((lock) => lock.release()));
  process.send?.('released');
}

process.on('message', (/** @type {'release' | { path: string, callers: number }} */ order) => {
  void (order === 'release' ? giveBack() : ask(order));
});
process.send?.('ready');
