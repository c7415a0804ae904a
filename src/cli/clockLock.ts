import { join } from 'node:path';
import { isLocked, takeLock, type Lock, type LockOptions } from '../files/lock.ts';

/** What a clock that lost its lock still does cannot count: letters leave under a claim of their own (R18). */
const clockLock: LockOptions = { isFenced: true };

/** The lock of a folder's clock; throws `lock.held` while another clock runs. */
export function lockClock(folder: string): Promise<Lock> {
  return takeLock(clockLockPath(folder), clockLock);
}

/** Whether a clock runs for this folder, on this machine or on another. */
export function isClockRunning(folder: string): Promise<boolean> {
  return isLocked(clockLockPath(folder), clockLock);
}

function clockLockPath(folder: string): string {
  return join(folder, 'issues', 'schedule.lock');
}
