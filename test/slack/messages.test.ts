import { describe, expect, it } from 'vitest';
import type { DigestEntry } from '../../src/app/digest/digest-report.ts';
import { accountCard } from '../../src/slack/messages/account-card.ts';
import { digestMessage } from '../../src/slack/messages/digest.ts';
import { utilizationReport } from '../../src/slack/messages/utilization-report.ts';
import { whyMessage } from '../../src/slack/messages/why.ts';
import { messageProblems } from '../support/block-limits.ts';
import {
  digestReport,
  GOLDEN_IDS,
  goldenStanding,
  healthReport,
  RECIPE_ACCOUNTS,
  seatReportOf,
} from '../support/slack-reports.ts';

const money = { money: true };
const portfolio = RECIPE_ACCOUNTS.map(goldenStanding);
const lines = (text: string) => text.split('\n');

describe('the card of an account', () => {
  it.each([
    [
      'megacorp',
      [
        '*megacorp* · Pro · $5,000/mo MRR ($60,000/yr ARR) · renews 2 May (62 d) · @dana',
        '*🔴 18.5 CRITICAL* · ▲ 1.2 in 7 d · ▁▁▂▃▄▅▆▇██ · coverage 100 % · confidence high',
        'Seats 14/50 (28.0 %), people 32→24→18→14 → AT RISK: low and dropping, $3,600/mo ($43,200/yr) exposed',
        '> renewal near with low seat use · utilization −36.0 points in a quarter',
        'Lost points (100 − 18.5):',
        '> trend −23.5 (events 3,500 → 1,560, active days 50 → 22 per 14 d)',
        '> seat utilization −17.2 (14 of 50 seats)',
        '> regularity −12.2 (6 of 13 weeks)',
        '> support −10.0 (5 tickets, 1 urgent / 14 people) · reliability −8.6 (89 errors in 4,200 events) · key contact −5.0 (last active 33 d ago) · NPS −5.0 (3.0, n=1)',
        'Key contact active 33 d ago · errors 17.3/1k events · 1 urgent ticket open',
      ],
    ],
    [
      'globex',
      [
        '*globex* · Pro · $1,875/mo MRR ($22,500/yr ARR) · renews 19 Jul (140 d) · @dana',
        '*🟠 41.2 WARN* · ▲ 1.2 in 7 d · ▁▁▂▃▄▅▆▇██ · coverage 100 % · confidence high',
        'Seats 8/25 (32.0 %), people 12→11→9→8 → AT RISK: low and dropping, $1,275/mo ($15,300/yr) exposed',
        'Lost points (100 − 41.2):',
        '> seat utilization −16.8 (8 of 25 seats)',
        '> trend −16.0 (events 5,400 → 3,060, active days 32 → 15 per 14 d)',
        '> support −10.0 (3 tickets, 1 urgent / 8 people)',
        '> regularity −7.9 (8 of 13 weeks) · key contact −4.2 (last active 26 d ago) · NPS −2.9 (5.5, n=2) · reliability −1.0 (22 errors in 6,800 events)',
        'Key contact active 26 d ago · errors 2.9/1k events · 1 urgent ticket open',
      ],
    ],
    [
      'tinyco',
      [
        '*tinyco* · Pro · $250/mo MRR ($3,000/yr ARR) · renews 27 Sep (210 d) · @dana',
        '*🟡 48.0 ok* · ▲ 1.2 in 7 d · ▁▁▂▃▄▅▆▇██ · coverage 75 % · confidence medium',
        'Seats 1/5 (20.0 %), people 1→1→1→1 → DORMANT: low and flat, $200/mo ($2,400/yr) unused',
        '> low-touch',
        'Lost points (100 − 48.0):',
        '> seat utilization −24.0 (1 of 5 seats)',
        '> regularity −19.1 (5 of 13 weeks)',
        '> NPS −4.4 (5.0, n=1)',
        '> support −3.3 (2 tickets / 1 person) · reliability −1.2 (2 errors in 120 events)',
        '> not measured: trend',
        'Key contact active 7 d ago · errors 2.7/1k events',
      ],
    ],
    [
      'acme',
      [
        '*acme* · Pro · $750/mo MRR ($9,000/yr ARR) · renews 28 Aug (180 d) · @dana',
        '*🟢 88.0 healthy* · ▲ 1.2 in 7 d · ▁▁▂▃▄▅▆▇██ · coverage 100 % · confidence high',
        'Seats 9/10 (90.0 %), people 7→8→9→9 → at the ceiling: +5 seats ≈ $375/mo',
        'Lost points (100 − 88.0): support −7.5 (4 tickets / 9 people) · regularity −3.6 (10 of 13 weeks) · NPS −0.9 (8.0, n=2)',
        'Key contact active 2 d ago · errors 0.3/1k events',
      ],
    ],
    [
      'innovate',
      [
        '*innovate* · Pro · $1,875/mo MRR ($22,500/yr ARR) · renews 6 Nov (250 d) · @dana',
        '*🏆 91.4 champion* · ▲ 1.2 in 7 d · ▁▁▂▃▄▅▆▇██ · coverage 100 % · confidence high',
        'Seats 21/25 (84.0 %), people 19→20→20→21 → steady',
        'Lost points (100 − 91.4): support −8.2 (9 tickets / 21 people) · NPS −0.4 (8.5, n=2)',
        'Key contact active 1 d ago · errors 0.4/1k events',
      ],
    ],
  ])('says everything about %s', (id, expected) => {
    const { text } = accountCard(healthReport(goldenStanding(id)), money);
    expect(lines(text).slice(0, -1)).toEqual(expected);
    expect(lines(text).at(-1)).toBe('as of Sun 1 Mar 2026 00:00 UTC · balanced@1 · data usage 2 h, billing 9 min old');
  });

  it.each([
    ['annualis', '⚠ base 86.7, capped at 44.9: renewal in 45 d with 55.0 % of seats used'],
    ['quitter', '⚠ base 96.6, capped at 24.9: cancellation notice, period ends in 20 d'],
    ['silentco', '⚠ base 53.2, capped at 24.9: no activity for 14 days'],
    ['yenko', '⚠ base 79.3, capped at 44.9: seat use is low and dropping (45.0 %)'],
    ['eurocorp', '⚠ base 100.0, capped at 44.9: payment past due for 15 d'],
    ['dormco', '⚠ base 82.0, capped at 69.9: seats lie dormant (20.0 % used)'],
  ])('names the cap of %s', (id, expected) => {
    expect(lines(accountCard(healthReport(goldenStanding(id)), money).text)).toContain(expected);
  });

  it('says why there is no score', () => {
    expect(accountCard(healthReport(goldenStanding('newco')), money).text).toContain('🌱 onboarding');
    expect(whyMessage(healthReport(goldenStanding('newco'))).text).toContain(
      'No score yet: 12 days of data, 28 are needed.',
    );
    expect(accountCard(healthReport(goldenStanding('ghost')), money).text).toContain(
      'check the mapping before calling',
    );
    expect(accountCard(healthReport(goldenStanding('meterly')), money).text).toContain('usage-based plan');
  });

  it('adds up: what was lost and the base are 100 for every golden account', () => {
    for (const id of GOLDEN_IDS) {
      const text = accountCard(healthReport(goldenStanding(id)), money).text;
      const base = /Lost points \(100 − ([\d.]+)\)/.exec(text)?.[1];
      if (base === undefined) continue;
      const parts = [...text.slice(text.indexOf('Lost'), text.indexOf('Key contact')).matchAll(/ −(\d+\.\d) \(/g)];
      const lost = parts.reduce((sum, [, points]) => sum + Math.round(Number(points) * 10), 0);
      expect(lost, id).toBe(1000 - Math.round(Number(base) * 10));
    }
  });

  it('has no buttons once it is shared, and says by whom', () => {
    const shared = accountCard(healthReport(goldenStanding('acme')), { money: false, sharedBy: 'dana' });
    expect(shared.blocks.some(({ type }) => type === 'actions')).toBe(false);
    expect(shared.text).toContain('shared by dana');
    expect(shared.text).not.toMatch(/[$€¥]/);
  });
});

describe('the utilization report', () => {
  it('prints the portfolio of the four ranked accounts with its totals', () => {
    expect(lines(utilizationReport(seatReportOf(portfolio), money).text).slice(0, -1)).toEqual([
      '*Seat utilization* · 30 d to 1 Mar · accounts with ≥ 5 paid seats (5 of 5)',
      '*SEATS AT RISK $4,875/mo ($58,500/yr)* · DORMANT $200/mo · EXPANSION $375/mo ($4,500/yr)',
      '*⚠ AT RISK: low and dropping*',
      '*megacorp* 50 paid · 14 active · 28.0 % · people 32→24→18→14',
      '> $5,000/mo MRR · $3,600/mo exposed · renews 2 May (62 d) · renewal near with low seat use · utilization −36.0 points in a quarter',
      '*globex* 25 paid · 8 active · 32.0 % · people 12→11→9→8',
      '> $1,875/mo MRR · $1,275/mo exposed',
      '*💤 DORMANT: low and flat*',
      '*tinyco* 5 paid · 1 active · 20.0 % · people 1→1→1→1',
      '> $250/mo MRR · $200/mo exposed · low-touch',
      '*✅ EXPANSION: at the ceiling*',
      '*acme* 10 paid · 9 active · 90.0 % · people 7→8→9→9',
      '> $750/mo MRR · +5 seats ≈ $375/mo',
      'Not ranked: 0 small · 0 usage-based · 0 no signal · 0 onboarding',
    ]);
  });

  it('uses a sortable table for many accounts, with the same lines in the classic twin', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      ...goldenStanding('globex'),
      account: { ...goldenStanding('globex').account, accountId: `a${index}`, name: `Account ${index}` },
    }));
    const message = utilizationReport(seatReportOf(many), money);
    expect(message.blocks.some(({ type }) => type === 'data_table')).toBe(true);
    expect(JSON.stringify(message.classic)).toContain('Account 11');
    expect(messageProblems(message)).toEqual([]);
  });
});

