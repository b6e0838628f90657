import { SIGNAL_RULES } from '../../domain/episodes/rules/index.ts';
import type { EpisodeLogRow, EpisodeRow } from '../../store/episode-rows.ts';
import type { Authors } from '../judgements/authors.ts';
import type { EpisodeLogLine, EpisodeReport } from './episode-reports.ts';

/** Everybody who did something to the episodes. */
export function actorsOf(rows: readonly EpisodeRow[]): string[] {
  return rows.flatMap(({ acknowledged_by, snoozed_by }) => [acknowledged_by ?? [], snoozed_by ?? []].flat());
}

/** Episodes of one account, worst first. */
export function toEpisodeReports(rows: readonly EpisodeRow[], authors: Authors): EpisodeReport[] {
  return SIGNAL_RULES.flatMap(({ id }) =>
    rows.filter(({ signal }) => signal === id).map((row) => toEpisodeReport(row, authors)),
  );
}

export function toEpisodeReport(row: EpisodeRow, authors: Authors): EpisodeReport {
  const { acknowledged_by: takenBy, acknowledged_at: takenAt, state } = row;
  const taken = state !== 'open' && takenBy !== null && takenAt !== null;
  return {
    signal: row.signal,
    state,
    origin: row.origin,
    since: row.opened_on,
    saidOn: row.said_on,
    acknowledged: taken ? { by: authors(takenBy), at: takenAt } : null,
    snooze: snoozeOf(row, authors),
    recoveredOn: row.recovered_on,
  };
}

function snoozeOf(row: EpisodeRow, authors: Authors): EpisodeReport['snooze'] {
  const { snooze_kind: kind, snooze_until: until, snooze_reason: reason, snoozed_at: at, snoozed_by: by } = row;
  if (kind === null || at === null || by === null) return null;
  return { kind, until, reason: reason ?? '', by: authors(by), at };
}

export function toLogLine(row: EpisodeLogRow, authors: Authors): EpisodeLogLine {
  const { actor, at, day, kind, opened_on: since, signal, why } = row;
  return { signal, since, kind, day, at, actor: authors(actor), why };
}
