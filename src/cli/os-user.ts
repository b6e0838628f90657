import { userInfo } from 'node:os';

const LONGEST = 60;

/** Who runs a command, for the audit: `cli:` and the name that the operating system has for them. */
export function osUser(): string {
  return `cli:${nameOf().slice(0, LONGEST)}`;
}

// A container may run under a number that no user has.
function nameOf(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
