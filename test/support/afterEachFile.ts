import { afterAll, vi } from 'vitest';
import { cleanUp } from './cleanup.ts';

// vitest runs this for every test file anew, while the files of one worker share their modules.
afterAll(cleanUp);
afterAll(() => {
  vi.unstubAllEnvs();
});
