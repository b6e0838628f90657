import { setTimeout as sleep } from 'node:timers/promises';
import { applyRetention } from '../../../src/app/retention/apply-retention.ts';
import { RETENTION_DEFAULTS } from '../../../src/domain/retention.ts';
import { type Db, execute, inTransaction } from '../../../src/store/db.ts';
import { TEST_NOW, testContext } from '../../../test/support/context.ts';
import { timed } from '../../stand/clock.ts';

const LONGEST_MS = 60_000;
const LONGEST_LOCK_MS = 200;
const LIMITS = { ...RETENTION_DEFAULTS, rawEventDays: 425, rollupDays: 1095, snapshotDays: 1095 };

interface Aged {
  readonly table: string;
  /** Of a hundred rows, how many are of this table. */
  readonly share: number;
  /** Inserts `$1` rows that are older than `$2`. */
  readonly insert: string;
  readonly old: string;
  readonly days: number;
}

const AGED: readonly Aged[] = [
  {
    table: 'account_day',
    share: 60,
    insert: `insert into account_day select n / 400, $2::date - 1 - (n % 400), 0, 1, 0, 0, now(), 0::bit(256)
      from generate_series(0, $1 - 1) n`,
    old: 'day < $1::date',
    days: LIMITS.rollupDays,
  },
  {
    table: 'deliveries',
    share: 30,
    insert: `insert into deliveries select 'stripe', 'evt_' || n || $2, $2::date - interval '1 day'
      from generate_series(0, $1 - 1) n`,
    old: 'received_at < $1::date',
    days: LIMITS.deliveryDays,
  },
  {
    table: 'audit_log',
    share: 10,
    insert: `insert into audit_log (at, actor, action) select $2::date - interval '1 day', 'U1', 'asked'
      from generate_series(0, $1 - 1) n`,
    old: 'at < $1::date',
    days: LIMITS.auditDays,
  },
];

export type Remove = (db: Db) => Promise<unknown>;

export const PRODUCT_RETENTION: Remove = (db) => applyRetention({ ctx: testContext(db, { retention: LIMITS }) });

/** Everything at once. */
export const AT_ONCE: Remove = (db) =>
  inTransaction(db, async (tx) => {
    await execute(tx, `select set_config('cs_pulse.audit_until', $1, true)`, [dayBack(LIMITS.auditDays)]);
    for (const aged of AGED) await execute(tx, `delete from ${aged.table} where ${aged.old}`, [limitOf(aged)]);
  });

export interface Removed {
  readonly ms: number;
  readonly longestLockMs: number;
  readonly failures: readonly string[];
}

/** Lets so many rows be removed that are too old, and a twentieth of as many be kept that are not. */
export async function removeOld(db: Db, rows: number, remove: Remove): Promise<Removed> {
  for (const { insert, share, days } of AGED) {
    const count = Math.round((rows * share) / 100);
    await execute(db, insert, [count, dayBack(days + 1)]);
    await execute(db, insert, [Math.round(count / 20), dayBack(0)]);
  }
  const before = await countsOf(db);
  const watch = watchTransactions(db);
  const ms = await timed(() => remove(db));
  const longestLockMs = await watch.stop();
  const after = await countsOf(db);
  return {
    ms,
    longestLockMs,
    failures: [
      ...AGED.flatMap(({ table }, place) => {
        const [was, is] = [before[place], after[place]];
        const left = is !== undefined && is.old > 0 ? [`${is.old} rows of ${table} are older than their limit`] : [];
        const gone = is?.kept === was?.kept ? [] : [`${table} keeps ${is?.kept} of ${was?.kept} rows`];
        return [...left, ...gone];
      }),
      ...(ms > LONGEST_MS ? [`it took ${ms} ms`] : []),
      ...(longestLockMs > LONGEST_LOCK_MS ? [`a transaction held its locks for ${longestLockMs} ms`] : []),
    ],
  };
}

async function countsOf(db: Db): Promise<{ readonly old: number; readonly kept: number }[]> {
  const counts = [];
  for (const aged of AGED) {
    const { rows } = await db.query<{ old: number; kept: number }>(
      `select count(*) filter (where ${aged.old})::integer as old, count(*) filter (where not (${aged.old}))::integer as kept
       from ${aged.table}`,
      [limitOf(aged)],
    );
    counts.push(rows[0] ?? { old: Number.NaN, kept: Number.NaN });
  }
  return counts;
}

function limitOf({ days }: Aged): string {
  return dayBack(days);
}

function dayBack(days: number): string {
  return new Date(TEST_NOW.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}

/** Milliseconds of the longest transaction of others, by the server's own clock, looked at all the time. */
function watchTransactions(db: Db): { readonly stop: () => Promise<number> } {
  let longest = 0;
  let isOver = false;
  const look = (async () => {
    while (!isOver) {
      const { rows } = await db.query<{ ms: number }>(
        `select coalesce(max(extract(epoch from clock_timestamp() - xact_start) * 1000), 0)::integer as ms
         from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
           and backend_type = 'client backend'`,
      );
      longest = Math.max(longest, rows[0]?.ms ?? 0);
      await sleep(5);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await look;
      return longest;
    },
  };
}
