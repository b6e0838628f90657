import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, oneRow, preparedRows, rows } from './db.ts';
import { type EpisodeLogRow, type EpisodeRow, episodeLogSchema, episodeRowSchema } from './episode-rows.ts';

const EPISODE = `select e.account_id as account_no, k.external_id as account_id, e.signal, e.opened_on, e.state, e.origin,
    e.news, e.level, e.said_level, e.said_on, e.milestone, e.reminded_on, e.escalated_on, e.escalated_to, e.acknowledged_by, e.acknowledged_at,
    e.snooze_kind, e.snooze_until, e.snooze_reason, e.snoozed_by, e.snoozed_at, e.snooze_level, e.recovered_on
  from episodes e join accounts k using (account_id)`;

/** Open episodes of every account, and those that ended on `since` or later. */
export function loadEpisodes(db: Db, since: Day): Promise<EpisodeRow[]> {
  return rows(db, episodeRowSchema, `${EPISODE} where e.recovered_on is null or e.recovered_on >= $1`, [since]);
}

export interface EpisodesOnFilter {
  readonly day: Day;
  /** Null: those that ended whenever. */
  readonly reference: Day | null;
  /** The vendor's own ids. */
  readonly accountIds: readonly string[];
}

const OF_ACCOUNTS = 'e.account_id = any (select account_id from account_keys where external_id = any ($3))';

/** Episodes of some accounts that were open on the day, or ended after `reference` and not after the day. */
export function loadEpisodesOn(db: Db, { accountIds, day, reference }: EpisodesOnFilter): Promise<EpisodeRow[]> {
  const text = `${EPISODE} where e.opened_on <= $1 and ${OF_ACCOUNTS}
    and (e.recovered_on is null or e.recovered_on > coalesce($2::date, '-infinity'))`;
  return rows(db, episodeRowSchema, text, [day, reference, accountIds]);
}

/** What became of those episodes up to the day, oldest first. */
export function loadEpisodeLogOn(db: Db, { accountIds, day, reference }: EpisodesOnFilter): Promise<EpisodeLogRow[]> {
  const text = `select k.external_id as account_id, l.signal, l.opened_on, l.day, l.at, l.kind, l.actor, l.news,
      l.detail ->> 'why' as why
    from episode_log l
    join episodes e using (account_id, signal, opened_on)
    join accounts k using (account_id)
    where l.day <= $1 and e.opened_on <= $1 and ${OF_ACCOUNTS}
      and (e.recovered_on is null or e.recovered_on > coalesce($2::date, '-infinity'))
    order by l.log_id`;
  return rows(db, episodeLogSchema, text, [day, reference, accountIds]);
}

/** An account's open episodes. */
export function loadAccountEpisodes(db: Db, accountNo: number): Promise<EpisodeRow[]> {
  const text = `${EPISODE} where e.account_id = $1 and e.state <> 'recovered'`;
  return preparedRows(db, episodeRowSchema, { name: 'open-episodes-of-account', text, values: [accountNo] });
}

/** Open episodes, of one owner's accounts and in one state where these are given, by account id. */
export function loadOpenEpisodes(
  db: Db,
  filter: { readonly ownerSlackUserId: string | null; readonly state: string | null },
): Promise<EpisodeRow[]> {
  const text = `${EPISODE} left join owners o on o.email = k.owner_email
    where e.state <> 'recovered' and ($1::text is null or o.slack_user_id = $1) and ($2::text is null or e.state = $2)
    order by k.external_id`;
  return rows(db, episodeRowSchema, text, [filter.ownerSlackUserId, filter.state]);
}

const dayRunSchema = z.strictObject({
  day: z.string(),
  revision: z.int(),
  definition_hash: z.string(),
  held: z.boolean(),
});
export type DayRun = z.infer<typeof dayRunSchema>;

/** The newest run of each snapshot day of `[from, to]`, oldest first; held: a source looked broken. */
export function loadDayRuns(db: Db, from: Day, to: Day): Promise<DayRun[]> {
  const text = `select distinct on (day) day, revision, definition_hash, cardinality(stale_sources) > 0 as held
    from snapshot_runs where day between $1 and $2 order by day, revision desc`;
  return rows(db, dayRunSchema, text, [from, to]);
}

/** The newest day that was evaluated, and the snapshot revision that it was; null before the first. */
export function loadLastEvaluated(db: Db): Promise<{ readonly day: Day; readonly revision: number } | null> {
  const text = 'select day, revision from episode_days order by day desc limit 1';
  return oneRow(db, z.strictObject({ day: z.string(), revision: z.int() }), text);
}
