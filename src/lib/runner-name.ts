import { hostname } from 'node:os';

/** What this process is called where people read who did something: host and process id. */
export function runnerName(): string {
  return `${hostname()}:${process.pid}`;
}
