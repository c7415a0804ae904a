import fc from 'fast-check';
import { seed } from './seed.ts';

// For every test file anew, as one of them may set it otherwise. What a test says of its own wins.
fc.configureGlobal({ seed });
