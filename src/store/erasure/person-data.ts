import { z } from 'zod';
import { type Db, rows } from '../db.ts';
import { type ErasedPerson, isOwnAnswer, ownedColumns } from './erase-person.ts';

const dataRow = z.record(z.string(), z.unknown());
export type PersonRow = z.infer<typeof dataRow>;

const ID = '(select external_id from account_keys k where k.account_id = t.account_id) as account_id';
const USER = '(t.account_id, t.user_no) in (select * from unnest($1::bigint[], $2::int[]))';
const CONTACT = '(t.account_id, t.contact_id) in (select * from unnest($1::bigint[], $2::text[]))';
const FOLDED =
  'any (select lower(key) from unnest($1::text[]) as k (key)) and ($2::bigint is null or t.account_id = $2)';
const WAITS = `$2::bigint is null and (t.signal->>'userKey' = any ($1::text[]) or t.signal->>'contactId' = any ($1)
  or lower(trim(t.signal->>'userKey')) = any ($1) or lower(trim(t.signal->>'email')) = any ($1))`;

/** By section: what is read, and by whose numbers or keys. */
const SECTIONS = {
  users: {
    by: 'users',
    text: `select ${ID}, t.user_no, t.external_id as user_id, t.email, t.name, t.role, t.department, t.seat_assigned,
        t.counts, t.excluded, t.first_seen_at, t.said_at
      from account_users t where ${USER} order by t.account_id, t.user_no`,
  },
  aliases: {
    by: 'users',
    text: `select ${ID}, t.alias from user_aliases t where ${USER} order by t.account_id, t.alias`,
  },
  contacts: {
    by: 'contacts',
    text: `select ${ID}, t.contact_id, t.name, t.email, t.persona, t.user_external_id as user_id, t.opted_out, t.said_at
      from contacts t where ${CONTACT} order by t.account_id, t.contact_id`,
  },
  events: {
    by: 'users',
    text: `select ${ID}, t.event_id, t.occurred_at, n.name as event, s.name as surface,
        case t.kind when 0 then 'activity' when 1 then 'error' else 'other' end as kind
      from events t join event_names n using (name_id) left join event_names s on s.name_id = t.surface_id
      where t.account_id = any ($1::bigint[]) and ${USER} order by t.account_id, t.occurred_at, t.event_id`,
  },
  active_days: {
    by: 'users',
    text: `select ${ID}, t.day from account_day t
      join unnest($1::bigint[], $2::int[]) as u (account_id, user_no)
        on u.account_id = t.account_id and t.chunk = u.user_no >> 8
      where get_bit(t.active, 255 - (u.user_no & 255)) = 1 order by t.account_id, t.day`,
  },
  nps: {
    by: 'owned',
    text: `select ${ID}, t.user_key as user_id, t.answered_at, t.score from nps_answers t where ${isOwnAnswer('t')}
      order by t.account_id, t.answered_at`,
  },
  outreach: {
    by: 'keys',
    text: `select ${ID}, t.sent_at, t.sent_by, t.recipient, t.persona, t.subject, t.body from outreach t
      where lower(t.recipient) = ${FOLDED} order by t.account_id, t.outreach_id`,
  },
  kept_drafts: {
    by: 'contacts',
    text: `select ${ID}, t.author, t.persona, t.contact_id, t.subject, t.body, t.kept_at from kept_drafts t
      where ${CONTACT} order by t.account_id, t.author, t.persona`,
  },
  waiting_signals: {
    by: 'keys',
    text: `select t.source, t.account_key, t.signal, t.received_at from waiting_signals t
      where ${WAITS} order by t.waiting_id`,
  },
} as const satisfies Readonly<
  Record<string, { readonly by: 'users' | 'contacts' | 'keys' | 'owned'; readonly text: string }>
>;

/** Everything that is stored of a person in rows of theirs, by section. */
export async function readPersonData(db: Db, person: ErasedPerson): Promise<Record<string, PersonRow[]>> {
  const values = {
    users: [person.users.map((row) => row.account_no), person.users.map((row) => row.user_no)],
    contacts: [person.contacts.map((row) => row.account_no), person.contacts.map((row) => row.contact_id)],
    keys: [person.keys, person.accountNo],
    owned: ownedColumns(person),
  };
  const data: Record<string, PersonRow[]> = {};
  for (const [section, { by, text }] of Object.entries(SECTIONS)) {
    data[section] = await rows(db, dataRow, text, [...values[by]]);
  }
  return data;
}
