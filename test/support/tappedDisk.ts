import { realDisk, type Disk } from '../../src/files/replaceFile.ts';

/** What a test does at the calls of the machine's own disk. */
export interface Taps {
  /** How many bytes of a write are taken; may throw. */
  readonly write?: (path: string, length: number) => number;
  readonly afterWrite?: (path: string) => void;
  readonly afterDatasync?: (path: string) => void;
  readonly beforeRename?: (to: string) => void;
  /** Leaves all syncs out: nobody pulls the plug. */
  readonly isQuick?: boolean;
}

/** The machine's own disk, with taps at its calls. */
export function tappedDisk(taps: Taps): Disk {
  return {
    ...realDisk,
    async open(path, flags, mode) {
      const file = await realDisk.open(path, flags, mode);
      const name = path.replace(/\.[0-9a-f]{8,12}\.tmp$/, '');
      return {
        async write(bytes, offset, length, position) {
          const taken = taps.write?.(name, length) ?? length;
          const result = await file.write(bytes, offset, taken, position);
          taps.afterWrite?.(name);
          return result;
        },
        truncate: (length) => file.truncate(length),
        sync: () => (taps.isQuick ? Promise.resolve() : file.sync()),
        async datasync() {
          if (!taps.isQuick) await file.datasync();
          taps.afterDatasync?.(name);
        },
        close: () => file.close(),
        chown: (uid, gid) => file.chown(uid, gid),
      };
    },
    rename(from, to) {
      taps.beforeRename?.(to);
      return realDisk.rename(from, to);
    },
  };
}

/** A disk that is full at its n-th write, of which it takes half, and stays so until it is freed. */
export function fillingDisk(fullAt: number): { readonly disk: Disk; free(): void } {
  let writes = 0;
  let isFull = false;
  let isFreed = false;
  const disk = tappedDisk({
    isQuick: true,
    write(_path, length) {
      if (isFull && !isFreed) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
      writes += 1;
      isFull = writes === fullAt && length > 1;
      return isFull ? Math.floor(length / 2) : length;
    },
  });
  return { disk, free: () => (isFreed = true) };
}
