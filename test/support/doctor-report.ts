import type { DoctorReport } from '../../src/app/doctor/doctor-report.ts';

/** The report of an installation in which all is well. */
export function doctorReport(overrides: Partial<DoctorReport> = {}): DoctorReport {
  return {
    checkedAt: new Date('2026-03-01T06:00:00Z'),
    timeZone: 'UTC',
    ok: true,
    databaseReached: true,
    findings: [{ area: 'database', state: 'ok', text: 'PostgreSQL 16.2, 9 MB', remedy: null }],
    sources: [],
    unattributed: [],
    waiting: [],
    jobs: [{ job: 'digest', scope: 'C0PULSE', nextAt: new Date('2026-03-02T09:00:00Z'), last: null }],
    ...overrides,
  };
}
