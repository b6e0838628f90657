import type { AccountHealthReport, AccountStanding } from '../../src/app/accounts/account-report.ts';
import type { AuditReport } from '../../src/app/audit/audit-report.ts';
import type { DigestReport, DigestSignal } from '../../src/app/digest/digest-report.ts';
import type { DataNotice } from '../../src/app/freshness/freshness-report.ts';
import type { OutreachOutcomesReport } from '../../src/app/outreach/outreach-report.ts';
import type { HandoverReport } from '../../src/app/owners/handover-report.ts';
import type { QbrBrief } from '../../src/app/qbr/reports.ts';
import { addDays } from '../../src/domain/day.ts';
import { fc } from './fc.ts';
import { hostile } from './hostile-text.ts';
import { judgementsWith } from './judgements.ts';
import { episode, snoozed } from './slack-episodes.ts';
import {
  changeReport,
  digestReport,
  factsOf,
  GOLDEN_IDS,
  healthReport,
  REPORT_DAY,
  STAND,
  seatsReport,
  standingOf,
} from './slack-reports.ts';

const account = fc.record({
  accountId: fc.oneof(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }), fc.constant('i'.repeat(200))),
  name: hostile,
  domain: fc.option(hostile),
  plan: fc.option(hostile),
  owner: fc.option(
    fc.record({ email: hostile, name: hostile, slackUserId: fc.constantFrom(null, 'U0DANA', '<!channel>', 'U1|x') }),
  ),
});

/** A golden account with a look that somebody else chose. */
export const hostileStanding = fc
  .record({ id: fc.constantFrom(...GOLDEN_IDS), account })
  .map(({ id, account: look }) => standingOf(factsOf(id), look));

