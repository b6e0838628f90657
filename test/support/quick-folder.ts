import { mkdtempSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';
/** What the databases of a whole run may need at the most, four times over. */
const ROOM = 4 * 2 ** 30;

/**
 * A new folder for a server's files: in memory where there is room, else where temporary files go. A disk's file system
 * takes longer to make and remove the files of many small databases than the tests need for all else.
 */
export function quickFolder(prefix: string): string {
  return mkdtempSync(join(hasRoom() ? IN_MEMORY : tmpdir(), prefix));
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return Math.min(bavail * bsize, freemem()) >= ROOM;
  } catch {
    return false;
  }
}
