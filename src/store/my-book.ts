import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, rows } from './db.ts';

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

const sentSchema = z.strictObject({
  account_id: z.string(),
  subject: z.string(),
  recipient: z.string().nullable(),
  author: z.string(),
  at: z.date(),
});
export type SentMailRow = z.infer<typeof sentSchema>;

/** Mails marked as sent to the accounts of an owner since a moment, by whoever, the newest first. */
export function loadMailsOfOwner(db: Db, ownerSlackUserId: string, since: Date): Promise<SentMailRow[]> {
  const text = `select k.external_id as account_id, x.subject, x.recipient, x.sent_by as author, x.sent_at as at
    from owners o
    join accounts k on k.owner_email = o.email
    join outreach x using (account_id)
    where o.slack_user_id = $1 and x.sent_at >= $2
    order by x.sent_at desc, x.outreach_id
    limit 50`;
  return rows(db, sentSchema, text, [ownerSlackUserId, since]);
}
