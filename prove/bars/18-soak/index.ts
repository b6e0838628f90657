import { setTimeout as sleep } from 'node:timers/promises';
import { addDays } from '../../../src/domain/day.ts';
import { defineBar } from '../../bar.ts';
import { ask } from '../../stand/ask.ts';
import { until } from '../../stand/clock.ts';
import { numberedEvents } from '../../stand/events.ts';
import type { Postgres } from '../../stand/postgres.ts';
import { send } from '../../stand/request.ts';
import type { Service } from '../../stand/service.ts';
import type { ProveSlack } from '../../stand/slack.ts';
import { growth, type Sample } from './judge.ts';
import { createProbe, type Probe } from './probe.ts';

interface Size {
  readonly commands: number;
  readonly events: number;
  /** Of the jobs' time. */
  readonly hours: number;
  readonly lookEveryMs: number;
}

const CHANNEL = 'C0PULSE';
const PERSON = 'U0DANA';
const TEXTS = ['prove-7', '', 'prove-12', 'why prove-3'] as const;
const ASKERS = 4;
const PER_REQUEST = 250;
const MOST_BLOAT = 0.2;

export const soak = defineBar<Size>({
  number: '18',
  promise: 'A week of work leaves nothing behind in memory, connections, timers or the database',
  soak: true,
  sizes: {
    quick: { commands: 2000, events: 50_000, hours: 24, lookEveryMs: 3000 },
    full: { commands: 1_000_000, events: 10_000_000, hours: 7 * 24, lookEveryMs: 60_000 },
  },
  run: async (stand, size) => {
    const [postgres, slack] = await Promise.all([
      stand.postgres(),
      stand.slack({ channels: [CHANNEL], people: [PERSON] }),
    ]);
    const [ofApp, ofWeek] = [createProbe(stand.folder, 'app'), createProbe(stand.folder, 'week')];
    const app = await stand.app({ databaseUrl: postgres.url, env: { ...slack.env, ...ofApp.env } });
    await app.start();
    const secret = await stand.key(postgres.url, 'ingest');
    const first = addDays(new Date().toISOString().slice(0, 10), -Math.ceil(size.hours / 24) - 1);
    const env = {
      ...slack.env,
      ...ofWeek.env,
      DATABASE_URL: postgres.url,
      TEAM_TIMEZONE: 'UTC',
      PULSE_CHANNEL: CHANNEL,
      DIGEST_DAYS: 'mon-sun',
      FIRST: `${first}T00:00:00Z`,
      HOURS: String(size.hours),
    };
    const week = await stand.script(new URL('week.ts', import.meta.url), env, '/');
    await week.start();
    stand.note(`${size.commands} commands, ${size.events} events, ${size.hours} hours of jobs`);
    let [commands, batches] = [0, 0];
    const requests = (): number => commands + batches;
    const work = Promise.all([
      people(slack, app, size.commands, () => (commands += 1)),
      pump(app, secret, size.events, () => (batches += 1)),
      elapsed(week, size.hours),
    ]);
    // Whoever looks is told of it too.
    work.catch(() => undefined);
    const looking = [
      sampled(work, size, ofApp, app, requests, stand.note, slack),
      sampled(work, size, ofWeek, week, () => minutes(week), stand.note),
    ];
    const [appSamples = [], weekSamples = []] = await Promise.all(looking);
    await work;
    const digests = slack.posts.filter(({ threadTs }) => threadTs === null).length;
    const days = Math.floor(size.hours / 24);
    const [appGrowth, weekGrowth] = [growth(appSamples), growth(weekSamples)];
    const bloat = await bloatOf(postgres);
    return {
      tries: requests(),
      unit: 'requests',
      failures: [
        ...appGrowth.failures.map((line) => `server: ${line}`),
        ...weekGrowth.failures.map((line) => `jobs: ${line}`),
        ...(digests === days ? [] : [`${digests} digests in ${days} days`]),
        ...(bloat < MOST_BLOAT ? [] : [`${(100 * bloat).toFixed(0)} % of the database is dead weight`]),
        ...[app, week].flatMap(({ name, surprises }) => surprises.map(() => `${name} ended by itself`)),
      ],
      measured: {
        commands,
        events: size.events,
        'hours of jobs': size.hours,
        samples: appSamples.length,
        'MB of heap in 100,000 requests': appGrowth.slopeMb,
        'percent of the database that is dead weight': 100 * bloat,
      },
    };
  },
  controls: {
    'a server that remembers every request': async (stand) => {
      const probe = createProbe(stand.folder, 'forgetful');
      const server = await stand.script(new URL('../../naive/forgetful-server.ts', import.meta.url), probe.env, '/');
      await server.start();
      const samples: Sample[] = [];
      for (let requests = 0; requests < 4000; requests += 1) {
        if (requests % 250 === 0) samples.push({ requests, ...(await probe.look(server)) });
        await send({ url: server.url, body: 'x'.repeat(20_000) });
      }
      return { tries: 4000, unit: 'requests', failures: growth(samples).failures, measured: {} };
    },
  },
});

