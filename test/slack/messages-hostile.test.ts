import { describe, expect, it } from 'vitest';
import type { AccountRef, AccountStanding, DataNotice, DigestSignal } from '../../src/app/reports.ts';
import { ACTIVE_DEFAULTS } from '../../src/domain/active/definition.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { mailtoUrl } from '../../src/email/mailto.ts';
import { accountCard } from '../../src/slack/messages/account-card.ts';
import { accountName } from '../../src/slack/messages/account-lines.ts';
import { accountList } from '../../src/slack/messages/account-list.ts';
import { accountSeatsMessage } from '../../src/slack/messages/account-seats.ts';
import { defineMessage } from '../../src/slack/messages/define.ts';
import { digestMessage } from '../../src/slack/messages/digest.ts';
import { digestDetails, digestReasons } from '../../src/slack/messages/digest-details.ts';
import { doctorMessage } from '../../src/slack/messages/doctor.ts';
import { expansionMessage } from '../../src/slack/messages/expansion.ts';
import { historyMessage } from '../../src/slack/messages/history.ts';
import type { SlackMessage } from '../../src/slack/messages/message.ts';
import { noMatch, picker, problem, unknownWord } from '../../src/slack/messages/notices.ts';
import { utilizationReport } from '../../src/slack/messages/utilization-report.ts';
import { whyMessage } from '../../src/slack/messages/why.ts';
import { draftModal } from '../../src/slack/views/draft-view.ts';
import { homeWithoutAccounts } from '../../src/slack/views/home-view.ts';
import { noticeModal } from '../../src/slack/views/notice-view.ts';
import { shareModal } from '../../src/slack/views/share-view.ts';
import { messageProblems, viewProblems } from '../support/block-limits.ts';
import { doctorReport } from '../support/doctor-report.ts';
import { fc } from '../support/fc.ts';
import { hostile } from '../support/hostile-text.ts';
import { judgementsWith } from '../support/judgements.ts';
import { controlSequences, HIDDEN, mrkdwnTexts } from '../support/mrkdwn-oracle.ts';
import {
  digestReport,
  factsOf,
  GOLDEN_IDS,
  healthReport,
  listReport,
  STAND,
  seatReportOf,
  seatsReport,
  standingOf,
} from '../support/slack-reports.ts';

const RUNS = Number(process.env['HOSTILE_RUNS'] ?? 60);
const viewer = { money: true };
/** Mentions of users whose ids we hold, and channels that are ours, in the digest and the doctor alone. */
const OURS = /^<(@[UW][A-Z0-9]+|#C0PULSE)>$/;

const account = fc.record({
  accountId: fc.oneof(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }), fc.constant('i'.repeat(200))),
  name: hostile,
  domain: fc.option(hostile),
  plan: fc.option(hostile),
  owner: fc.option(
    fc.record({ email: hostile, name: hostile, slackUserId: fc.constantFrom(null, 'U0DANA', '<!channel>', 'U1|x') }),
  ),
});

const standing = fc
  .record({ id: fc.constantFrom(...GOLDEN_IDS), account })
  .map(({ id, account: look }) => standingOf(factsOf(id), look));
