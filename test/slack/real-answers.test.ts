import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountHealth } from '../../src/app/accounts/account-health.ts';
import { findAccount } from '../../src/app/accounts/find-account.ts';
import { suggestAccounts } from '../../src/app/accounts/suggest-accounts.ts';
import { audit } from '../../src/app/audit/audit.ts';
import { whyChanged } from '../../src/app/changes/explain-change.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { draftEmail } from '../../src/app/drafts/draft-email.ts';
import { lintDraftText } from '../../src/app/drafts/lint-draft-text.ts';
import { accountEpisodes } from '../../src/app/episodes/account-episodes.ts';
import { recordOutreach } from '../../src/app/outreach/record-outreach.ts';
import { healthList } from '../../src/app/portfolio/health-list.ts';
import { accountSeatGroups } from '../../src/app/seats/account-seat-groups.ts';
import { accountSeats } from '../../src/app/seats/account-seats.ts';
import { seatReport } from '../../src/app/seats/seat-report.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { insertRecipePortfolio } from '../support/portfolio.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';

describe('answers from the database', () => {
  let database: TestDatabase;
  let harness: Harness;
  beforeAll(async () => {
    database = await cloneDatabase();
    await insertRecipePortfolio(database.pool, '2026-03-01');
    const ctx = testContext(database.pool);
    for (const day of ['2026-02-22', '2026-03-01']) await snapshotScores({ ctx, input: { day } });
    const reads = {
      accountSeatGroups,
      findAccount,
      suggestAccounts,
      accountHealth,
      healthList,
      seatReport,
      accountSeats,
      composeDigest,
    };
    const deps = { ...reads, accountEpisodes, whyChanged, draftEmail, lintDraftText, recordOutreach, audit };
    harness = await startHarness({}, [], () => undefined, { ctx, deps });
  });
  afterAll(async () => {
    await harness.close();
    await database.close();
  });

  async function ask(name: string, text: string): Promise<string> {
    harness.slack.reset();
    await harness.command(name, text);
    const { args } = await harness.slack.waitFor(() => harness.slack.of('response_url')[0]);
    return String(args['text']);
  }

  it('gives the card with the golden numbers', async () => {
    const text = await ask('/health', 'acme');
    expect(text).toContain('$750/mo MRR ($9,000/yr ARR)');
    expect(text).toContain('🟢 88.0 healthy');
    expect(text).toContain(
      'support −7.5 (4 tickets / 9 people) · regularity −3.6 (10 of 13 weeks) · NPS −0.9 (8.0, n=2)',
    );
  });

  it('gives the asker’s accounts, worst first', async () => {
    const text = await ask('/health', '');
    const scores = [...text.matchAll(/^\S+ \*\w+\*(?: ★)? (\d+\.\d)/gm)].map(([, score]) => score);
    expect(scores).toEqual(['18.5', '41.2', '48.0', '88.0', '91.4']);
  });

  it('gives the recipe’s totals', async () => {
    expect(await ask('/utilization', 'mine')).toContain(
      '*SEATS AT RISK $4,875/mo ($58,500/yr)* · DORMANT $200/mo · EXPANSION $375/mo ($4,500/yr)',
    );
  });

  it('gives the file of one account, which shows amounts to who may see them', async () => {
    expect(await ask('/utilization', 'acme csv')).toContain('CSV');
    const [row, months] = harness.slack.of('upload').map(({ args }) => String(args['content']));
    expect(row).toContain('acme,acme,');
    expect(row).toContain(',expansion,10,9,90.0,');
    expect(months?.trimEnd().split('\r\n').at(-1)).toBe('2026-03-01,9,10');
  });

  it.each([
    ['co csv', 'megacorp,'],
    ['co by role csv', 'admin,'],
  ])('means a file also where “%s” asks which account', async (typed, content) => {
    await ask('/utilization', typed);
    const command = JSON.stringify(harness.slack.of('response_url')[0]?.args['blocks'])
      .split('"value":')
      .flatMap((part) => /^"(\/utilization \\"megacorp\\"[^\\"]*)"/.exec(part)?.[1] ?? [])
      .map((value) => value.replaceAll('\\"', '"'));
    expect(command).toEqual([typed.replace('co', '/utilization "megacorp"')]);
    harness.slack.reset();
    await harness.interact(click(harness.slack, 'v1:run_command', command[0] ?? ''));
    await harness.app.idle();
    expect(String(harness.slack.of('upload')[0]?.args['content'])).toContain(content);
  });

  it('answers every other command from the same data', async () => {
    expect(await ask('/utilization', 'megacorp')).toContain('32→24→18→14');
    expect(await ask('/pulse', '')).toContain('Seats at risk $4,875/mo ($58,500/yr)');
    expect(await ask('/health', 'why megacorp')).toContain('The points add up to 18.5');
    expect(await ask('/health', 'history megacorp')).toContain('Score history of megacorp');
    expect(await ask('/health', 'megacrop')).toContain('megacorp');
    expect(await ask('/pulse', 'doctor')).toContain('Doctor');
  });

  it('says what moved a score in a week above where its points come from', async () => {
    const text = await ask('/health', 'why globex');
    const [title, ...lines] = text.split('\n');
    expect(title).toMatch(/^\*Since Sun 22 Feb 2026: .* → 🟠 41\.2 WARN \([▲▼=] \d+\.\d\)\*$/);
    const parts = lines.slice(
      0,
      lines.findIndex((line) => line.includes('Why globex is')),
    );
    const sum = parts.reduce((total, line) => {
      const [, points = ''] = /^• ([−+]?\d+\.\d) /.exec(line) ?? [];
      return total + Math.round(10 * Number(points.replace('−', '-')));
    }, 0);
    const change = /\(([▲▼=]) (\d+\.\d)\)/.exec(title ?? '') ?? [];
    expect(parts.length).toBeGreaterThan(0);
    expect(sum).toBe(Math.round(Number(change[2]) * (change[1] === '▼' ? -10 : 10)));
  });

  it('opens a draft for the account', async () => {
    harness.slack.reset();
    await harness.interact(click(harness.slack, 'v1:draft_email', 'megacorp'));
    const { args } = await harness.slack.waitFor(() => harness.slack.of('views.update')[0]);
    // An urgent ticket is open: the text is there, the link waits for a reason.
    expect(JSON.stringify(args)).toContain('1 urgent ticket is open');
    expect(JSON.stringify(args)).not.toContain('mailto:');
    expect(JSON.stringify(args)).toContain('v1:input:body');
  });
});