/** Looks again and again while there is work, and forgets what the fake Slack was told. */
async function sampled(
  work: Promise<unknown>,
  { lookEveryMs }: Size,
  probe: Probe,
  service: Service,
  requests: () => number | Promise<number>,
  note: (line: string) => void,
  slack?: ProveSlack,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  const over = work.then(() => true);
  do {
    const sample = { requests: await requests(), ...(await probe.look(service)) };
    samples.push(sample);
    note(`${service.name}: ${JSON.stringify(sample)}`);
    const [any] = slack?.calls ?? [];
    // What was told long ago is not kept; the places stay, for whoever counts from one.
    if (any) slack?.calls.fill(any, 0, -1000);
  } while (!(await Promise.race([over, sleep(lookEveryMs, false)])));
  return samples;
}

/** People who ask one thing after the other. */
async function people(slack: ProveSlack, app: Service, commands: number, onAnswer: () => void): Promise<void> {
  let left = commands;
  const person = async (): Promise<void> => {
    for (; left > 0; left -= 1) {
      const text = TEXTS[left % TEXTS.length] ?? '';
      const asked = await ask(slack, app.url, { command: '/health', text, user: PERSON, channel: CHANNEL });
      const { ack } = asked;
      // A connection that was kept open for too long: Slack would come again.
      if (ack.kind !== 'answer') continue;
      if (ack.status !== 200) throw new Error(`/health ${text} was not taken`);
      // Otherwise what is measured is how much waits to be answered.
      await until(`/health ${text} is answered`, () => asked.isAnswered(), { everyMs: 5 });
      onAnswer();
    }
  };
  await Promise.all(Array.from({ length: ASKERS }, person));
}

/** Sends events, request after request. */
async function pump(app: Service, secret: string, count: number, onAnswer: () => void): Promise<void> {
  const events = numberedEvents('soak', new Date());
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  for (let from = 0; from < count; ) {
    const list = Array.from({ length: PER_REQUEST }, (_, place) => events.textOf(from + place));
    const reply = await send({ url: `${app.url}/v1/events`, headers, body: `{"batch":[${list.join(',')}]}` });
    if (reply.kind === 'answer' && reply.status === 200) {
      from += PER_REQUEST;
      onAnswer();
    } else if (reply.kind !== 'answer' || (reply.status !== 429 && reply.status !== 503)) {
      throw new Error(`events were not taken: ${JSON.stringify(reply)}`);
    } else await sleep(1000);
  }
}

async function minutes(week: Service): Promise<number> {
  const reply = await send({ url: week.url, method: 'GET' });
  return reply.kind === 'answer' ? Number(reply.text) : 0;
}

async function elapsed(week: Service, hours: number): Promise<void> {
  while ((await minutes(week)) < hours * 60) {
    if (week.surprises.length > 0) throw new Error(`the jobs ended: ${week.output().slice(-500)}`);
    await sleep(500);
  }
}

/** How much of the database is gone when it is written anew. */
async function bloatOf(postgres: Postgres): Promise<number> {
  const size = async (): Promise<number> => {
    const [row] = await postgres.query<{ size: string }>('select pg_database_size(current_database()) as size');
    return Number(row?.size);
  };
  await postgres.query('vacuum');
  const before = await size();
  await postgres.query('vacuum full');
  return 1 - (await size()) / before;
}
