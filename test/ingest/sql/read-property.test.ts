import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SqlIntake } from '../../../src/app/sql/sql-source.ts';
import { sqlIntake } from '../../../src/ingest/sql/store-rows.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { fc } from '../../support/fc.ts';
import { read, USERS, warehouse } from '../../support/sql-reads.ts';
import { type TeamDatabase, teamDatabase } from '../../support/team-database.ts';

let ours: TestDatabase;
let theirs: TeamDatabase;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([cloneDatabase(), teamDatabase()]);
  await theirs.run('create table app_users (org text, id text, email text, changed bigint)');
});
afterAll(() => Promise.all([ours.close(), theirs.close()]));

/** Takes rows as if they were stored, and dies after some batches. */
function dyingAfter(batches: number, seen: Set<string>): SqlIntake {
  let left = batches;
  return {
    ...sqlIntake,
    store: async ({ fields, rows }) => {
      const at = fields.findIndex(({ field }) => field === 'user_id');
      for (const cells of rows) seen.add(cells[at] ?? '');
      if (left === 0) throw new Error('died');
      left -= 1;
      return { accepted: rows.length, duplicates: 0, rejected: [] };
    },
  };
}

describe('reads that die anywhere', () => {
  it('see every row in the end, with any watermarks, batches and transactions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 4 }), { maxLength: 25 }),
        fc.array(fc.nat({ max: 4 }), { maxLength: 8 }),
        fc.record({ batch: fc.integer({ min: 1, max: 5 }), slice: fc.integer({ min: 1, max: 12 }) }),
        fc.array(fc.nat({ max: 6 }), { maxLength: 4 }),
        async (marks, later, sizes, deaths) => {
          await theirs.run('truncate app_users');
          await ours.pool.query('truncate sql_sources, sql_queries');
          const insert = (list: readonly number[], name: string, least: number) =>
            theirs.run(
              `insert into app_users select 'acme', $2 || i, null, $3 + m from unnest($1::int[]) with ordinality u (m, i)`,
              [list, name, least],
            );
          await insert(marks, 'a', 0);
          const seen = new Set<string>();
          // Rows that come while nobody reads lie at or after the highest watermark.
          const rest = [...deaths, 1000].entries();
          for (const [at, batches] of rest) {
            if (at === 1) await insert(later, 'b', 4);
            const call = { intake: dyingAfter(batches, seen), sizes };
            const query = { ...USERS, overlap: { steps: 0 } };
            await read(testContext(ours.pool), warehouse(query), theirs.readerUrl, call).catch((error: Error) => {
              if (error.message !== 'died') throw error;
            });
          }
          const { rows } = await theirs.run('select id from app_users');
          expect([...seen].sort()).toEqual(rows.map(({ id }) => id).sort());
        },
      ),
      { numRuns: 25 },
    );
  });
});
