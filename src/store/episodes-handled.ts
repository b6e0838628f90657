import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, rows } from './db.ts';

const handledSchema = z.strictObject({
  account_id: z.string(),
  kind: z.enum(['acknowledged', 'snoozed', 'woken']),
  actor: z.string(),
  by_rules: z.boolean(),
  until: z.string().nullable(),
  why: z.string().nullable(),
});
export type HandledRow = z.infer<typeof handledSchema>;

/**
 * What people did to alerts on the local days of `[reference, day)`, and what woke by itself on those of
 * `(reference, day]`, oldest first. Several signals of one act are one row.
 */
export function loadHandled(
  db: Db,
  { day, reference }: { readonly day: Day; readonly reference: Day },
): Promise<HandledRow[]> {
  const text = `select k.external_id as account_id, l.kind, l.actor, l.actor = 'cs-pulse' as by_rules,
      l.detail ->> 'until' as until, l.detail ->> 'why' as why
    from episode_log l join accounts k using (account_id)
    where l.day between $1 and $2 and l.kind in ('acknowledged', 'snoozed', 'woken')
      and case when l.actor = 'cs-pulse' then l.day > $1 else l.day < $2 end
    group by k.external_id, l.kind, l.actor, l.at, l.detail
    order by min(l.log_id)`;
  return rows(db, handledSchema, text, [reference, day]);
}

const wakeSchema = z.strictObject({
  account_id: z.string(),
  signal: z.string(),
  opened_on: z.string(),
  day: z.string(),
  why: z.string().nullable(),
});
export type WakeRow = z.infer<typeof wakeSchema>;

/** When episodes of these accounts that are open now last woke, and why; without a reason somebody woke them. */
export function loadWakes(db: Db, accountNos: readonly number[]): Promise<WakeRow[]> {
  const text = `select distinct on (l.account_id, l.signal, l.opened_on) k.external_id as account_id, l.signal, l.opened_on,
      l.day, l.detail ->> 'why' as why
    from episode_log l
    join episodes e using (account_id, signal, opened_on)
    join accounts k using (account_id)
    where l.account_id = any ($1) and l.kind = 'woken' and e.state = 'open'
    order by l.account_id, l.signal, l.opened_on, l.log_id desc`;
  return rows(db, wakeSchema, text, [accountNos]);
}
