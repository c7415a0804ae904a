import { describe, expect, test } from 'vitest';
import { foldDiary, type DiaryRecord } from '../../../src/core/clock/diary.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 22, 6, minute)).toISOString();
const failed = (minute: number, what: 'compose' | 'send' = 'send'): DiaryRecord => ({
  type: 'failed',
  at: at(minute),
  what,
  code: 'smtp.unreachable',
  reason: { de: 'Niemand da', en: 'Nobody there' },
});

describe('a diary', () => {
  test('without records says nothing', () => {
    expect(foldDiary([])).toMatchObject({ startedAt: null, composed: null, word: null, failure: null });
  });

  test('of the author’s words the later counts, and says who spoke', () => {
    const state = foldDiary([
      { type: 'approved', at: at(1), by: 'link' },
      { type: 'held', at: at(2), by: 'command', reason: 'author' },
    ]);
    expect(state.word).toEqual({ is: 'held', at: at(2), by: 'command', reason: 'author' });
    expect(foldDiary([{ type: 'cancelled', at: at(3), by: 'command' }]).cancelled).toEqual({
      at: at(3),
      by: 'command',
    });
  });

  test('failures in a row are one trouble that lasts, also where the clock was set back in between', () => {
    const state = foldDiary([failed(0), failed(1), failed(6)]);
    expect(state.failure).toMatchObject({ since: at(0), at: at(6), tries: 3 });
    expect(foldDiary([failed(0), failed(60 * 5)]).failure).toMatchObject({ since: at(300), tries: 1 });
    expect(foldDiary([failed(60 * 5), failed(0)]).failure).toMatchObject({ since: at(0), tries: 1 });
  });

  test('trouble ends with what it kept from happening, or with the author’s word', () => {
    const ends: readonly DiaryRecord[] = [
      { type: 'approved', at: at(9), by: 'link' },
      { type: 'resumed', at: at(9), by: 'command' },
    ];
    for (const end of ends) expect(foldDiary([failed(0), end]).failure).toBeNull();
    const drafted: DiaryRecord = { type: 'composed', at: at(9), outcome: 'drafted', notes: [] };
    expect(foldDiary([failed(0), drafted]).failure).not.toBeNull();
    expect(foldDiary([failed(0, 'compose'), drafted]).failure).toBeNull();
  });

  test('a letter that was paused and goes on remembers that its author has looked', () => {
    const state = foldDiary([
      { type: 'paused', at: at(1), by: 'breaker', reason: null },
      { type: 'resumed', at: at(2), by: 'link' },
    ]);
    expect(state).toMatchObject({ paused: null, wasResumed: true, resumedAt: at(2) });
  });
});
