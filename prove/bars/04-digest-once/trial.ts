import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../../src/store/migrate.ts';
import { until } from '../../stand/clock.ts';
import { through } from '../../stand/line-up.ts';
import type { Postgres } from '../../stand/postgres.ts';
import type { ProveSlack } from '../../stand/slack.ts';
import type { Stand } from '../../stand/stand.ts';
import type { Plans, Point } from './crash-points.ts';
import { LEASE_MS, type Replica, startReplicas } from './replicas.ts';
import { failuresOf, startWebs, type Web } from './webs.ts';

/** Digests that are waited for at the same time. */
const MOST_OPEN = 8;
/** Digests that the replicas know of: those that are posted stay for a while, to be posted twice if they can. */
const MOST_KNOWN = 16;

/** How many processes run jobs, and how many of the product itself only serve the web beside them. */
export interface Processes {
  readonly jobs: number;
  readonly web: number;
}

export interface Trial {
  readonly slack: ProveSlack;
  readonly replicas: readonly Replica[];
  readonly webs: readonly Web[];
  /** A digest is due from now on; its plan is what happens to whoever delivers it. Waits while many others are. */
  begin(plan?: { readonly point?: Point; readonly loseAnswer?: boolean }): Promise<void>;
  /** Waits until every digest is posted, at most `withinMs`, and then for what may still come. */
  end(withinMs: number): Promise<{ readonly failures: string[]; readonly lastMs: number }>;
  /** Points that were planned and not reached; those plans are over. */
  takeMissed(): Point[];
}

/** Processes on one database and one Slack, each behind taps of its own. */
export async function openTrial(
  stand: Stand,
  variant: string,
  { digests, jobs, web }: Processes & { readonly digests: number },
): Promise<Trial> {
  const channels = Array.from({ length: digests }, (_, number) => `C0RUN${String(number).padStart(4, '0')}`);
  const [postgres, slack] = await Promise.all([stand.postgres(), stand.slack({ channels })]);
  await migrate(postgres.url);
  await postgres.query('create table prove_digests (name text primary key, channel text not null)');
  const book = planBook(slack);
  const replicas = await startReplicas(stand, {
    variant,
    plans: book.plans,
    slack,
    databaseUrl: (port) => through(port, postgres.url),
    databasePort: postgres.port,
    count: jobs,
  });
  const webs = await startWebs(stand, { slack, databaseUrl: postgres.url, count: web });
  const begun: string[] = [];
  return {
    slack,
    replicas,
    webs,
    takeMissed: () => book.takeMissed(),
    begin: async ({ loseAnswer = false, point } = {}) => {
      const channel = channels[begun.length];
      if (channel === undefined) throw new Error(`there are only ${digests} digests`);
      await until('few digests are open', async () => (await open(postgres, begun)).length < MOST_OPEN, PATIENT);
      book.plan(channel, point, loseAnswer);
      begun.push(channel);
      await postgres.query(ADD, [`run-${begun.length}`, channel, begun.slice(-MOST_KNOWN)]);
    },
    end: async (withinMs) => {
      const from = Date.now();
      const late = await until('all are posted', async () => (await open(postgres, begun)).length === 0, {
        withinMs,
      }).then(
        () => 0,
        () => open(postgres, begun).then((list) => list.length),
      );
      const lastMs = Date.now() - from;
      await sleep(2 * LEASE_MS);
      const failures = late === 0 ? [] : [`${late} digests are not done with after ${withinMs} ms`];
      return { failures: [...failures, ...counted(slack, begun), ...webs.flatMap(failuresOf)], lastMs };
    },
  };
}

const PATIENT = { everyMs: 50, withinMs: 120_000 };
const ADD = `with added as (insert into prove_digests values ($1, $2))
  delete from prove_digests where not channel = any($3)`;

/** Channels whose digest is not known to be posted. */
async function open(postgres: Postgres, begun: readonly string[]): Promise<string[]> {
  const rows = await postgres.query<{ channel: string }>(`select channel from outbox where state = 'posted'`);
  const posted = new Set(rows.map(({ channel }) => channel));
  return begun.filter((channel) => !posted.has(channel));
}

/** What the channels show, whatever the database says. */
function counted({ posts }: ProveSlack, begun: readonly string[]): string[] {
  const times = new Map(begun.map((channel) => [channel, 0]));
  for (const { channel } of posts) times.set(channel, (times.get(channel) ?? 0) + 1);
  const counts = [...times.values()];
  const [lost, twice] = [counts.filter((n) => n === 0).length, counts.filter((n) => n > 1).length];
  return [
    ...(lost > 0 ? [`${lost} digests were never posted`] : []),
    ...(twice > 0 ? [`${twice} digests were posted more than once`] : []),
  ];
}

function planBook(slack: ProveSlack) {
  const points = new Map<string, Point>();
  const losing = new Set<string>();
  const plans: Plans = {
    reach: (channel, point) => points.get(channel) === point && points.delete(channel),
    loseAnswer: (channel) => losing.delete(channel),
    isShown: (channel) => slack.posts.some((post) => post.channel === channel),
  };
  return {
    plans,
    plan: (channel: string, point: Point | undefined, loseAnswer: boolean) => {
      if (point !== undefined) points.set(channel, point);
      if (loseAnswer) losing.add(channel);
    },
    takeMissed: () => {
      const missed = [...points.values()];
      points.clear();
      losing.clear();
      return missed;
    },
  };
}
