import type { Disk, DiskFile } from '../../src/files/replaceFile.ts';

/** What may go wrong with a disk, besides the power. */
export interface DiskFaults {
  /** Takes no more than this many bytes of a write, without an error. */
  readonly longestWrite?: number;
  /** The call with this number fails as on a full disk. */
  readonly failingCall?: number;
  /** Calls that a broken program, or a lying disk, leaves out. */
  readonly ignored?: readonly ('file sync' | 'data sync' | 'folder sync')[];
}

interface Inode {
  content: Buffer;
  /** What a power cut leaves of it for sure. */
  durable: Buffer;
}

/** What is written behind synced bytes endangers none of them. */
function keptBytes({ content, durable }: Inode): number {
  return content.subarray(0, durable.length).equals(durable) ? durable.length : 0;
}

/**
 * A disk with one folder, in memory, that keeps for sure only what was synced. After each call it notes everything that
 * a power cut right then could leave of one file.
 */
export function forgetfulDisk(
  watched: string,
  before: string,
  faults: DiskFaults = {},
): Disk & {
  readonly calls: string[];
  afterCut(): readonly string[];
  readonly history: (readonly string[])[];
} {
  const old = { content: Buffer.from(before), durable: Buffer.from(before) };
  let names = new Map<string, Inode>([[watched, old]]);
  let durableNames = new Map(names);
  const calls: string[] = [];
  const history: (readonly string[])[] = [];

  const afterCut = (): readonly string[] => {
    const left = new Set<string>();
    // The system writes on its own whenever it likes, so what was not synced may be there, in part, or not at all.
    for (const inode of [names.get(watched), durableNames.get(watched)]) {
      if (!inode) left.add('(no file)');
      else
        for (const content of [
          inode.content,
          inode.content.subarray(0, (keptBytes(inode) + inode.content.length) / 2),
          inode.durable,
        ])
          if (content !== inode.content && inode.durable.equals(inode.content))
            left.add(inode.durable.toString());
          else left.add(content.toString());
    }
    return [...left];
  };
  const called = (call: string): void => {
    calls.push(call);
    if (calls.length === faults.failingCall)
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  };
  const note = (): void => void history.push(afterCut());

  const openFile = (inode: Inode): DiskFile => ({
    async write(bytes, offset, length, position) {
      called('write');
      const taken = Math.min(length, faults.longestWrite ?? length);
      const end = Math.max(inode.content.length, position + taken);
      const content = Buffer.alloc(end);
      inode.content.copy(content);
      bytes.copy(content, position, offset, offset + taken);
      inode.content = content;
      note();
      return { bytesWritten: taken };
    },
    async sync() {
      called('file sync');
      if (!faults.ignored?.includes('file sync')) inode.durable = inode.content;
      note();
    },
    async datasync() {
      called('data sync');
      if (!faults.ignored?.includes('data sync')) inode.durable = inode.content;
      note();
    },
    async truncate(length) {
      called('truncate');
      inode.content = inode.content.subarray(0, length);
      note();
    },
    async close() {
      calls.push('close');
    },
    async chown() {
      calls.push('chown');
    },
  });
  const folder: DiskFile = {
    ...openFile({ content: Buffer.alloc(0), durable: Buffer.alloc(0) }),
    async sync() {
      called('folder sync');
      if (!faults.ignored?.includes('folder sync')) durableNames = new Map(names);
      note();
    },
  };

  return {
    calls,
    history,
    afterCut,
    async mkdir() {
      calls.push('mkdir');
      return undefined;
    },
    async open(path, flags) {
      if (flags === 'r') return folder;
      called('open');
      const inode = { content: Buffer.alloc(0), durable: Buffer.alloc(0) };
      names = new Map(names).set(path, inode);
      note();
      return openFile(inode);
    },
    async rename(from, to) {
      called('rename');
      const inode = names.get(from);
      if (!inode) throw new Error(`nothing to rename: ${from}`);
      names = new Map(names).set(to, inode);
      names.delete(from);
      note();
    },
    async rm(path) {
      calls.push('rm');
      names = new Map(names);
      names.delete(path);
      note();
    },
  };
}
