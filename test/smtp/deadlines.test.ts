import { Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { dialogue } from '../../src/smtp/dialogue.ts';

afterEach(() => void vi.useRealTimers());

/** How many deadlines run after a step; nobody else has a turn meanwhile. */
function deadlinesAfter(step: () => void): number {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  step();
  return vi.getTimerCount();
}

test('a conversation has one deadline at a time, and none once it has ended', () => {
  const talk = dialogue(new Socket());
  const begin = (): void => {
    talk.within(1000);
    talk.within(500);
  };
  expect(deadlinesAfter(begin)).toBe(1);
  talk.end('over');
  expect(vi.getTimerCount()).toBe(0);
});

test('one that has ended sets none any more: the program would wait for it at its end (R24)', () => {
  const talk = dialogue(new Socket());
  talk.end('over');
  expect(deadlinesAfter(() => talk.within(1000))).toBe(0);
});

test('one that the server ended before it began sets none either', () => {
  const talk = dialogue(new Socket().destroy());
  expect(talk.isOpen).toBe(false);
  expect(deadlinesAfter(() => talk.within(1000))).toBe(0);
});
