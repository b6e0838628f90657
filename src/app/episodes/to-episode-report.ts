import { SIGNAL_RULES } from '../../domain/episodes/rules/index.ts';
import type { EpisodeRow } from '../../store/episode-rows.ts';
import { loadWakes } from '../../store/episodes-handled.ts';
import type { Context } from '../context.ts';
import type { Authors } from '../judgements/authors.ts';
import type { EpisodeReport } from './episode-reports.ts';

/** Everybody who did something to the episodes, or was handed one. */
export function actorsOf(rows: readonly EpisodeRow[]): string[] {
  return rows.flatMap(({ acknowledged_by, escalated_to, snoozed_by }) =>
    [acknowledged_by ?? [], escalated_to ?? [], snoozed_by ?? []].flat(),
  );
}

export type Wakes = (row: EpisodeRow) => EpisodeReport['woken'];

/** When the episodes of these rows last woke, read once for all of them. */
export async function wakesOf(ctx: Context, found: readonly EpisodeRow[]): Promise<Wakes> {
  const open = found.filter(({ state }) => state === 'open').map(({ account_no: accountNo }) => accountNo);
  const key = (row: Pick<EpisodeRow, 'account_id' | 'opened_on'> & { readonly signal: string }): string =>
    `${row.signal} ${row.opened_on} ${row.account_id}`;
  const wakes = open.length === 0 ? [] : await loadWakes(ctx.db, [...new Set(open)]);
  const known = new Map(wakes.map((wake) => [key(wake), { on: wake.day, why: wake.why }]));
  return (row) => known.get(key(row)) ?? null;
}

/** Episodes of one account, worst first. */
export function toEpisodeReports(rows: readonly EpisodeRow[], authors: Authors, wakes: Wakes): EpisodeReport[] {
  return SIGNAL_RULES.flatMap(({ id }) =>
    rows.filter(({ signal }) => signal === id).map((row) => toEpisodeReport(row, authors, wakes)),
  );
}

export function toEpisodeReport(row: EpisodeRow, authors: Authors, wakes: Wakes = () => null): EpisodeReport {
  const { acknowledged_by: takenBy, acknowledged_at: takenAt, escalated_on: on, escalated_to: to, state } = row;
  const taken = state !== 'open' && takenBy !== null && takenAt !== null;
  return {
    signal: row.signal,
    state,
    origin: row.origin,
    since: row.opened_on,
    saidOn: row.said_on,
    acknowledged: taken ? { by: authors(takenBy), at: takenAt } : null,
    snooze: snoozeOf(row, authors),
    escalated: on === null || to === null ? null : { to: authors(to), on },
    woken: state === 'open' ? wakes(row) : null,
    remindedOn: row.reminded_on,
    recoveredOn: row.recovered_on,
  };
}

function snoozeOf(row: EpisodeRow, authors: Authors): EpisodeReport['snooze'] {
  const { snooze_kind: kind, snooze_until: until, snooze_reason: reason, snoozed_at: at, snoozed_by: by } = row;
  if (kind === null || at === null || by === null) return null;
  return { kind, until, reason: reason ?? '', by: authors(by), at };
}
