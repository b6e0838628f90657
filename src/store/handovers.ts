import { z } from 'zod';
import { lockAccounts } from './accounts-write.ts';
import { type Db, execute, rows } from './db.ts';

/**
 * Notes the owner of every account, and each change since the last time. An account that is new has no change.
 * @returns how many accounts have another owner than before.
 */
export async function noteOwnerChanges(db: Db, at: Date): Promise<number> {
  return execute(
    db,
    `with changed as materialized (
       select a.account_id, o.owner_email as from_email, a.owner_email as to_email
       from accounts a join account_owners o using (account_id)
       where a.owner_email is distinct from o.owner_email
     ), added as (
       insert into account_owners (account_id, owner_email, since)
       select account_id, owner_email, $1 from accounts on conflict do nothing
     ), ours as (
       update account_owners o set owner_email = c.to_email, since = $1
       from changed c where o.account_id = c.account_id and o.owner_email is not distinct from c.from_email
       returning o.account_id, c.from_email, c.to_email
     ), noted as (
       insert into handovers (account_id, from_email, to_email, noticed_at)
       select account_id, from_email, to_email, $1 from ours where to_email is not null
     )
     select account_id from ours`,
    [at],
  );
}

const untoldSchema = z.strictObject({
  handover_id: z.int(),
  account_no: z.int(),
  account_id: z.string(),
  from_email: z.string().nullable(),
  to_email: z.string(),
  to_name: z.string(),
  slack_user_id: z.string().nullable(),
});
export type UntoldHandover = z.infer<typeof untoldSchema>;

/** Closes changes that nobody was told of and that no longer hold: the account has changed hands again. */
export async function closeOldHandovers(db: Db, at: Date): Promise<void> {
  await execute(
    db,
    `update handovers h set told_at = $1 from account_owners o
     where h.told_at is null and o.account_id = h.account_id and (o.owner_email is distinct from h.to_email
       or exists (select from handovers n where n.account_id = h.account_id and n.handover_id > h.handover_id))`,
    [at],
  );
}

/** Changes that nobody was told of, oldest first. */
export function loadUntoldHandovers(db: Db): Promise<UntoldHandover[]> {
  const text = `select h.handover_id, h.account_id as account_no, k.external_id as account_id, h.from_email, h.to_email,
      coalesce(o.name, h.to_email) as to_name, o.slack_user_id
    from handovers h
    join accounts k using (account_id)
    left join owners o on o.email = h.to_email
    where h.told_at is null order by h.handover_id`;
  return rows(db, untoldSchema, text);
}

/** Notes who is told of changes; false, and nothing is noted, when somebody was told of one of them meanwhile. */
export async function markHandoversTold(
  tx: Db,
  told: { readonly handovers: readonly UntoldHandover[]; readonly to: string; readonly at: Date },
): Promise<boolean> {
  await lockAccounts(
    tx,
    told.handovers.map((one) => one.account_no),
  );
  const open = await execute(
    tx,
    `select from handovers h
     join unnest($1::bigint[], $2::bigint[]) as t (account_id, handover_id) using (account_id, handover_id)
     where h.told_at is null`,
    keysOf(told.handovers),
  );
  if (open !== told.handovers.length) return false;
  await execute(
    tx,
    `update handovers h set told_at = $3, told_to = $4
     from unnest($1::bigint[], $2::bigint[]) as t (account_id, handover_id)
     where h.account_id = t.account_id and h.handover_id = t.handover_id`,
    [...keysOf(told.handovers), told.at, told.to],
  );
  return true;
}

function keysOf(handovers: readonly UntoldHandover[]): unknown[] {
  return [handovers.map((one) => one.account_no), handovers.map((one) => one.handover_id)];
}
