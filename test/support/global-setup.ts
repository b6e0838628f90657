import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startCluster } from '../../src/store/embedded/cluster.ts';
import { migrate } from '../../src/store/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server, with the migrated template database in the path. */
    templateUrl: string;
  }
}

/** One throwaway server for the whole run, with one migrated template that every test file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const dataDir = given ? null : mkdtempSync(join(tmpdir(), 'cs-pulse-test-'));
  const cluster = dataDir ? await startCluster({ dataDir, durable: false, binaries: process.env['PG_BIN'] }) : null;
  const server = cluster?.url ?? given ?? '';
  const template = `cs_pulse_template_${process.pid}`;
  const url = new URL(server);
  url.pathname = `/${template}`;
  await onServer(server, `create database ${template}`);
  await migrate(url.href);
  project.provide('templateUrl', url.href);
  return async () => {
    if (!cluster) await onServer(server, `drop database if exists ${template} with (force)`);
    await cluster?.stop();
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
