import { readFileSync, writeFileSync } from 'node:fs';

const KIB = 1024;

/**
 * The most resident memory of a process since it began or was last told to forget it, in bytes; null once it has ended.
 * Linux alone counts it.
 */
export function peakMemory(pid: number): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? null : KIB * Number(found[1]);
  } catch {
    return null;
  }
}

/** From here on the most is counted anew, beginning with what the process holds now. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