describe('the digest', () => {
  it('prints the morning of the recipe accounts', () => {
    expect(lines(digestMessage(digestReport(portfolio), { ...money, mentions: true }).text)).toEqual([
      '*CS pulse · Sun 1 Mar 2026*',
      '*Seats at risk $4,875/mo ($58,500/yr)* · +$675 vs Fri · +$1,275 vs last Sun',
      '> in: globex +$1,275 · out: megacorp −$600 · dormant seats $200/mo (not in the total)',
      '*Churn exposure $5,000/mo MRR ($60,000/yr ARR)* · 1 CRITICAL',
      '*NEW (2)*',
      '🔴 *megacorp* ★ 18.5 CRITICAL · ▼ 22.1 in 7 d · <@U0DANA>',
      '> $5,000/mo MRR · $3,600/mo exposed · 14/50 seats (28.0 %) · renews 2 May (62 d)',
      '> entered at-risk seats, people 32→24→18→14 · trend −23.5 (events 3,500 → 1,560, active days 50 → 22 per 14 d) · seat utilization −17.2 (14 of 50 seats)',
      '🟠 *globex* 41.2 WARN · ▼ 22.1 in 7 d · @dana',
      '> $1,875/mo MRR · $1,275/mo exposed · 8/25 seats (32.0 %) · renews 19 Jul (140 d)',
      '> entered at-risk seats, people 12→11→9→8 · seat utilization −16.8 (8 of 25 seats) · trend −16.0 (events 5,400 → 3,060, active days 32 → 15 per 14 d)',
      '*EXPANSION (1)*',
      '🟢 *acme* 88.0 healthy · 9/10 seats · +5 seats ≈ $375/mo · @dana',
      'quiet: 118 accounts',
      'data to Sat 24:00 UTC · usage 2 h, billing 9 min old · balanced@1',
    ]);
  });

  it('notifies nobody in a preview and names data problems first', () => {
    const notice = {
      problemId: 1,
      source: 'usage',
      feed: 'segment',
      what: 'silent',
      since: new Date('2026-02-27T10:05:00Z'),
      until: null,
      state: 'broken',
      lastDay: 0,
      usual: 900,
    } as const;
    const { text } = digestMessage(digestReport(portfolio, { notices: [notice] }), { ...money, mentions: false });
    expect(text).not.toContain('<@');
    expect(lines(text)[1]).toBe(
      '⚠ *Data problem*: usage from segment, nothing since Fri 27 Feb 10:05, although these hours usually bring some. Drops are held, scores may be too low. See `/pulse doctor`.',
    );
  });

  it('says so when nothing is new', () => {
    const quiet = digestReport(portfolio, { fresh: [], expansion: [] });
    expect(digestMessage(quiet, { ...money, mentions: true }).text).toContain('Nothing new since the last digest.');
  });

  it('shows ten new accounts and counts the rest', () => {
    const entry = digestReport(portfolio).fresh[0];
    const fresh = Array.from({ length: 17 }, () => entry).flatMap((one) => one ?? []);
    const { text } = digestMessage(digestReport(portfolio, { fresh }), { ...money, mentions: true });
    expect(text).toContain('*NEW (17)*');
    expect(
      JSON.stringify(digestMessage(digestReport(portfolio, { fresh }), { ...money, mentions: true }).blocks),
    ).toContain('+7 more');
  });

  it('names every group in the text however long the list is', () => {
    const entry = digestReport(portfolio).fresh[0];
    const many = Array.from({ length: 30 }, () => entry).flatMap((one) => one ?? []);
    const { text, blocks } = digestMessage(digestReport(portfolio, { fresh: many, recovered: many, open: many }), {
      ...money,
      mentions: true,
    });
    for (const heading of ['*NEW (30)*', '*RECOVERED (30)*', '*EXPANSION (1)*', '*STILL OPEN (30)*']) {
      expect(text).toContain(heading);
    }
    expect(text).toContain('quiet: 118 accounts');
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(blocks).length).toBeLessThan(12_000);
  });

  it('puts the worst band first and counts slips from champion to healthy in one line', () => {
    const entryOf = (id: string, signal: DigestEntry['signal']): DigestEntry => ({
      standing: goldenStanding(id),
      signal,
      tags: [signal],
      changeTenths: -30,
      changeDays: 7,
      since: '2026-03-01',
      state: 'open',
      reminder: false,
      was: null,
    });
    const fresh = [entryOf('acme', 'band_down'), entryOf('globex', 'band_down'), entryOf('megacorp', 'drop_7d')];
    const { text } = digestMessage(digestReport(portfolio, { fresh }), { ...money, mentions: false });
    expect(text).toContain('*NEW (2)*');
    expect(text.indexOf('*megacorp*')).toBeLessThan(text.indexOf('*globex*'));
    expect(text).toContain('1 slipped from champion to healthy: acme');
    const calm = digestMessage(digestReport(portfolio, { fresh: fresh.slice(0, 1) }), { ...money, mentions: false });
    expect(calm.text).toContain('No new alarm since the last digest.\n1 slipped');
  });
});
