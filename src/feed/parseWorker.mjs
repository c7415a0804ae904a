// Runs in a worker thread, where hostile input can be stopped (R59).
import { parentPort, workerData } from 'node:worker_threads';
import { parseText } from './parseText.mjs';

parentPort?.postMessage(parseText(String(workerData)), []);
