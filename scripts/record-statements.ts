// Writes down every statement that this version sends, so that the next one's schema is held against them. Runs the
// tests that use a database; takes minutes. Part of a release: `npm run upgrade:record`.
// With a folder as argument it gathers what was recorded there before.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openPool } from '../src/store/db.ts';
import { startCluster } from '../src/store/embedded/cluster.ts';
import { migrate, migrationState } from '../src/store/migrate.ts';
import { statementProblem } from '../test/support/statements.ts';

const TESTS = ['test/app', 'test/store', 'test/jobs', 'test/cli', 'test/ingest', 'test/e2e/production.test.ts'];
const FIXTURE = new URL('../test/fixtures/upgrade/statements.json', import.meta.url);

const given = process.argv[2];
const folder = given ?? mkdtempSync(join(tmpdir(), 'cs-pulse-statements-'));
const dataDir = mkdtempSync(join(tmpdir(), 'cs-pulse-record-'));
if (given === undefined) {
  const env = { ...process.env, RECORD_STATEMENTS: folder };
  const { status } = spawnSync('npx', ['vitest', 'run', ...TESTS], { env, stdio: 'inherit' });
  if (status !== 0) throw new Error('some tests failed: what they would have sent is not known');
}
const cluster = await startCluster({ dataDir, durable: false, binaries: process.env['PG_BIN'] });
const pool = openPool({ url: cluster.url, name: 'record', max: 1, statementTimeoutMs: 5000, onError: console.error });
try {
  await migrate(cluster.url);
  const recorded = readdirSync(folder).flatMap((file) =>
    z.array(z.string()).parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
  );
  const statements: string[] = [];
  for (const text of [...new Set(recorded)].sort()) {
    const problem = await statementProblem(pool, text);
    // Statements on temporary tables and of databases of the tests are not about the schema.
    if (problem === null) statements.push(text);
    else console.log(`left out: ${problem}`);
  }
  const { applied } = await migrationState(cluster.url);
  mkdirSync(new URL('.', FIXTURE), { recursive: true });
  writeFileSync(FIXTURE, `${JSON.stringify({ schema: applied.at(-1), statements }, null, 2)}\n`);
  console.log(`${statements.length} statements of ${recorded.length} recorded, on schema ${applied.at(-1)}`);
} finally {
  await pool.end();
  await cluster.stop();
  rmSync(dataDir, { recursive: true, force: true });
  if (given === undefined) rmSync(folder, { recursive: true, force: true });
}
