import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../src/app/context.ts';
import { updateEpisodes } from '../../src/app/episodes/update-episodes.ts';
import { publishDashboard } from '../../src/app/publishing/publish-dashboard.ts';
import { DASHBOARD_KINDS, type DashboardKind } from '../../src/app/publishing/published-report.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { addDays } from '../../src/domain/day.ts';
import { execute } from '../../src/store/db.ts';
import { skipJobRun } from '../../src/store/job-runs.ts';
import { ask } from '../commands/ask.ts';
import { benchContext } from '../context.ts';
import { atMost, type Figure, figure } from '../figure.ts';
import type { Measured, PartOptions } from '../part.ts';
import { buildProduct, startProduct } from '../process/product.ts';
import { DAILY_JOBS, productEnv, SECRET } from '../scale/world.ts';
import { type SeededDatabase, withSeeded } from '../seeded.ts';
import { type SlackStandIn, startSlackStandIn } from '../slack-stand-in.ts';
import { median } from '../stats.ts';
import { createVisitor, type Link, type VisitMs } from './visit.ts';

const ORIGIN = 'https://pulse.example.com';
const EARLIER = [28, 21, 14, 7, 1];
const ROUNDS = 9;
const QUESTION = { command: '/pulse', text: 'portfolio', expects: 'MRR' };

/** How long published dashboards of 5,000 accounts take to be there, and `/pulse portfolio`. */
export function measurePage(options: PartOptions): Promise<Measured> {
  buildProduct();
  return withSeeded(options, 'ten', async (database) => {
    const ctx = benchContext(database.pool);
    await fill(ctx, database);
    const links = await publishAll(ctx);
    const slack = await startSlackStandIn();
    try {
      return await measureProduct({ database, links, slack, settings: settingsIn(options.dataDir) });
    } finally {
      await slack.close();
      await tidy(ctx);
    }
  });
}

interface Stand {
  readonly database: SeededDatabase;
  readonly links: readonly (readonly [DashboardKind, Link])[];
  readonly slack: SlackStandIn;
  /** Path of the settings file. */
  readonly settings: string;
}

async function measureProduct({ database, links, settings, slack }: Stand): Promise<Measured> {
  const app = await startProduct({
    ...productEnv(database, slack),
    PUBLIC_URL: ORIGIN,
    CS_PULSE_CONFIG: settings,
  });
  const visitor = createVisitor(app.port);
  const target = { url: `http://127.0.0.1:${app.port}`, secret: SECRET, slack };
  const pulse = async (): Promise<number> => median((await ask(target, [QUESTION], 1)).textMs);
  try {
    const visits = new Map<DashboardKind, VisitMs[]>();
    const [moved, movedPulse, again]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [kind, link] of links) {
        // Whatever is measured first after a change makes what others find made.
        if (kind === 'portfolio') {
          await moveBilling(database, round);
          const anew = await visitor.visit(link);
          if (round > 0) moved.push(anew.document + anew.data);
        }
        const visit = await visitor.visit(link);
        // The first round warms up.
        if (round > 0) visits.set(kind, [...(visits.get(kind) ?? []), visit]);
      }
      await moveBilling(database, round + ROUNDS + 1);
      const anew = await pulse();
      const known = await pulse();
      if (round > 0) movedPulse.push(anew);
      if (round > 0) again.push(known);
    }
    return {
      figures: [
        ...[...visits].flatMap(([kind, list]) => figuresOf(kind, list)),
        figure('portfolio dashboard, billing told something since: document and data', median(moved), 'ms'),
        atMost(1000, '/pulse portfolio, billing told something since', median(movedPulse), 'ms'),
        figure('/pulse portfolio, asked again', median(again), 'ms'),
      ],
      notes: [`Medians of ${ROUNDS} rounds in one process after one that warms up; one visitor, who has no session.`],
    };
  } finally {
    visitor.close();
    await app.stop();
  }
}

function figuresOf(kind: DashboardKind, visits: readonly VisitMs[]): Figure[] {
  const of = (ms: (visit: VisitMs) => number): number => median(visits.map(ms));
  return [
    atMost(
      200,
      `${kind} dashboard, 5,000 accounts: document and data`,
      of(({ data, document }) => data + document),
      'ms',
    ),
    figure(
      '… document',
      of(({ document }) => document),
      'ms',
    ),
    figure(
      '… data',
      of(({ data }) => data),
      'ms',
    ),
  ];
}

/** Some weeks of snapshots, and the alerts of the day. */
async function fill(ctx: Context, { day, pool }: SeededDatabase): Promise<void> {
  for (const ago of [...EARLIER, 0]) await snapshotScores({ ctx, input: { day: addDays(day, -ago) } });
  await updateEpisodes({ ctx, input: { day } });
  await execute(pool, 'analyze');
  for (const job of DAILY_JOBS) {
    await skipJobRun(pool, { job, scope: '', localDate: day }, 'bench', 'nothing of it is measured here');
  }
}

async function publishAll(ctx: Context): Promise<(readonly [DashboardKind, Link])[]> {
  await tidy(ctx);
  const publisher = { id: 'U0OWNER0', money: true };
  const links: [DashboardKind, Link][] = [];
  for (const kind of DASHBOARD_KINDS) {
    const input = { kind, money: true, days: null, publisher, place: { origin: ORIGIN } };
    const { link, url } = await publishDashboard({ ctx, input });
    links.push([kind, { id: link.id, token: new URL(url).hash.slice(1) }]);
  }
  return links;
}

function settingsIn(folder: string): string {
  const file = join(folder, 'page.yaml');
  writeFileSync(file, 'publishing: { enabled: true }\n');
  return file;
}

/** A rate of a currency that nobody pays in: everything about money is read anew. */
async function moveBilling({ pool }: SeededDatabase, turn: number): Promise<void> {
  await execute(pool, `insert into fx_rates values ('XTS', 'USD', date '1990-01-01' + $1::int, 1)`, [turn]);
}

async function tidy({ db }: Context): Promise<void> {
  await execute(db, 'truncate published_links cascade');
  await execute(db, `delete from fx_rates where currency = 'XTS'`);
}
