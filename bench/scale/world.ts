import { setTimeout as sleep } from 'node:timers/promises';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { addDays } from '../../src/domain/day.ts';
import { messageOf } from '../../src/lib/errors.ts';
import { skipJobRun } from '../../src/store/job-runs.ts';
import { ask, type Question } from '../commands/ask.ts';
import { benchContext } from '../context.ts';
import { accountNames } from '../names.ts';
import { forgetPeak, peakMemory } from '../process/peak-memory.ts';
import { type Started, startProduct } from '../process/product.ts';
import type { SeededDatabase } from '../seeded.ts';
import type { SlackStandIn } from '../slack-stand-in.ts';
import { type Measures, measuresOf, noSamples } from './measures.ts';
import { takeNight } from './night.ts';

/** One size with the product that serves it. */
export interface World {
  /** Takes the snapshot of the day so many days before the newest, and asks; for the digest only the `last` time. */
  readonly round: (daysBack: number, last: boolean) => Promise<void>;
  readonly measures: () => Measures;
  readonly stop: () => Promise<void>;
}

export const SECRET = 'bench-signing-secret';
const HEALTH = 40;
const UTILIZATION = 3;
/** Longer than any goal allows: an apology is no answer. */
const NOT_ANSWERED = Number.POSITIVE_INFINITY;
/** Prime, so that every account has its turn. */
const STEP = 997;
/** Every daily job: what they do is measured by itself, and they would change what is kept for the next run. */
export const DAILY_JOBS = ['reconcile', 'snapshot', 'owners', 'digest_dm', 'retention'];

/** What `cs-pulse start` is given to serve a world. */
export function productEnv({ url }: SeededDatabase, slack: SlackStandIn): Record<string, string> {
  return {
    DATABASE_URL: url,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
  };
}

/** Serves the seeded database, one process, one asker. */
export async function startWorld(
  database: SeededDatabase,
  slack: SlackStandIn,
  say: (line: string) => void,
): Promise<World> {
  const { day, pool, seeded } = database;
  for (const job of DAILY_JOBS)
    await skipJobRun(pool, { job, scope: '', localDate: day }, 'bench', 'measured by itself');
  const app = await startProduct(productEnv(database, slack));
  const asker = askerOf(app, slack, { names: accountNames(seeded.accounts), say });
  const samples = noSamples();
  await asker.health(HEALTH);
  return {
    round: async (daysBack, last) => {
      const night = await takeNight(database, addDays(day, -daysBack));
      const health = await asker.health(HEALTH);
      const utilization = await asker.times(UTILIZATION, { command: '/utilization', text: '', expects: 'AT RISK' });
      const started = performance.now();
      await composeDigest({ ctx: benchContext(pool), input: { day: addDays(day, -daysBack) } });
      const digestMs = performance.now() - started;
      samples.commandBytes.push(asker.peak());
      if (last) {
        samples.pulseMs.push(...(await asker.times(1, { command: '/pulse', text: '', expects: 'CS pulse' })));
        // Who was not answered in time has left the process at work.
        await sleep(digestMs);
        samples.digestBytes.push(asker.peak());
      }
      samples.snapshotBytes.push(night.bytes);
      samples.snapshotSeconds.push(night.snapshotSeconds);
      samples.nightSeconds.push(night.nightSeconds);
      samples.healthMs.push(...health);
      samples.utilizationMs.push(...utilization);
      samples.digestMs.push(digestMs);
    },
    measures: () => measuresOf(seeded, samples),
    stop: app.stop,
  };
}

/** Asks one question after the other; milliseconds until each answer was there. */
function askerOf(
  app: Started,
  slack: SlackStandIn,
  { names, say }: { readonly names: readonly string[]; readonly say: (line: string) => void },
) {
  const target = { url: `http://127.0.0.1:${app.port}`, secret: SECRET, slack };
  let next = 0;
  const all = async (questions: readonly Question[]): Promise<number[]> => {
    try {
      return (await ask(target, questions, 1)).textMs;
    } catch (error) {
      say(messageOf(error));
      return [NOT_ANSWERED];
    }
  };
  return {
    health: (count: number): Promise<number[]> =>
      all(
        Array.from({ length: count }, () => {
          const name = names[(next++ * STEP) % names.length] ?? '';
          return { command: '/health', text: name, expects: name };
        }),
      ),
    times: (count: number, question: Question): Promise<number[]> => all(Array.from({ length: count }, () => question)),
    /** The most memory of the process since this was last asked, in bytes. */
    peak: (): number => {
      const bytes = peakMemory(app.pid) ?? Number.NaN;
      forgetPeak(app.pid);
      return bytes;
    },
  };
}
