import type { Day } from '../../domain/day.ts';
import { type EpisodeLevel, episodeLevel, type Snooze } from '../../domain/episodes/episode.ts';
import { levelOf } from '../../domain/episodes/level.ts';
import { RENEWAL_NOTICE_DAYS, renewalWakeDay } from '../../domain/episodes/wake.ts';
import { snoozeRows } from '../../store/episodes-write.ts';
import { loadLatestSnapshot } from '../../store/snapshots.ts';
import type { Context } from '../context.ts';
import { dayAhead, lineOfText, refused } from '../judgements/check-input.ts';
import { accountOf, todayOf } from '../judgements/judge.ts';
import { actOnEpisodes } from './act-on-episodes.ts';
import type { EpisodesOutcome } from './episode-reports.ts';

const LONGEST_DAYS = 365;

export type SnoozeUntil =
  | { readonly kind: 'date'; readonly day: Day }
  | { readonly kind: 'change' }
  | { readonly kind: 'renewal' };

export interface SnoozeInput {
  /** The vendor's own id. */
  readonly accountId: string;
  /** Slack user id, or the name of a command. */
  readonly actor: string;
  readonly until: SnoozeUntil;
  /** At most 500 characters; may be empty. */
  readonly reason: string;
}

/**
 * Puts an account's open alerts to sleep until a day, until the account gets worse, or until two weeks before its
 * renewal. The same again changes nothing; another choice replaces the one before.
 * @throws AppError `invalid` whose message begins with the input field, `not_found` for an unknown account.
 */
export async function snoozeEpisodes({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: SnoozeInput;
}): Promise<EpisodesOutcome> {
  const { accountId, actor } = input;
  const reason = lineOfText('reason', input.reason) ?? '';
  const level = await currentLevel(ctx, accountId);
  const { kind, until } = wakeDay(ctx, input.until, level);
  return actOnEpisodes(ctx, {
    accountId,
    actor,
    name: 'episodes_snoozed',
    detail: { kind, until, reason },
    concerns: ({ snooze }) => snooze?.kind !== kind || snooze.until !== until,
    write: ({ db }, act, touched) => snoozeRows(db, act, touched, { kind, until, level, reason }),
  });
}

function wakeDay(ctx: Context, until: SnoozeUntil, level: EpisodeLevel): Pick<Snooze, 'kind' | 'until'> {
  const today = todayOf(ctx);
  if (until.kind === 'change') return { kind: 'change', until: null };
  if (until.kind === 'date') {
    return { kind: 'date', until: dayAhead('until', until.day, { today, most: LONGEST_DAYS }) };
  }
  if (level.renewsOn === null) throw refused('until', 'no renewal day is known for the account; choose a date.');
  const day = renewalWakeDay(level.renewsOn);
  if (day > today) return { kind: 'renewal', until: day };
  throw refused('until', `the renewal on ${level.renewsOn} is within ${RENEWAL_NOTICE_DAYS} days; choose a date.`);
}

async function currentLevel(ctx: Context, accountId: string): Promise<EpisodeLevel> {
  const { accountNo } = await accountOf(ctx, accountId);
  const snapshot = await loadLatestSnapshot(ctx.db, accountNo);
  if (snapshot === null) {
    return { scoreTenths: null, baseTenths: null, band: null, definition: '', renewsOn: null, fromTenths: null };
  }
  const { health, utilization } = ctx;
  const level = levelOf(snapshot, { health, utilization, definition: snapshot.definition_hash });
  return episodeLevel(level, snapshot.day);
}