/** A handful of them, or five hundred. */
export const hostileStandings = fc.oneof(
  { weight: 4, arbitrary: fc.array(hostileStanding, { maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(hostileStanding, { minLength: 1, maxLength: 4 })
      .map((few) =>
        Array.from({ length: 500 }, (_, index) => few[index % few.length]).flatMap((one, index) =>
          one === undefined ? [] : [{ ...one, account: { ...one.account, accountId: `a${index}` } }],
        ),
      ),
  },
);

const SIGNALS: DigestSignal[] = ['silent_14_days', 'at_risk_enter', 'drop_28d', 'renewal_red_flag', 'dormant'];
const AT = new Date('2026-02-20T09:00:00Z');
const times = <T>(length: number, one: T): T[] => Array.from({ length }, () => one);

export function hostileHealth(one: AccountStanding, text: string): AccountHealthReport {
  const ticket = { ticketId: text, subject: text, priority: text, openedOn: '2026-02-02', closedOn: '2026-02-03' };
  const history = Array.from({ length: 90 }, (_, index) => ({
    day: addDays(REPORT_DAY, index - 89),
    scoreTenths: index % 7 === 0 ? null : (index * 37) % 1000,
    band: one.band,
    ...(index % 3 === 0 ? { rulesChange: { from: text, to: text } } : {}),
  }));
  return healthReport(one, {
    stand: { ...STAND, sources: [{ source: text, ageMinutes: 12, stale: true }], live: true, definition: text },
    history,
    contacts: times(30, { contactId: 'c', name: text, email: text, persona: 'exec', optedOut: false }),
    tickets: times(5, ticket),
    judgements: judgementsWith(text, { id: text, name: text }),
  });
}

export function hostileSeats(one: AccountStanding, text: string) {
  const by = { id: text, name: text };
  const plan = { target: 40, by: '2027-06-01', note: text, author: by, madeOn: REPORT_DAY, ended: null };
  return {
    ...seatsReport(one),
    roles: times(40, { role: text, people: 5, active: 2 }),
    ledger: times(10, { on: '2026-01-16', delta: -5, kind: text, source: text, sourceEventId: text, balance: 1 }),
    months: Array.from({ length: 12 }, (_, index) => ({
      until: addDays(REPORT_DAY, 30 * (index - 11)),
      people: index * 111_111,
      seats: index === 0 && text === '' ? null : index * 999_999,
    })),
    growthPlans: times(20, { ...plan, isInForce: false, ended: { on: REPORT_DAY, by } }),
  };
}

export function hostileDigest(all: readonly AccountStanding[], text: string): DigestReport {
  const entries = all.map((standing, index) => ({
    standing,
    signal: SIGNALS[index % SIGNALS.length] ?? 'dormant',
    tags: SIGNALS,
    changeTenths: -150,
    changeDays: 7,
    since: '2026-02-20',
    state: 'open' as const,
    reminder: index % 2 === 0,
    was: { band: 'WARN' as const, days: 9 },
  }));
  const moves = all.map((one) => ({ account: one.account, minor: 1234 }));
  const stale = { source: text, ageMinutes: 4000, stale: true };
  return {
    ...digestReport(all),
    filter: { plan: text, owner: text },
    stand: { ...STAND, sources: times(30, stale) },
    feeds: times(30, {
      source: text,
      ageMinutes: 9_999_999,
      broken: true,
      volume: { lastDay: 9_999_999, usualLeast: 1_111_111, usualMost: 999_999_999 },
    }),
    fresh: entries,
    open: entries,
    recovered: entries,
    expansion: all,
    dataProblems: times(30, stale),
    notices: Array.from({ length: 30 }, (_, index) => hostileNotice(text, index)),
    seatsAtRiskChange: {
      since: '2026-02-27',
      minor: -5,
      entered: moves,
      left: moves,
      changed: { usageMinor: 7, seatsMinor: -7, priceMinor: 1 },
      fxMinor: -1,
    },
  };
}

function hostileNotice(text: string, index: number): DataNotice {
  return {
    problemId: index,
    source: text,
    feed: index % 5 === 0 ? null : text,
    what: index % 2 === 0 ? 'silent' : 'fell',
    since: new Date('2026-02-27T10:00:00Z'),
    until: null,
    state: (['broken', 'recovered', 'retired'] as const)[index % 3] ?? 'broken',
    lastDay: 3,
    usual: 900_000,
  };
}

export function hostileHandover(all: readonly AccountStanding[], text: string): HandoverReport {
  const author = { id: text, name: text };
  return {
    owner: text,
    standIn: text.length % 2 === 0,
    packets: all.slice(0, 5).map((one) => ({
      health: hostileHealth(one, text),
      from: text,
      open: [episode(), snoozed({ reason: text, by: author })],
      touches: times(3, { kind: 'call' as const, text, author, at: AT }),
    })),
    more: all.slice(5).map((one) => one.account),
  };
}

export function hostileAudit(all: readonly AccountStanding[], text: string): AuditReport {
  const line = { at: AT, actor: { id: text, name: text }, action: text, detail: { asked: text, many: [text, text] } };
  return {
    timeZone: 'UTC',
    before: 7,
    lines: all.map((one, index) => ({ ...line, id: 500 - index, account: index % 2 === 0 ? one.account : null })),
  };
}

export function hostileOutreach(all: readonly AccountStanding[], text: string): OutreachOutcomesReport {
  const mail = { wording: text, sentOn: REPORT_DAY, by: { id: text, name: text }, band: 'WARN' as const };
  const rate = { sent: 20, finished: 9, recovered: 4, rateTenths: 444, templateId: 't' };
  return {
    today: REPORT_DAY,
    since: '2025-03-02',
    capped: true,
    rates: times(40, { ...rate, wording: text }),
    sent: all.map(({ account: { accountId, name } }) => ({
      ...mail,
      accountId,
      accountName: name,
      outcome: { state: 'pending', recoveredOn: null, complete: false },
    })),
  };
}

/** What a brief adds, all of it in one text. */
export function hostileBrief(one: AccountStanding, text: string): Partial<QbrBrief> {
  const by = { id: text, name: text };
  const contact = {
    contactId: text,
    name: text,
    email: text,
    persona: 'admin',
    optedOut: false,
    lastOn: null,
  } as const;
  return {
    health: hostileHealth(one, text),
    alerts: [snoozed({ reason: text, by }), episode()],
    changes: times(3, changeReport(one, { ...one.assessment.facts, tickets_30d: 0, key_contact_days: 2 })),
    contacts: times(30, contact),
    lastContact: { on: '2026-02-17', by, kind: 'draft', wording: text, daysAgo: 12 },
  };
}
