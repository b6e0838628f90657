import { readFileSync } from 'node:fs';
import { migrate } from '../../../src/store/migrate.ts';
import { describeSchema } from '../../../test/support/describe-schema.ts';
import { FILES, killInStep, stepsOf } from '../../../test/support/killed-migrations.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import { poolOf } from '../../stand/databases.ts';
import type { Postgres } from '../../stand/postgres.ts';
import type { Stand } from '../../stand/stand.ts';

interface Size {
  /** Processes that start at the same moment. */
  readonly starts: number;
  /** Files of which each step is killed. */
  readonly files: number;
}

const MIGRATIONS = new URL('../../../sql/migrations/', import.meta.url);
const SCHEMA = new URL('../../../sql/schema.sql', import.meta.url);
/** A commit that is sent and killed may be lost: then the file is begun again. */
const MOST_COMMITS = 50;
const MIGRATED = 'database migrated';

export const upgrade = defineBar<Size>({
  number: '17',
  promise: 'Many processes that start at once migrate once, and one that is killed leaves nothing half done',
  sizes: { quick: { starts: 4, files: 1 }, full: { starts: 20, files: FILES.length } },
  run: async (stand, { files, starts }) => {
    const together = await startTogether(stand, starts);
    const killed = await killEachStep(stand, files);
    return {
      tries: starts + killed.kills,
      unit: 'starts and kills',
      failures: [...together, ...killed.failures],
      measured: { starts, kills: killed.kills },
    };
  },
  controls: { 'files without a transaction': halfAFile },
});

async function startTogether(stand: Stand, starts: number): Promise<string[]> {
  const postgres = await stand.postgres();
  const apps = await Promise.all(Array.from({ length: starts }, () => stand.app({ databaseUrl: postgres.url })));
  await Promise.all(apps.map((app) => app.start()));
  const migrators = apps.filter((app) => app.output().includes(MIGRATED)).length;
  const ended = apps.flatMap(({ surprises }) => surprises).length;
  await Promise.all(apps.map((app) => app.kill()));
  return [
    ...(migrators === 1 ? [] : [`${migrators} of ${starts} processes migrated`]),
    ...(ended === 0 ? [] : [`${ended} processes ended`]),
    ...(await schemaProblems(stand, postgres)),
  ];
}

async function killEachStep(stand: Stand, files: number): Promise<{ kills: number; failures: string[] }> {
  const postgres = await stand.postgres();
  const failures: string[] = [];
  let kills = 0;
  let applied = 0;
  for (const [place, file] of FILES.slice(0, files).entries()) {
    const steps = stepsOf(file);
    for (let step = 1; applied === place && failures.length === 0; step += 1) {
      if (step > steps + MOST_COMMITS) failures.push(`${file} was not applied in ${step} kills`);
      const died = await killInStep(postgres.url, Math.min(step, steps));
      if (died !== 'SIGKILL') failures.push(`step ${step} of ${file} was not reached`);
      kills += 1;
      const now = await ledgerRows(postgres);
      const isDone = now === place + 1;
      if (now !== place && !isDone) failures.push(`${now} files after ${place} and a kill in step ${step} of ${file}`);
      if (isDone && step < steps) failures.push(`${file} was done before its end`);
      applied = now;
    }
  }
  await migrate(postgres.url);
  return { kills, failures: [...failures, ...(await schemaProblems(stand, postgres))] };
}

async function ledgerRows(postgres: Postgres): Promise<number> {
  const known = await postgres.query<{ known: boolean }>(
    `select to_regclass('schema_migrations') is not null as known`,
  );
  if (known[0]?.known !== true) return 0;
  return (await postgres.query('select 1 from schema_migrations')).length;
}

async function schemaProblems(stand: Stand, postgres: Postgres): Promise<string[]> {
  const pool = poolOf(stand, postgres.url, { max: 1 });
  const same = (await describeSchema(pool)) === readFileSync(SCHEMA, 'utf8');
  return same ? [] : ['the schema is not that of this version'];
}

/** What a migrator does that commits each statement by itself and dies half-way. */
async function halfAFile(stand: Stand): Promise<Verdict> {
  const postgres = await stand.postgres();
  const [first = ''] = FILES;
  const statements = readFileSync(new URL(first, MIGRATIONS), 'utf8').split(/;\s*\n/);
  for (const statement of statements.slice(0, Math.ceil(statements.length / 2))) await postgres.query(statement);
  const failures = await migrate(postgres.url).then(
    () => [],
    (error: unknown) => [`the next start cannot go on: ${String(error)}`],
  );
  return { tries: 1, unit: 'starts and kills', failures, measured: {} };
}
