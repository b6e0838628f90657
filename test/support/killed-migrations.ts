import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { splitStatements } from '../../src/store/split-statements.ts';

const MIGRATIONS = new URL('../../sql/migrations/', import.meta.url);
const KILLED = fileURLToPath(new URL('migrate-killed.ts', import.meta.url));
/** The lock, the ledger's table and its rows come before the first file. */
const BEFORE = 3;
/** Begin, the ledger's row, and commit. */
const AROUND = 3;

/** Files of migrations in their order. */
export const FILES = readdirSync(MIGRATIONS)
  .filter((file) => file.endsWith('.sql'))
  .sort();

/** In how many steps a file is applied: begin, the ledger's row, its statements, commit. */
export function stepsOf(file: string): number {
  return AROUND + splitStatements(readFileSync(new URL(file, MIGRATIONS), 'utf8')).length;
}

/** Migrates in a process that is killed in the given step (from 1) of the first file that is pending. */
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
