import type { AccountStanding } from '../../src/app/accounts/account-report.ts';
import type {
  AccountEpisodesReport,
  EpisodeReport,
  OpenEpisodesReport,
} from '../../src/app/episodes/episode-reports.ts';

export const DANA = { id: 'U0DANA', name: 'Dana Doe' };

export function episode(more: Partial<EpisodeReport> = {}): EpisodeReport {
  return {
    signal: 'at_risk_enter',
    state: 'open',
    origin: 'customer',
    since: '2026-02-03',
    saidOn: '2026-02-03',
    acknowledged: null,
    snooze: null,
    escalated: null,
    woken: null,
    remindedOn: null,
    recoveredOn: null,
    ...more,
  };
}

export function snoozed(more: Partial<NonNullable<EpisodeReport['snooze']>> = {}): EpisodeReport {
  const at = new Date('2026-02-20T09:00:00Z');
  const snooze = { kind: 'date' as const, until: '2026-03-15', reason: 'They renew first', by: DANA, at, ...more };
  return episode({ state: 'snoozed', snooze });
}

/** Accounts at risk or in a low band have one open alert. */
export function episodesReport({ account, assessment, band }: AccountStanding): AccountEpisodesReport {
  const atRisk = assessment.seats.bucket === 'at_risk';
  const isLow = band === 'CRITICAL' || band === 'WARN';
  const open = atRisk ? [episode()] : isLow ? [episode({ signal: 'band_down' })] : [];
  return { account, open };
}

/** The same of many; the alerts are snoozed where snoozed ones are asked for. */
export function openEpisodesReport(
  standings: readonly AccountStanding[],
  { state }: { readonly state?: string | undefined },
): OpenEpisodesReport {
  const accounts = standings
    .map((standing) => episodesReport(standing))
    .filter(({ open }) => open.length > 0)
    .map(({ account, open }) => ({ account, open: state === 'snoozed' ? open.map(() => snoozed()) : open }));
  return { accounts };
}
