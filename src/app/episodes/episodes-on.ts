import type { Day } from '../../domain/day.ts';
import type { DigestEpisode } from '../../domain/digest.ts';
import type { Episode, EpisodeChange } from '../../domain/episodes/episode.ts';
import { applyChanges } from '../../domain/episodes/evaluate-day.ts';
import type { DayLevel } from '../../domain/episodes/level.ts';
import { groupBy } from '../../domain/group-by.ts';
import { type EpisodeLogRow, type EpisodeRow, toEpisode } from '../../store/episode-rows.ts';
import { type DayRun, loadEpisodeLogOn, loadEpisodesOn } from '../../store/episodes.ts';
import type { Context } from '../context.ts';
import { evaluateSnapshotDay } from './evaluate-snapshot-day.ts';
import { openBook, pendingDays } from './pending-days.ts';

export interface EpisodesOnInput {
  readonly day: Day;
  /** The day of the digest before; null: everything is new. */
  readonly reference: Day | null;
  /** Every account's level on the day. */
  readonly levels: ReadonlyMap<string, DayLevel>;
  /** There is no snapshot of the day; its numbers were computed for this answer. */
  readonly live: boolean;
  /** A source looks broken now, whatever the day's snapshot says. */
  readonly held: boolean;
}

/** Accounts whose episodes are read at once: their rows are wide, and little of them is kept. */
const PART = 1000;

type Line = Pick<EpisodeLogRow, 'day' | 'kind' | 'news'>;

/** An episode as it was on the day, and what the log says of it. */
interface Told {
  readonly episode: Episode;
  readonly lines: readonly Line[];
}

/**
 * The episodes that a day's digest is about, by account, as they were on the day: open ones, and those that ended since
 * the reference. Days that were not evaluated yet are evaluated in memory; nothing is written.
 */
export async function episodesOn(
  ctx: Context,
  input: EpisodesOnInput,
): Promise<ReadonlyMap<string, readonly DigestEpisode[]>> {
  const { levels, reference } = input;
  const found = new Map<string, DigestEpisode[]>();
  const tell = (key: string, { episode, lines }: Told): void => {
    const { recoveredOn } = episode;
    if (recoveredOn !== null && reference !== null && recoveredOn <= reference) return;
    const accountId = accountOf(key);
    const own = found.get(accountId) ?? [];
    found.set(accountId, own);
    own.push(toDigestEpisode(episode, lines, reference));
  };
  const projected = await project(ctx, input);
  const accountIds = [...levels.keys()];
  for (let from = 0; from < accountIds.length; from += PART) {
    for (const [key, stored] of await storedOn(ctx, input, accountIds.slice(from, from + PART))) {
      const since = projected.get(key);
      projected.delete(key);
      tell(key, since ? { episode: since.episode, lines: [...stored.lines, ...since.lines] } : stored);
    }
  }
  for (const [key, told] of projected) tell(key, told);
  return found;
}

function toDigestEpisode(episode: Episode, lines: readonly Line[], reference: Day | null): DigestEpisode {
  const since = lines.filter(({ day }) => reference === null || day > reference);
  const isTold = ({ kind, news }: Line): boolean => news && ['opened', 'repeated', 'woken'].includes(kind);
  return {
    signal: episode.signal,
    openedOn: episode.openedOn,
    state: episode.state,
    recoveredOn: episode.recoveredOn,
    saidBand: episode.said.band,
    told: since.some(isTold),
    begun: reference === null || episode.openedOn > reference,
    over: since.some(({ kind, news }) => kind === 'recovered' && news),
    reminded: since.some(({ kind }) => kind === 'reminded'),
    escalated: escalatedOn(episode, lines, since),
  };
}

// The row tells whom; only the log tells whether it had happened by the day.
function escalatedOn(
  { escalated }: Episode,
  lines: readonly Line[],
  since: readonly Line[],
): DigestEpisode['escalated'] {
  const isEscalation = ({ kind }: Line): boolean => kind === 'escalated';
  return escalated === null || !lines.some(isEscalation)
    ? null
    : { to: escalated.to, isNews: since.some(isEscalation) };
}

const keyOf = (accountId: string, signal: string, openedOn: Day): string => `${signal} ${openedOn} ${accountId}`;
const accountOf = (key: string): string => key.split(' ').slice(2).join(' ');

async function storedOn(
  ctx: Context,
  { day, reference }: EpisodesOnInput,
  accountIds: readonly string[],
): Promise<Map<string, Told>> {
  const filter = { accountIds, day, reference };
  const log = await loadEpisodeLogOn(ctx.db, filter);
  const lines = groupBy(log, (line) => keyOf(line.account_id, line.signal, line.opened_on));
  const rows = await loadEpisodesOn(ctx.db, filter);
  return new Map(
    rows.map((row) => {
      const key = keyOf(row.account_id, row.signal, row.opened_on);
      const own = lines.get(key) ?? [];
      return [key, { episode: asOf(row, own), lines: own }];
    }),
  );
}

const STATES = {
  opened: 'open',
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
  woken: 'open',
  recovered: 'recovered',
  repeated: null,
  reminded: null,
  escalated: null,
} as const satisfies Readonly<Record<EpisodeLogRow['kind'], Episode['state'] | null>>;

// The log tells what the state was then; the row, what it is now.
function asOf(row: EpisodeRow, lines: readonly EpisodeLogRow[]): Episode {
  const episode = toEpisode(row);
  const state = lines.reduce<Episode['state']>((last, { kind }) => STATES[kind] ?? last, 'open');
  return { ...episode, state, recoveredOn: state === 'recovered' ? episode.recoveredOn : null };
}

/** What days that were not evaluated yet do to episodes, with their own lines alone. */
async function project(ctx: Context, input: EpisodesOnInput): Promise<Map<string, Told>> {
  const { day, held, levels, live } = input;
  const told = new Map<string, Told>();
  const { pending, snapshotDays } = await pendingDays(ctx, day);
  const runs: readonly Pick<DayRun, 'day' | 'held'>[] = live ? [{ day, held }] : pending;
  const [first] = runs;
  if (first === undefined) return told;
  let episodes = await openBook(ctx, first.day);
  for (const run of runs) {
    const today = run.day === day;
    const { changes } = await evaluateSnapshotDay(ctx, {
      day: run.day,
      held: run.held || (today && held),
      snapshotDays,
      episodes,
      levels: today ? levels : undefined,
    });
    episodes = new Map([...episodes, ...[...changes].map(([id, own]) => changed(id, episodes.get(id) ?? [], own))]);
    for (const [accountId, own] of changes) record(told, run.day, accountId, own);
  }
  return told;
}

function changed(
  accountId: string,
  episodes: readonly Episode[],
  changes: readonly EpisodeChange[],
): [string, readonly Episode[]] {
  return [accountId, applyChanges(episodes, changes)];
}

function record(told: Map<string, Told>, day: Day, accountId: string, changes: readonly EpisodeChange[]): void {
  for (const { episode, kind, news } of changes) {
    const key = keyOf(accountId, episode.signal, episode.openedOn);
    told.set(key, { episode, lines: [...(told.get(key)?.lines ?? []), { day, kind, news }] });
  }
}
