import { twiceMedianOfFour } from '../../domain/source-outage.ts';
import { loadProblems } from '../../store/data-problems.ts';
import { ALL_SOURCES, loadWatermarks, type SourcePulseRow } from '../../store/sources.ts';
import { loadUnattributed } from '../../store/unattributed.ts';
import type { Context } from '../context.ts';
import { ageMinutesOf } from '../freshness/age-minutes.ts';
import { type FaultySource, faultsIn, sourcePulses } from '../freshness/source-faults.ts';
import {
  type DoctorReport,
  type Finding,
  fine,
  note,
  problem,
  type SourceFreshness,
  type Unattributed,
} from './doctor-report.ts';
import { waitingFinding, waitingSources } from './waiting-sources.ts';

const DAY_MS = 86_400_000;

export type SourceExamination = Pick<DoctorReport, 'sources' | 'unattributed' | 'waiting'> & {
  readonly findings: readonly Finding[];
};

/** What to do where signals of a source name no account. */
export type NoAccountRemedies = Readonly<Record<string, string | undefined>>;

/** How fresh and how full each source is, what looks broken, and what names no account. */
export async function examineSources(ctx: Context, remedies: NoAccountRemedies = {}): Promise<SourceExamination> {
  const now = ctx.now();
  const pulses = await sourcePulses(ctx, now);
  const faults = faultsIn(ctx, now, pulses);
  const sources = await freshnessOf(ctx, pulses, faults);
  const unattributed = (await loadUnattributed(ctx.db)).map((row) => ({
    source: row.source,
    reason: row.reason,
    signals: row.signals,
    lastReceivedAt: row.last_received_at,
    lastSample: row.last_sample,
  }));
  const waiting = await waitingSources(ctx);
  const noted = await loadProblems(ctx.db, now);
  const findings = [
    ...(sources.length === 0 ? [NOTHING_YET] : sources.map((source) => sourceFinding(source, now))),
    ...faults.filter(({ source }) => source === ALL_SOURCES).map(wholeFinding),
    ...(noted.length > 0 && faults.length === 0 ? [RECOVERING] : []),
    ...unattributed
      .filter(({ reason }) => reason !== 'unknown_account')
      .map((row) => unattributedFinding(row, now, remedies)),
    ...waiting.map((row) => waitingFinding(row, sources)),
  ];
  return { findings, sources, unattributed, waiting };
}

const NOTHING_YET = problem(
  'sources',
  'no source has sent anything yet',
  'create a key with "cs-pulse keys create --kind ingest --name NAME" and send events to POST /v1/events, or "cs-pulse import events FILE.csv"',
);
const RECOVERING = note('sources', 'a data problem has just ended; the next watch closes it within the hour');
/** What became of signals whose account nobody named in time. */
const LOST: Readonly<Record<string, string | undefined>> = {
  too_many_waiting: 'waited for an account and gave way to newer ones',
  waited_too_long: 'waited for an account and were dropped after 90 days',
  not_storable: 'waited for an account and could not be stored when it was named',
};
const SENDER = 'check the sender, its key or its webhook and its log; the problem ends by itself when data flows again';

async function freshnessOf(
  ctx: Context,
  pulses: readonly SourcePulseRow[],
  faults: readonly FaultySource[],
): Promise<SourceFreshness[]> {
  return (await loadWatermarks(ctx.db)).map(({ source, kind, lastOccurredAt, lastReceivedAt, signals }) => {
    const pulse = pulses.find((row) => row.source === source && row.kind === kind);
    const weekdays = pulse?.same_weekdays ?? [];
    return {
      source,
      kind,
      lastOccurredAt,
      lastReceivedAt,
      signals,
      today: pulse?.today ?? 0,
      lastDay: weekdays[0] ?? 0,
      usual: Math.floor(twiceMedianOfFour(weekdays) / 2),
      broken: faults.some((fault) => fault.source === source && fault.kind === kind),
    };
  });
}

function sourceFinding(row: SourceFreshness, now: Date): Finding {
  const hours = Math.floor(ageMinutesOf(row, now) / 60);
  const volume = `${row.today} today, ${row.lastDay} yesterday (usually ${row.usual}), ${row.signals} in all`;
  const text = `${row.kind} from ${row.source}: last ${hours} h ago, ${volume}`;
  return row.broken
    ? problem('sources', `${text}; looks broken, drops of scores are held`, SENDER)
    : fine('sources', text);
}

function wholeFinding({ lastDay, twiceUsual, what }: FaultySource): Finding {
  const text =
    what === 'silent'
      ? 'activity from all sources together has stopped although these hours usually bring some'
      : `activity from all sources together fell to ${lastDay} on the last full day (usually ${Math.floor(twiceUsual / 2)})`;
  return problem('sources', `${text}; drops of scores are held`, SENDER);
}

function unattributedFinding(row: Unattributed, now: Date, remedies: NoAccountRemedies): Finding {
  const lost = LOST[row.reason];
  if (lost !== undefined) return note('sources', `${row.signals} signals from ${row.source} ${lost}`);
  const sample = row.lastSample === null ? '' : `, the last one "${row.lastSample}"`;
  const text = `${row.signals} signals from ${row.source} were not stored (${row.reason})${sample}`;
  const recent = now.getTime() - row.lastReceivedAt.getTime() < DAY_MS;
  const own = Object.hasOwn(remedies, row.source) ? remedies[row.source] : undefined;
  return recent
    ? problem('sources', text, own ?? 'name the account (account_id) with everything that is sent')
    : note('sources', text);
}
