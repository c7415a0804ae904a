import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // For what hangs. A test that starts six programs takes half a minute on a machine with much else to do.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // The default leaves one core idle; much of a test is waiting for sockets and disks.
    maxWorkers: '100%',
    // One set of modules per worker, as in a server that runs for long; and a quarter of the time is saved.
    isolate: false,
    setupFiles: ['test/support/sameDraws.ts', 'test/support/afterEachFile.ts'],
    globalSetup: ['test/support/build.ts'],
    env: { LANG: 'C', LC_ALL: '', TZ: 'UTC' },
  },
});
