import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startCluster } from '../../src/store/embedded/cluster.ts';
import { migrate } from '../../src/store/migrate.ts';
import { distributeOnCitus } from './distribute.ts';
import { quickFolder } from './quick-folder.ts';
import { findSlips, SUITE_LOG, suiteLines } from './suite-log.ts';

const MOST_SHOWN = 10;
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server, with the migrated template database in the path. */
    templateUrl: string;
    /** Empty, below the packages: where the product is built when a test needs it as it is shipped. */
    productFolder: string;
  }
}

/**
 * One throwaway server for the whole run, with one migrated template that every test file clones. At the end nothing
 * that the suites logged may hold a secret or somebody's data.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const dataDir = given ? null : quickFolder('cs-pulse-test-');
  const options = { durable: false, binaries: process.env['PG_BIN'], settings: { max_wal_size: '256MB' } };
  const cluster = dataDir ? await startCluster({ ...options, dataDir }) : null;
  // For a run that is broken off: without its files the server ends by itself within a minute.
  if (dataDir) process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const server = cluster?.url ?? given ?? '';
  const template = `cs_pulse_template_${process.pid}`;
  const url = new URL(server);
  url.pathname = `/${template}`;
  await onServer(server, `create database ${template}`);
  await migrate(url.href);
  await distributeOnCitus(url.href, server);
  project.provide('templateUrl', url.href);
  mkdirSync(CACHE, { recursive: true });
  const productFolder = mkdtempSync(join(CACHE, 'cs-pulse-test-'));
  project.provide('productFolder', productFolder);
  const logFolder = mkdtempSync(join(tmpdir(), 'cs-pulse-test-log-'));
  // The workers inherit it.
  process.env[SUITE_LOG] = logFolder;
  return async () => {
    const lines = suiteLines(logFolder);
    rmSync(logFolder, { recursive: true, force: true });
    rmSync(productFolder, { recursive: true, force: true });
    if (!cluster) await onServer(server, `drop database if exists ${template} with (force)`);
    await cluster?.stop();
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
    const slips = findSlips(lines);
    if (slips.length > 0) {
      // An error of this place alone is shown and forgotten.
      process.exitCode = 1;
      const shown = slips.slice(0, MOST_SHOWN).map(({ line, what }) => `  ${what}: ${line}`);
      throw new Error(
        `${slips.length} of ${lines.length} lines that the suites logged say too much:\n${shown.join('\n')}`,
      );
    }
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
