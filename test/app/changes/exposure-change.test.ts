import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exposureChange } from '../../../src/app/changes/exposure-change.ts';
import { openPortfolio } from '../../../src/app/portfolio/open-portfolio.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { addDays } from '../../../src/domain/day.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../../support/portfolio.ts';

const D = GOLDEN.as_of;
const EARLIER = addDays(D, -3);

describe('exposureChange', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
    await insertRecipePortfolio(database.pool, D);
    await snapshotScores({ ctx: testContext(database.pool), input: { day: D } });
    await execute(
      database.pool,
      `insert into health_snapshots
       select (jsonb_populate_record(null::health_snapshots, to_jsonb(h) || jsonb_build_object('day', $1::date))).*
       from health_snapshots h where day = $2`,
      [EARLIER, D],
    );
  });
  afterAll(() => database.close());

  async function changeAfter(accountId: string, set: string) {
    const ctx = testContext(database.pool);
    await execute(
      database.pool,
      `update health_snapshots set ${set} where day = $1
       and account_id = (select account_id from account_keys where external_id = $2)`,
      [EARLIER, accountId],
    );
    const standings = await (await openPortfolio(ctx, D)).standings();
    const assessments = standings.map(({ assessment }) => assessment);
    return exposureChange(ctx, { since: EARLIER, assessments });
  }

  it('is unknown without an earlier day and nothing where nothing changed', async () => {
    const ctx = testContext(database.pool);
    expect(await exposureChange(ctx, { since: null, assessments: [] })).toBeNull();
    expect(await changeAfter('megacorp', 'bucket = bucket')).toEqual({
      since: EARLIER,
      minor: 0,
      entered: [],
      left: [],
      changed: { usageMinor: 0, seatsMinor: 0, priceMinor: 0 },
      fxMinor: 0,
    });
  });

  it('reads from the stored day what an exposure was made of', async () => {
    const were = `facts || '{"active_users_30d": 18, "paid_seats": 40}'::jsonb`;
    const change = await changeAfter(
      'megacorp',
      `facts = ${were}, mrr_minor = 400000, mrr_reporting_minor = 400000, exposure_reporting_minor = 220000`,
    );
    expect(change).toMatchObject({
      minor: 140_000,
      changed: { usageMinor: 40_000, seatsMinor: 100_000, priceMinor: 0 },
      fxMinor: 0,
    });
  });

  it('names what entered and what left, and takes the newest revision of the stored day', async () => {
    const change = await changeAfter('globex', `bucket = 'watch'`);
    expect(change?.entered).toMatchObject([{ account: { accountId: 'globex' }, minor: 127_500 }]);
    await execute(
      database.pool,
      `insert into health_snapshots
       select (jsonb_populate_record(null::health_snapshots, to_jsonb(h) || '{"revision": 9, "bucket": "at_risk"}')).*
       from health_snapshots h join account_keys k using (account_id) where day = $1 and k.external_id in ('globex', 'tinyco')`,
      [EARLIER],
    );
    const newest = await changeAfter('acme', 'bucket = bucket');
    expect(newest?.entered).toEqual([]);
    expect(newest?.left).toMatchObject([{ account: { accountId: 'tinyco' }, minor: -20_000 }]);
  });
});
