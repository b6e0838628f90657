import type { DoctorReport, Finding } from '../app/doctor/doctor-report.ts';
import { localDayOf, localTimeOf } from '../lib/local-time.ts';

const MARKS = { ok: 'ok     ', note: 'note   ', problem: 'PROBLEM' } as const;
// biome-ignore lint/suspicious/noControlCharactersInRegex: texts of strangers must not steer a terminal.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;

/** The report for a terminal. */
export function doctorText(report: DoctorReport): string {
  const at = (instant: Date): string =>
    `${localDayOf(instant, report.timeZone)} ${localTimeOf(instant, report.timeZone)}`;
  const problems = report.findings.filter(({ state }) => state === 'problem').length;
  const next = report.jobs.flatMap(({ job, nextAt }) => (nextAt === null ? [] : [`${job} ${at(nextAt)}`]));
  const lines = [
    `cs-pulse doctor, ${at(report.checkedAt)} ${report.timeZone}`,
    ...report.findings.map(findingText),
    ...(next.length === 0 ? [] : [`next runs (${report.timeZone}): ${next.join(', ')}`]),
    problems === 0 ? 'All is well.' : `${problems} ${problems === 1 ? 'problem' : 'problems'} found.`,
  ];
  return `${lines.join('\n')}\n`;
}

function findingText({ area, remedy, state, text }: Finding): string {
  const line = `${MARKS[state]} ${area}: ${text.replace(CONTROL, ' ')}`;
  return remedy === null ? line : `${line}\n        → ${remedy.replace(CONTROL, ' ')}`;
}

/** The report as other programs read it. Names are its interface: additions go to the end. */
export function doctorJson(report: DoctorReport): Record<string, unknown> {
  return {
    ok: report.ok,
    checked_at: report.checkedAt.toISOString(),
    time_zone: report.timeZone,
    database_reached: report.databaseReached,
    findings: report.findings,
    sources: report.sources.map((row) => ({
      source: row.source,
      kind: row.kind,
      last_occurred_at: row.lastOccurredAt.toISOString(),
      last_received_at: row.lastReceivedAt.toISOString(),
      age_minutes: Math.max(0, Math.floor((report.checkedAt.getTime() - row.lastOccurredAt.getTime()) / 60_000)),
      stale: row.broken,
      signals: row.signals,
      today: row.today,
      last_day: row.lastDay,
      usual: row.usual,
    })),
    unattributed: report.unattributed.map((row) => ({
      source: row.source,
      reason: row.reason,
      signals: row.signals,
      last_received_at: row.lastReceivedAt.toISOString(),
      last_sample: row.lastSample,
    })),
    jobs: report.jobs.map(({ job, last, nextAt, scope }) => ({
      job,
      scope,
      next_at: nextAt?.toISOString() ?? null,
      last,
    })),
    waiting: report.waiting.map(({ keys, lastWeek, remedy, source, waiting }) => ({
      source,
      last_7_days: lastWeek,
      waiting,
      keys,
      remedy,
    })),
  };
}
