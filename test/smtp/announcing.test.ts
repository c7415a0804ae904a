import { expect, test } from 'vitest';
import { announcing } from '../../src/smtp/announcing.ts';

test('envelopes go along as long as their answers come with those to the contents', () => {
  const worth = announcing();
  worth.wentAlone(3);
  for (let letter = 0; letter < 100; letter++) worth.wentAlong(letter % 5);
  expect(worth.isGain).toBe(true);
});

test('they do no more once answers wait for an acknowledgement, letter after letter', () => {
  const worth = announcing();
  worth.wentAlone(3);
  for (const ms of [43, 43, 0, 43, 43]) worth.wentAlong(ms);
  expect(worth.isGain).toBe(true);
  worth.wentAlong(43);
  expect(worth.isGain).toBe(false);
});

test('a server that takes as long for an envelope that goes alone loses nothing', () => {
  const worth = announcing();
  for (const ms of [900, 60, 70]) worth.wentAlone(ms);
  for (let letter = 0; letter < 10; letter++) worth.wentAlong(75);
  expect(worth.isGain).toBe(true);
});
