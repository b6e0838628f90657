import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, execute, oneRow, preparedRows, rows } from './db.ts';

const numbersSchema = z.strictObject({
  /** Signals of the last full day when it was seen last, and twice what is usual on that weekday. */
  last_day: z.int(),
  twice_usual: z.int(),
});

const problemSchema = z
  .strictObject({
    problem_id: z.int(),
    source: z.string(),
    kind: z.string(),
    what: z.enum(['silent', 'fell']),
    since: z.date(),
    numbers: numbersSchema,
    opened_at: z.date(),
    last_seen_at: z.date(),
    cleared_at: z.date().nullable(),
    outcome: z.enum(['recovered', 'retired']).nullable(),
    noticed_on: z.string().nullable(),
    end_noticed_on: z.string().nullable(),
  })
  .transform((row) => ({
    problemId: row.problem_id,
    source: row.source,
    kind: row.kind,
    what: row.what,
    since: row.since,
    lastDay: row.numbers.last_day,
    twiceUsual: row.numbers.twice_usual,
    openedAt: row.opened_at,
    clearedAt: row.cleared_at,
    outcome: row.outcome,
    noticedOn: row.noticed_on,
    endNoticedOn: row.end_noticed_on,
  }));
/** A source that looked broken; open while `clearedAt` is null. */
export type StoredProblem = z.infer<typeof problemSchema>;

const COLUMNS = `problem_id, source, kind, what, since, numbers, opened_at, last_seen_at, cleared_at, outcome,
  noticed_on, end_noticed_on`;

export interface SeenProblem {
  readonly source: string;
  readonly kind: string;
  readonly what: 'silent' | 'fell';
  readonly since: Date;
  readonly lastDay: number;
  readonly twiceUsual: number;
}

/** The problems that are open, and those that ended after an instant; oldest first. */
export function loadProblems(db: Db, endedAfter: Date): Promise<StoredProblem[]> {
  const text = `select ${COLUMNS} from data_problems where cleared_at is null or cleared_at > $1
    order by opened_at, problem_id`;
  return preparedRows(db, problemSchema, { name: 'data-problems', text, values: [endedAfter] });
}

/** The problems that a digest of the day must say: begun or ended in its last week, and not said on a day before. */
export function loadUnsaidProblems(db: Db, day: Day, until: Date): Promise<StoredProblem[]> {
  return rows(
    db,
    problemSchema,
    `select ${COLUMNS} from data_problems
     where opened_at <= $2 and (cleared_at is null or cleared_at > $2 - interval '7 days') and (noticed_on is null or noticed_on = $1
       or (cleared_at is not null and (end_noticed_on is null or end_noticed_on = $1)))
     order by opened_at, problem_id`,
    [day, until],
  );
}

/** One process watches at a time: waits for the others until the transaction ends. */
export async function lockDataProblems(tx: Db): Promise<void> {
  await execute(tx, 'lock table data_problems in share row exclusive mode');
}

/** Notes a source that looks broken now; one that ended after `sameAfter` goes on instead of beginning again. */
export async function saveProblem(tx: Db, seen: SeenProblem, at: Date, sameAfter: Date): Promise<'opened' | 'open'> {
  const numbers = JSON.stringify({ last_day: seen.lastDay, twice_usual: seen.twiceUsual });
  const known = await oneRow(
    tx,
    z.strictObject({ problem_id: z.int(), open: z.boolean() }),
    `select problem_id, cleared_at is null as open from data_problems
     where source = $1 and kind = $2 and (cleared_at is null or opened_at > $3)
     order by cleared_at is null desc, opened_at desc limit 1`,
    [seen.source, seen.kind, sameAfter],
  );
  if (known) {
    await execute(
      tx,
      `update data_problems set last_seen_at = $2, numbers = $3, what = $4, cleared_at = null, outcome = null
       where problem_id = $1`,
      [known.problem_id, at, numbers, seen.what],
    );
    return 'open';
  }
  await execute(
    tx,
    `insert into data_problems (source, kind, what, since, numbers, opened_at, last_seen_at)
     values ($1, $2, $3, $4, $5, $6, $6)`,
    [seen.source, seen.kind, seen.what, seen.since, numbers, at],
  );
  return 'opened';
}

/** Ends a problem. */
export async function clearProblem(
  tx: Db,
  problemId: number,
  at: Date,
  outcome: 'recovered' | 'retired',
): Promise<void> {
  await execute(tx, 'update data_problems set cleared_at = $2, outcome = $3 where problem_id = $1', [
    problemId,
    at,
    outcome,
  ]);
}

/** Notes that the digest of a day said that problems began, or that they ended. What was said before stays. */
export async function noteProblemsSaid(
  db: Db,
  day: Day,
  said: { readonly begun: readonly number[]; readonly ended: readonly number[] },
): Promise<void> {
  await execute(
    db,
    `update data_problems set
       noticed_on = case when problem_id = any ($2::bigint[]) then coalesce(noticed_on, $1) else noticed_on end,
       end_noticed_on = case when problem_id = any ($3::bigint[]) then coalesce(end_noticed_on, $1) else end_noticed_on end
     where problem_id = any ($2::bigint[] || $3::bigint[])`,
    [day, said.begun, said.ended],
  );
}
