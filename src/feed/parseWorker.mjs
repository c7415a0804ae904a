// Runs in a worker thread, where hostile input can be stopped (R59).
import { parentPort } from 'node:worker_threads';
import { parseText } from './parseText.mjs';

// No feed leaves anything behind for the next one in this thread.
Object.preventExtensions(Object.prototype);

parentPort?.on('message', (text) => parentPort?.postMessage(parseText(String(text)), []));
