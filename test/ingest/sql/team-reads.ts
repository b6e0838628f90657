import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { type TeamDatabase, teamDatabase } from '../../support/team-database.ts';

export let ours: TestDatabase;
export let theirs: TeamDatabase;
export let ctx: Context;

/** For the tests of a file: a team's database, made anew by `create` before each, and an empty one of ours. */
export function useTeamReads(create: (theirs: TeamDatabase) => Promise<void>): void {
  beforeAll(async () => {
    theirs = await teamDatabase();
  });
  afterAll(() => theirs.close());
  beforeEach(async () => {
    ours = await cloneDatabase();
    ctx = testContext(ours.pool);
    await create(theirs);
    return () => ours.close();
  });
}
