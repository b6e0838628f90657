import type { AccountStanding } from '../../src/app/accounts/account-report.ts';
import type { HealthListReport } from '../../src/app/portfolio/portfolio-reports.ts';
import { outline } from '../../src/app/qbr/outline.ts';
import type { OutlineKnown } from '../../src/app/qbr/outline-facts.ts';
import type { BottomReport, ContactActivity, QbrBrief, QbrPack } from '../../src/app/qbr/reports.ts';
import { addDays } from '../../src/domain/day.ts';
import { suggestedPlays } from '../../src/domain/suggested-play.ts';
import { episodesReport } from './slack-episodes.ts';
import { changeReport, healthReport, REPORT_DAY } from './slack-reports.ts';

const CONTACTS: readonly ContactActivity[] = [
  {
    contactId: 'c1',
    name: 'Priya',
    email: 'priya@example.com',
    persona: 'admin',
    optedOut: false,
    lastOn: '2026-02-26',
  },
  { contactId: 'c2', name: 'Sam', email: null, persona: 'key_contact', optedOut: true, lastOn: null },
];

const LAST_CONTACT = {
  on: '2026-02-17',
  by: { id: 'U0DANA', name: 'Dana' },
  kind: 'call',
  wording: null,
  daysAgo: 12,
} as const;

/** What is known of a golden account for its outline; the departments are invented. */
export function outlineKnownOf({ account, assessment: { facts } }: AccountStanding): OutlineKnown {
  const windows = facts.active_user_windows;
  return {
    accountId: account.accountId,
    accountName: account.name,
    asOf: REPORT_DAY,
    usage: { events: 3 * facts.events_30d, before: 12_000 },
    workflows: null,
    months: windows.map((people, i) => ({ until: addDays(REPORT_DAY, 30 * (i + 1 - windows.length)), people })),
    departments: [
      { name: 'Platform', people: 12, active: 9 },
      { name: 'Legal', people: 2, active: 0 },
      { name: 'Sales', people: 6, active: 1 },
    ],
    milestones: [{ days: 30, on: '2025-02-24', people: 11 }],
    errors: facts.errors_30d == null ? null : { errors: facts.errors_30d, events: facts.events_30d },
    support: {
      opened: facts.tickets_30d ?? 0,
      closed: 1,
      stillOpen: 1,
      fixed: [{ subject: 'Slow export', fixedOn: '2026-02-24' }],
    },
    feedback: facts.nps_count == null ? null : { answers: facts.nps_count },
  };
}

/** The QBR pack of a standing, with its brief from the other reports' fixtures. */
export function qbrPackOf(standing: AccountStanding, more: Partial<QbrBrief> = {}): QbrPack {
  const health = healthReport(standing);
  const earlier = { ...standing.assessment.facts, tickets_30d: 0, key_contact_days: 2 };
  return {
    stand: health.stand,
    account: standing.account,
    brief: {
      health,
      alerts: episodesReport(standing).open,
      changes: [changeReport(standing, earlier)],
      contacts: CONTACTS,
      lastContact: LAST_CONTACT,
      plays: suggestedPlays(standing.assessment),
      ...more,
    },
    outline: outline(outlineKnownOf(standing)),
  };
}

/** The same list with the details of its accounts. */
export function bottomReportOf(list: HealthListReport): BottomReport {
  return {
    ...list,
    entries: list.scored.map((standing) => ({
      standing,
      tickets: healthReport(standing).tickets,
      contacts: CONTACTS,
      lastContact: LAST_CONTACT,
      plays: suggestedPlays(standing.assessment),
    })),
  };
}
