import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { setOverride } from '../../src/app/judgements/set-override.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { whyCommand } from '../../src/cli/why.ts';
import { addDays } from '../../src/domain/day.ts';
import { BALANCED, type HealthDefinition } from '../../src/domain/definition.ts';
import { execute } from '../../src/store/db.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../support/portfolio.ts';
import { recordingIo } from '../support/recording-io.ts';

const D = GOLDEN.as_of;
const YESTERDAY = addDays(D, -1);
const STRICTER: HealthDefinition = {
  ...BALANCED,
  id: 'stricter',
  components: BALANCED.components.map((one) => (one.key === 'support' ? { ...one, weight: 30 } : one)),
};
/** Longer ago than answers count on the second day, and not on the first. */
const ANSWER_EXPIRES = `update nps_answers set answered_at = $1::date - interval '179 days'`;

interface Why {
  readonly change: string;
  readonly terms: readonly { readonly key: string; readonly kind: string; readonly points: string }[];
}

const opened: TestDatabase[] = [];
let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
  opened.push(database);
  await insertRecipePortfolio(database.pool, D);
});
afterAll(async () => {
  for (const { close } of opened) await close();
});

const context = (health: HealthDefinition = BALANCED) => testContext(database.pool, { health });
const snapshot = (day: string, health?: HealthDefinition) => snapshotScores({ ctx: context(health), input: { day } });
const sql = (text: string, values: unknown[] = []) => execute(database.pool, text, values);

/** What `cs-pulse why --json` prints; the points add up to the change whatever it is. */
async function why(accountId: string, from: string, to: string): Promise<Why> {
  const { io, said } = recordingIo();
  expect(await whyCommand([accountId, '--from', from, '--to', to, '--json'], io, context())).toBe(0);
  const json: Why = JSON.parse(said().out);
  const tenths = (points: string): number => Math.round(Number(points) * 10);
  expect(json.terms.reduce((total, { points }) => total + tenths(points), 0)).toBe(tenths(json.change));
  return json;
}

const of = (json: Why, kind: string): string[] => json.terms.filter((term) => term.kind === kind).map(({ key }) => key);

describe('cs-pulse why --json tags', () => {
  it('what people did as behaviour', async () => {
    await snapshot(YESTERDAY);
    await sql(
      `insert into tickets (account_id, source, ticket_id, opened_at)
       select account_id, 'desk', 'fresh-' || n, $1::timestamptz from accounts, generate_series(1, 4) n
       where external_id = 'acme'`,
      [`${YESTERDAY}T10:00:00Z`],
    );
    await snapshot(D);
    expect(of(await why('acme', YESTERDAY, D), 'behaviour')).toContain('support');
  });

  it('an answer that is too old as coverage, with the weights it leaves', async () => {
    await snapshot(addDays(D, -7));
    await sql(ANSWER_EXPIRES, [addDays(D, -2)]);
    await snapshot(D);
    const json = await why('innovate', addDays(D, -7), D);
    expect(of(json, 'coverage')).toContain('nps');
    expect(of(json, 'coverage').length).toBeGreaterThan(1);
    expect(of(json, 'behaviour')).not.toContain('nps');
  });

  it('other rules as definition', async () => {
    await snapshot(YESTERDAY);
    await snapshot(D, STRICTER);
    const json = await why('acme', YESTERDAY, D);
    expect(of(json, 'definition')).toEqual(['definition']);
  });

  it('a notice as cap', async () => {
    await snapshot(YESTERDAY);
    const cancelled = `insert into subscription_states (account_id, source, subscription_id, effective_at, precedence,
        state_id, status, seats, mrr_minor, currency, cancel_at_period_end, items)
      select account_id, source, subscription_id, $1::timestamptz, 1, 'notice', 'active', seats, mrr_minor, currency, true, items
      from subscription_states join accounts using (account_id) where external_id = 'innovate' limit 1`;
    await sql(cancelled, [`${YESTERDAY}T10:00:00Z`]);
    await snapshot(D);
    const json = await why('innovate', YESTERDAY, D);
    expect(of(json, 'cap')).toEqual(['cancellation_notice']);
    expect(Number(json.terms.find(({ kind }) => kind === 'cap')?.points)).toBeLessThan(-50);
  });

  it('what arrived after a day was scored as late data', async () => {
    await snapshot(D);
    await sql(`update account_day set errors = errors + 40 where errors > 0`);
    await snapshot(D);
    const json = await why('acme', D, D);
    expect(new Set(json.terms.map(({ kind }) => kind))).toEqual(new Set(['late_data']));
    expect(json.terms.map(({ key }) => key)).toContain('reliability');
  });

  it('a person’s decision as override, above what the rules say', async () => {
    await snapshot(YESTERDAY);
    await snapshot(D);
    const ctx = context();
    const input = { accountId: 'acme', actor: 'U1', kind: 'cap', points: '50.0', reason: 'unhappy' } as const;
    await setOverride({ ctx, input: { ...input, expiresOn: addDays(D, 30) } });
    const json = await why('acme', YESTERDAY, D);
    expect(of(json, 'override')).toEqual(['override']);
    expect(of(json, 'cap')).toEqual([]);
  });
});
