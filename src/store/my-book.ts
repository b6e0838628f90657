import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, rows } from './db.ts';

const draftSchema = z.strictObject({ account_id: z.string(), opened_at: z.date() });

/** Accounts whose draft somebody opened after `since` and has not marked as sent, the newest first. */
export function loadUnsentDrafts(
  db: Db,
  filter: { readonly actor: string; readonly since: Date; readonly limit: number },
): Promise<z.infer<typeof draftSchema>[]> {
  const text = `select k.external_id as account_id, max(l.at) as opened_at
    from audit_log l join accounts k using (account_id)
    where l.actor = $1 and l.action = 'draft_opened' and l.at > $2
    group by k.account_id, k.external_id
    having not exists (
      select from outreach o where o.account_id = k.account_id and o.sent_by = $1 and o.sent_at >= max(l.at))
    order by max(l.at) desc, k.external_id limit $3`;
  return rows(db, draftSchema, text, [filter.actor, filter.since, filter.limit]);
}

const planSchema = z.strictObject({
  account_id: z.string(),
  target: z.int(),
  by_on: z.string(),
  note: z.string().nullable(),
  author: z.string(),
  starts_on: z.string(),
});
export type OwnedPlanRow = z.infer<typeof planSchema>;

/** Growth plans in force on a day on the accounts of an owner, one of each account, the next to end first. */
export function loadPlansOfOwner(db: Db, ownerSlackUserId: string, day: Day): Promise<OwnedPlanRow[]> {
  const text = `select * from (
      select distinct on (p.account_id) k.external_id as account_id, p.target_people as target, p.by_on, p.note, p.author,
        p.starts_on
      from growth_plans p
      join accounts k using (account_id)
      join owners o on o.email = k.owner_email
      where o.slack_user_id = $1 and p.starts_on <= $2 and p.by_on >= $2 and (p.ended_on is null or p.ended_on > $2)
      order by p.account_id, p.plan_id desc) plans
    order by by_on, account_id`;
  return rows(db, planSchema, text, [ownerSlackUserId, day]);
}
