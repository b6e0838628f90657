import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const KILLED = fileURLToPath(new URL('migrate-killed.ts', import.meta.url));
/** The lock, the ledger's table and its rows come before the first file. */
const BEFORE = 3;
/** Begin, the ledger's row, the file, commit. */
export const STEPS = 4;

/** Migrates in a process that is killed in the given step (1…4) of the first file that is pending. */
export function killInStep(url: string, step: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', KILLED, url, String(BEFORE + step)], { stdio: 'ignore' });
  return new Promise((done) => child.once('exit', (_code, signal) => done(signal)));
}

/** What in a migration a process of the version before cannot live with, unless its first line says so. */
export function breakingParts(sql: string): string[] {
  if (sql.startsWith('--! breaking')) return [];
  const statements = sql
    .replace(/--[^\n]*/g, '')
    .split(';')
    .map((one) => one.replace(/\s+/g, ' ').trim().toLowerCase());
  const created = new Set(statements.flatMap((one) => /^create table (\w+)/.exec(one)?.[1] ?? []));
  return statements.filter((one) => {
    const table = /^(?:alter table|create unique index \w+ on) (\w+)/.exec(one)?.[1] ?? '';
    if (created.has(table)) return false;
    return (
      /\b(drop (table|column|view|function|trigger)|rename|set not null|truncate)\b/.test(one) ||
      /\balter column \w+ (set data )?type\b/.test(one) ||
      /^create unique index/.test(one) ||
      (/^alter table/.test(one) && /\badd constraint\b/.test(one)) ||
      (/\badd column\b/.test(one) && /\bnot null\b/.test(one) && !/\b(default|generated)\b/.test(one))
    );
  });
}