const standings = fc.oneof(
  { weight: 4, arbitrary: fc.array(standing, { maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: standing.map((one) =>
      Array.from({ length: 500 }, (_, index) => ({ ...one, account: { ...one.account, accountId: `a${index}` } })),
    ),
  },
);
const SIGNALS: DigestSignal[] = ['silent_14_days', 'at_risk_enter', 'drop_28d', 'renewal_red_flag', 'dormant'];

const RENDERERS: Readonly<Record<string, (all: readonly AccountStanding[], text: string) => SlackMessage>> = {
  accountCard: ([one = standingOf(factsOf('acme'))], text) => accountCard(hostileReport(one, text), viewer),
  sharedCard: ([one = standingOf(factsOf('acme'))], text) =>
    accountCard(hostileReport(one, text), { money: false, sharedBy: 'dana' }),
  whyMessage: ([one = standingOf(factsOf('acme'))], text) => whyMessage(hostileReport(one, text)),
  historyMessage: ([one = standingOf(factsOf('acme'))], text) => historyMessage(hostileReport(one, text)),
  accountList: (all) => accountList(listReport(all, 'bottom'), viewer),
  utilizationReport: (all, text) => utilizationReport(seatReportOf(all, { plan: text, ownerEmail: text }), viewer),
  accountSeatsMessage: ([one = standingOf(factsOf('acme'))], text) =>
    accountSeatsMessage(
      {
        ...seatsReport(one),
        roles: Array.from({ length: 40 }, () => ({ role: text, people: 5, active: 2 })),
        ledger: Array.from({ length: 10 }, () => ({
          on: '2026-01-16',
          delta: -5,
          kind: text,
          source: text,
          sourceEventId: text,
          balance: 1,
        })),
      },
      viewer,
    ),
  digestMessage: (all, text) => digestMessage(hostileDigest(all, text), { ...viewer, mentions: true }),
  digestDetails: (all, text) => digestDetails(hostileDigest(all, text), viewer),
  digestReasons: (all, text) => digestReasons(hostileDigest(all, text)),
  expansionMessage: (all, text) => expansionMessage(hostileDigest(all, text), viewer),
  picker: (all, text) => picker(text, all.map(accountOf), 'pick_health'),
  noMatch: (all, text) => noMatch(text, all.map(accountOf), { action: 'pick_health', suggestion: null }),
  unknownWord: (_, text) => unknownWord(text, ['today'], null),
  problem: (_, text) => problem(text),
  define: (_, text) =>
    defineMessage(text, { health: BALANCED, utilization: UTILIZATION_DEFAULTS, active: ACTIVE_DEFAULTS }),
  doctor: (_, text) =>
    doctorMessage(
      doctorReport({
        findings: Array.from({ length: 60 }, (_unused, index) => ({
          area: 'sources',
          state: index % 2 === 0 ? 'problem' : 'note',
          text,
          remedy: index % 2 === 0 ? text : null,
        })),
        jobs: [{ job: text, scope: text, nextAt: new Date('2026-03-02T09:00:00Z'), last: null }],
      }),
    ),
};

describe('every message on hostile data', () => {
  for (const [name, render] of Object.entries(RENDERERS)) {
    it(`${name} stays within Slack's limits and holds no control sequence of somebody else`, () => {
      fc.assert(
        fc.property(standings, hostile, (all, text) => {
          const message = render(all, text);
          expect(messageProblems(message)).toEqual([]);
          assertHarmless([message.text, ...mrkdwnTexts(message.blocks), ...mrkdwnTexts(message.classic)]);
          expect(JSON.stringify(message)).not.toMatch(HIDDEN);
          expect(() => encodeURIComponent(message.text)).not.toThrow();
          expect(viewProblems(noticeModal('Account', message))).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    });
  }
});

describe('every view on hostile data', () => {
  it('the draft stays within limits and its link is a mail link', () => {
    fc.assert(
      fc.property(standing, hostile, hostile, ({ account: owner }, text, other) => {
        const contacts = [{ contactId: 'c1', name: text, email: text, persona: 'admin' as const, optedOut: false }];
        const draft = {
          account: owner,
          bucket: 'at_risk',
          persona: 'admin',
          personas: ['admin', text],
          templates: [{ id: 'a', label: other }],
          templateId: 'a',
          contacts,
          contactId: 'c1',
          to: text,
          subject: other,
          body: text,
          warnings: [text, other],
          pauses: [
            { reason: 'contacted_recently' as const, text },
            { reason: 'opted_out' as const, text: other },
          ],
        };
        const link = mailtoUrl({ to: null, subject: other, body: text });
        for (const polished of [false, true]) {
          const edited = { subject: text, body: other };
          const options = { revision: 3, link, copy: true, objection: 'slow', polished, reason: text, canPolish: true };
          const view = draftModal(draft, { ...options, text: edited });
          expect(viewProblems(view)).toEqual([]);
          assertHarmless(mrkdwnTexts(view));
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('home and share stay within limits', () => {
    fc.assert(
      fc.property(standings, (all) => {
        const home = homeWithoutAccounts(listReport(all), viewer);
        expect(viewProblems(home)).toEqual([]);
        assertHarmless(mrkdwnTexts(home));
        const [one] = all;
        if (one === undefined) return;
        const { account: shared } = one;
        const view = shareModal({ accountId: shared.accountId, name: accountName(shared), money: true });
        expect(viewProblems(view)).toEqual([]);
        assertHarmless(mrkdwnTexts(view));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the checks themselves', () => {
  it('see what a careless renderer does', () => {
    const careless = (text: string): SlackMessage => ({
      text,
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
      classic: null,
    });
    expect(messageProblems(careless('x'.repeat(3001)))).not.toEqual([]);
    expect(messageProblems(careless(''))).not.toEqual([]);
    expect(messageProblems(careless('\ud800'))).not.toEqual([]);
    expect(() => assertHarmless(mrkdwnTexts(careless('<!channel>').blocks))).toThrow();
    expect('a\u202eb').toMatch(HIDDEN);
    const two = accountCard(healthReport(standingOf(factsOf('acme'))), viewer);
    expect(
      messageProblems({ ...two, blocks: Array.from({ length: 51 }, () => two.blocks[0]).flatMap((one) => one ?? []) }),
    ).not.toEqual([]);
  });
});

function assertHarmless(texts: readonly string[]): void {
  for (const text of texts) {
    expect(controlSequences(text).filter((sequence) => !OURS.test(sequence))).toEqual([]);
    expect(text).not.toContain('://');
  }
}

function hostileReport(one: AccountStanding, text: string) {
  return healthReport(one, {
    stand: { ...STAND, sources: [{ source: text, ageMinutes: 12, stale: true }], live: true, definition: text },
    contacts: Array.from({ length: 30 }, () => ({
      contactId: 'c',
      name: text,
      email: text,
      persona: 'exec' as const,
      optedOut: false,
    })),
    tickets: Array.from({ length: 5 }, () => ({
      ticketId: text,
      subject: text,
      priority: text,
      openedOn: '2026-02-02',
      closedOn: '2026-02-03',
    })),
    judgements: judgementsWith(text, { id: text, name: text }),
  });
}

function hostileDigest(all: readonly AccountStanding[], text: string) {
  const base = digestReport(all);
  const entries = all.map((one, index) => ({
    standing: one,
    signal: SIGNALS[index % SIGNALS.length] ?? 'dormant',
    tags: SIGNALS,
    changeTenths: -150,
    changeDays: 7,
    since: '2026-02-20',
    state: 'open' as const,
    reminder: true,
    was: { band: 'WARN' as const, days: 9 },
  }));
  const moves = all.map((one) => ({ account: one.account, minor: 1234 }));
  return {
    ...base,
    stand: { ...STAND, sources: Array.from({ length: 30 }, () => ({ source: text, ageMinutes: 4000, stale: true })) },
    fresh: entries,
    open: entries,
    recovered: entries,
    expansion: all,
    dataProblems: Array.from({ length: 30 }, () => ({ source: text, ageMinutes: 4000, stale: true })),
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

function accountOf({ account: one }: AccountStanding): AccountRef {
  return one;
}
