import type { NumberedEvents } from './events.ts';
import type { Postgres } from './postgres.ts';

/** Events of one request. */
export interface Batch {
  readonly from: number;
  readonly count: number;
}

/** Who was promised what: the events that were sent, and those of them whose storing was acknowledged. */
export interface Ledger {
  readonly events: NumberedEvents;
  take(count: number): Batch;
  acknowledge(batch: Batch): void;
  isAcknowledged(number: number): boolean;
  /** Events. */
  readonly sent: number;
  readonly acknowledged: number;
}

export function createLedger(events: NumberedEvents): Ledger {
  const acknowledged = new Set<number>();
  let sent = 0;
  return {
    events,
    take: (count) => {
      const from = sent;
      sent += count;
      return { from, count };
    },
    acknowledge: ({ from, count }) => {
      for (let number = from; number < from + count; number += 1) acknowledged.add(number);
    },
    isAcknowledged: (number) => acknowledged.has(number),
    get sent() {
      return sent;
    },
    get acknowledged() {
      return acknowledged.size;
    },
  };
}

export interface Audit {
  /** Acknowledged and not there. */
  readonly lost: number;
  /** There more than once. */
  readonly duplicated: number;
  /** There under another account, or never sent. */
  readonly misplaced: number;
  /** Rows of the daily rollup that are not what the events add up to. */
  readonly wrongRollups: number;
}

const OF_DAY = `select k.external_id as account, (extract(epoch from e.occurred_at) * 1000)::bigint::text as time,
    count(*)::integer as times
  from events e join account_keys k using (account_id)
  where e.occurred_at >= $1 and e.occurred_at < $1::timestamptz + interval '24 hours' group by 1, 2`;

const WRONG_ROLLUPS = `with raw as (
    select account_id, (occurred_at at time zone 'UTC')::date as day, coalesce(user_no >> 8, 0)::smallint as chunk,
      count(*) as events, bit_or(1::bit(256) << (user_no & 255)) as active
    from events group by 1, 2, 3)
  select count(*)::integer as wrong from raw full join account_day t using (account_id, day, chunk)
  where raw.events is distinct from t.events or raw.active is distinct from t.active
    or t.errors <> 0 or t.other_events <> 0`;

/** Holds what is stored against what was promised. For a team in UTC. */
export async function auditLedger(ledger: Ledger, database: Pick<Postgres, 'query'>): Promise<Audit> {
  const { events, sent } = ledger;
  const stored = new Uint8Array(sent);
  let duplicated = 0;
  let misplaced = 0;
  for (const day of events.days) {
    const rows = await database.query<{ account: string; time: string; times: number }>(OF_DAY, [day]);
    for (const { account, time, times } of rows) {
      const number = events.numberAt(Number(time));
      if (number >= sent || events.accountOf(number) !== account) misplaced += 1;
      else stored[number] = (stored[number] ?? 0) + 1;
      if (times > 1 || (stored[number] ?? 0) > 1) duplicated += 1;
    }
  }
  const lost = stored.reduce((sum, times, number) => sum + Number(times === 0 && ledger.isAcknowledged(number)), 0);
  const [rollup] = await database.query<{ wrong: number }>(WRONG_ROLLUPS);
  return { lost, duplicated, misplaced, wrongRollups: rollup?.wrong ?? Number.NaN };
}

/** One line for each kind of broken promise. */
export function auditFailures({ duplicated, lost, misplaced, wrongRollups }: Audit): string[] {
  return [
    ...(lost > 0 ? [`${lost} acknowledged events are not stored`] : []),
    ...(duplicated > 0 ? [`${duplicated} events are stored twice`] : []),
    ...(misplaced > 0 ? [`${misplaced} stored events were never sent like this`] : []),
    ...(wrongRollups > 0 ? [`${wrongRollups} rows of the rollup are not what the events add up to`] : []),
  ];
}
