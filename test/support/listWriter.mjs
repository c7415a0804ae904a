// Plain JavaScript on the built program: many of these are started at once, and a loader would cost each of them a second.
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';

// Named at run time, because the types are checked before anything is built.
const built = new URL('../../dist/files/subscribersFile.js', import.meta.url).href;
/** @type {typeof import('../../src/files/subscribersFile.ts')} */
const { subscribersFile } = await import(built);

/**
 * A process that changes a list: `--count` times it puts a new person on it, like the one in `--person` but for the
 * number, and counts one up in the name of `counter000`, `--callers` of them at once. It prints each id once it was told
 * that it is on disk.
 */
const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: '.' },
    person: { type: 'string', default: '{}' },
    first: { type: 'string', default: '0' },
    count: { type: 'string', default: '1000' },
    callers: { type: 'string', default: '50' },
  },
});
const list = subscribersFile(values.dir);
const like = JSON.parse(values.person);
let next = 0;

async function caller() {
  while (next < Number(values.count)) {
    const number = Number(values.first) + next++;
    const id = `reader${String(number).padStart(6, '0')}`;
    const person = { ...like, id, address: `reader${number}@example.org` };
    await list.change((view) => {
      const counter = view.byId('counter000');
      const counted = counter ? [{ put: { ...counter, name: String(Number(counter.name) + 1) } }] : [];
      return { edits: [{ put: person }, ...counted], value: undefined };
    });
    // At once and whole: what a killed process printed was acknowledged.
    writeSync(1, `${id}\n`);
  }
}

await Promise.all(Array.from({ length: Number(values.callers) }, caller));
