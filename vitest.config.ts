import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    globalSetup: ['test/support/build.ts'],
    env: { LANG: 'C', LC_ALL: '', TZ: 'UTC' },
  },
});
