import { accountHealth } from '../../src/app/accounts/account-health.ts';
import { findAccount } from '../../src/app/accounts/find-account.ts';
import { whyChanged } from '../../src/app/changes/explain-change.ts';
import type { Context } from '../../src/app/context.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { accountEpisodes } from '../../src/app/episodes/account-episodes.ts';
import { healthList } from '../../src/app/portfolio/health-list.ts';
import { portfolioMetrics } from '../../src/app/portfolio/portfolio-metrics.ts';
import { bottomAccounts } from '../../src/app/qbr/bottom-accounts.ts';
import { qbrPack } from '../../src/app/qbr/qbr-pack.ts';
import { renewalCalendar } from '../../src/app/renewals/renewal-calendar.ts';
import { renewalTalk } from '../../src/app/renewals/renewal-talk.ts';
import { revenueCohorts } from '../../src/app/revenue/revenue-cohorts.ts';
import { portfolioMovers } from '../../src/app/rollup/portfolio-movers.ts';
import { accountSeatGroups } from '../../src/app/seats/account-seat-groups.ts';
import { accountSeats } from '../../src/app/seats/account-seats.ts';
import { seatGroups } from '../../src/app/seats/seat-groups.ts';
import { seatReport } from '../../src/app/seats/seat-report.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { execute } from '../../src/store/db.ts';
import { insertRecipePortfolio } from './portfolio.ts';
import { type Harness, startHarness } from './slack-harness.ts';
import { feedHours } from './volume.ts';

/** Usage stopped on Friday morning: 44 hours before these answers. */
const LAST = new Date('2026-02-27T10:00:00Z');

/** Commands that answer with numbers of accounts. */
export const ANSWERS: readonly (readonly [command: string, words: string])[] = [
  ['/health', ''],
  ['/health', 'acme'],
  ['/health', 'mine'],
  ['/health', 'bottom 3'],
  ['/health', 'why acme'],
  ['/health', 'history acme'],
  ['/health', 'qbr acme'],
  ['/health', 'renewal acme'],
  ['/utilization', ''],
  ['/utilization', 'mine'],
  ['/utilization', 'acme'],
  ['/utilization', 'by role'],
  ['/utilization', 'by department'],
  ['/utilization', 'acme by role'],
  ['/pulse', ''],
  ['/pulse', 'today'],
  ['/pulse', 'details'],
  ['/pulse', 'digest'],
  ['/pulse', 'expansion'],
  ['/pulse', 'renewals'],
  ['/pulse', 'movers'],
  ['/pulse', 'portfolio'],
  ['/pulse', 'cohorts'],
  ['/pulse', 'cohorts size'],
];

/** What is missing of: the moment of the numbers, the age of the data, the warning while usage looks broken. */
export function missingIn(answer: string): string[] {
  const wanted: readonly [string, RegExp][] = [
    ['moment', /as of Sun 1 Mar 2026 00:00 UTC|data to Sat 24:00 UTC|As of 2026-03-01 00:00 UTC/],
    ['age', /(?:usage|events) (44 h|2640 min)/],
    ['warning', /[Uu]sage data looks broken since (Fri 27 Feb 10:00|2026-02-27T10:00:00.000Z)/],
  ];
  return wanted.flatMap(([what, pattern]) => (pattern.test(answer) ? [] : [what]));
}

/** The recipe's accounts on the frozen Sunday, behind the real Bolt app, two days after their usage stopped coming. */
export async function startAnswers(ctx: Context): Promise<Harness> {
  await insertRecipePortfolio(ctx.db, '2026-03-01');
  await execute(ctx.db, 'delete from source_watermarks');
  await feedHours(ctx.db, { from: new Date('2026-01-25T00:00:00Z'), to: LAST });
  for (const day of ['2026-02-22', '2026-03-01']) await snapshotScores({ ctx, input: { day } });
  const seats = { seatReport, seatGroups, accountSeats, accountSeatGroups };
  const reads = { findAccount, accountHealth, healthList, ...seats, composeDigest, accountEpisodes };
  const deps = {
    ...reads,
    whyChanged,
    bottomAccounts,
    qbrPack,
    portfolioMovers,
    renewalCalendar,
    renewalTalk,
    portfolioMetrics,
    revenueCohorts,
  };
  return startHarness({}, [], () => undefined, { ctx, deps });
}

/** What Dana is answered: the text of notifications, and what is shown. */
export async function askAnswer(
  harness: Harness,
  name: string,
  words: string,
): Promise<{ readonly text: string; readonly shown: string }> {
  harness.slack.reset();
  await harness.command(name, words);
  const { args } = await harness.slack.waitFor(() => harness.slack.of('response_url')[0]);
  return { text: String(args['text']), shown: JSON.stringify(args['blocks']) };
}
