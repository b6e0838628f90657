import { afterAll, beforeAll, expect, it } from 'vitest';
import { doctor } from '../../../src/app/doctor/doctor.ts';
import { helpSnapshots } from '../../../src/app/snapshots/help-snapshots.ts';
import { testContext } from '../../support/context.ts';
import type { TestDatabase } from '../../support/database.ts';
import { begin, make, RANGES, rangeDatabase } from '../snapshots/range-stand.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await rangeDatabase();
});
afterAll(() => database.close());

async function saidOfSnapshots(): Promise<readonly string[]> {
  const { findings } = await doctor({ ctx: testContext(database.pool), input: { findings: [], jobs: [] } });
  return findings.filter(({ area }) => area === 'snapshots').map(({ text }) => text);
}

it('says how far a snapshot is that is being made, and nothing of it when it is finished', async () => {
  const plan = await begin(database);
  await make(database, plan);
  await make(database, plan);
  expect(await saidOfSnapshots()).toContain(`the snapshot of 2026-03-01 is being made: 2 of ${RANGES} ranges`);
  await helpSnapshots({ ctx: testContext(database.pool), input: {} });
  expect(await saidOfSnapshots()).toEqual(['the snapshot of 2026-03-01 is there']);
});
