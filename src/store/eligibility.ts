import { z } from 'zod';
import type { ActiveDefinition } from '../domain/active/definition.ts';
import { type Db, execute, oneRow, rows } from './db.ts';

/** The part of the configuration that decides who and what counts; the rule itself is applied when facts are read. */
export type EligibilityRules = Pick<ActiveDefinition, 'exclude' | 'roles' | 'surfaces'>;

// Written by this program alone, so the shape is trusted.
const stateSchema = z.strictObject({
  rules: z.custom<EligibilityRules>((value) => typeof value === 'object' && value !== null),
});

/** Under which configuration stored activity was last brought up to date; null: never under one. */
export async function loadEligibility(db: Db): Promise<EligibilityRules | null> {
  return (await oneRow(db, stateSchema, 'select rules from eligibility'))?.rules ?? null;
}

/** Stored activity is up to date with this configuration from now on. */
export async function saveEligibility(db: Db, rules: EligibilityRules, at: Date): Promise<void> {
  await execute(
    db,
    `insert into eligibility (rules, applied_at) values ($1, $2)
     on conflict (singleton) do update set rules = excluded.rules, applied_at = excluded.applied_at`,
    [JSON.stringify(rules), at],
  );
}

const nosSchema = z.strictObject({ account_id: z.int() });

/** The next accounts after a number, ascending. */
export async function nextAccounts(db: Db, after: number, limit: number): Promise<number[]> {
  const text = 'select account_id from accounts where account_id > $1 order by account_id limit $2';
  return (await rows(db, nosSchema, text, [after, limit])).map((row) => row.account_id);
}

const personSchema = z.strictObject({
  account_id: z.int(),
  user_no: z.int(),
  external_id: z.string(),
  email: z.string().nullable(),
  role: z.string().nullable(),
  excluded: z.boolean(),
});

/** Everybody in the accounts, as far as it decides whether they count. */
export function loadPeople(db: Db, accountIds: readonly number[]): Promise<z.infer<typeof personSchema>[]> {
  return rows(
    db,
    personSchema,
    `select account_id, user_no, external_id, email, role, excluded from account_users
     where account_id = any ($1::bigint[])`,
    [accountIds],
  );
}

/** Turns round whether the configuration leaves these people out. */
export async function turnExcluded(
  db: Db,
  people: readonly { readonly account_id: number; readonly user_no: number }[],
): Promise<void> {
  await execute(
    db,
    `update account_users u set excluded = not excluded from unnest($1::bigint[], $2::int[]) as t (account_id, user_no)
     where u.account_id = t.account_id and u.user_no = t.user_no`,
    [people.map((row) => row.account_id), people.map((row) => row.user_no)],
  );
}

/** Stores the first days with activity of locked accounts. */
export async function saveFirstDays(db: Db, first: ReadonlyMap<number, string | null>): Promise<void> {
  await execute(
    db,
    `update accounts a set first_event_on = f.day from unnest($1::bigint[], $2::date[]) as f (account_id, day)
     where a.account_id = f.account_id and a.first_event_on is distinct from f.day`,
    [[...first.keys()], [...first.values()]],
  );
}
