import { setTimeout as sleep } from 'node:timers/promises';
import { defineBar, type Verdict } from '../../bar.ts';
import { until } from '../../stand/clock.ts';
import { USUAL_FAULTS } from '../../stand/slack.ts';
import type { Stand } from '../../stand/stand.ts';
import { POINTS, type Point } from './crash-points.ts';
import { LEASE_MS, strike } from './replicas.ts';
import { openTrial, type Processes, type Trial } from './trial.ts';

interface Size {
  /** Digests whose deliverer dies at each named point. */
  readonly ofEachPoint: number;
  /** Digests among random kills, halts and faults of Slack. */
  readonly random: number;
  /** Also by processes that all do everything, as well as by some that part the work. */
  readonly alike: boolean;
}

/** 120 s of the product are two leases. A rate limit's wait and the start of a process are not pressed. */
const LATEST_MS = 2 * LEASE_MS + 5000;
const WEB_DIES_ONCE_IN = 4;
/** A digest is struck at within this time of being due. */
const MOST_WAIT_MS = 300;
/** For a naive variant to mend itself, before what is missing counts as lost. */
const NAIVE_MS = 3 * LEASE_MS;
const NAIVE_DIGESTS = 2;
/** What each part is tried with: replicas that do everything, and processes that part the work by role. */
const ALIKE: Processes = { jobs: 3, web: 0 };
const PARTED: Processes = { jobs: 2, web: 2 };
/** Who is to die at a point may get past it, such as when another one comes first: then it is tried again. */
const ROUNDS = 3;

export const digestOnce = defineBar<Size>({
  number: '4',
  promise: 'A digest is in its channel once on its day, whatever dies, stands still or goes unanswered',
  sizes: { quick: { ofEachPoint: 1, random: 2, alike: false }, full: { ofEachPoint: 25, random: 300, alike: true } },
  run: async (stand, size) => {
    const parts: Verdict[] = [];
    for (const [kind, processes] of Object.entries(processesOf(size))) {
      stand.note(kind);
      parts.push(await tried(stand, size, { kind, processes }));
    }
    return {
      tries: parts.reduce((sum, { tries }) => sum + tries, 0),
      unit: 'digests',
      failures: parts.flatMap(({ failures }) => failures),
      measured: Object.assign({}, ...parts.map(({ measured }) => measured)),
    };
  },
  controls: {
    'a cron job in each replica that checks, posts and marks': (stand) => naive(stand, 'check, post, mark', 'accepted'),
    'a lease, a post and a mark, without looking': (stand) => naive(stand, 'lease, post, mark', 'accepted'),
    'a mark before the post': (stand) => naive(stand, 'mark, post', 'mid-body'),
  },
});

const processesOf = ({ alike }: Size): Readonly<Record<string, Processes>> => ({
  'two for the web, two for jobs': PARTED,
  ...(alike && { 'three alike': ALIKE }),
});

async function tried(
  stand: Stand,
  { ofEachPoint, random }: Size,
  { kind, processes }: { readonly kind: string; readonly processes: Processes },
): Promise<Verdict> {
  const named = ofEachPoint * POINTS.length;
  const trial = await openTrial(stand, 'product', { digests: ROUNDS * named + random, ...processes });
  stand.note(`${named} digests whose deliverer dies at one of ${POINTS.length} points`);
  const atPoints = await atNamedPoints(trial, ofEachPoint);
  stand.note(`${random} digests among random kills, halts and faults`);
  const { failures, measured } = await atRandom(trial, random, stand);
  return {
    tries: atPoints.digests + random,
    unit: 'digests',
    failures: [...atPoints.failures, ...failures].map((failure) => `${kind}: ${failure}`),
    measured: namedBy(kind, { 'deaths at named points': atPoints.deaths, ...measured }),
  };
}

const namedBy = (kind: string, counts: Verdict['measured']): Verdict['measured'] =>
  Object.fromEntries(Object.entries(counts).map(([what, count]) => [`${what}, ${kind}`, count]));

interface AtPoints {
  readonly digests: number;
  readonly deaths: number;
  readonly failures: readonly string[];
}

/** Whoever delivers a digest dies at one point of it; another one goes on. */
async function atNamedPoints(trial: Trial, ofEach: number): Promise<AtPoints> {
  let [digests, deaths] = [0, 0];
  let waiting: readonly Point[] = Array.from({ length: ofEach }, () => POINTS).flat();
  for (let round = 0; round < ROUNDS && waiting.length > 0; round += 1) {
    // A second attempt is made only after an answer was lost.
    for (const point of waiting)
      await trial.begin({ point, loseAnswer: point === 'look-up' || point === 'reschedule' });
    const { failures } = await trial.end(120_000);
    const missed = trial.takeMissed();
    digests += waiting.length;
    deaths += waiting.length - missed.length;
    waiting = missed;
    if (failures.length > 0) return { digests, deaths, failures };
  }
  return { digests, deaths, failures: waiting.map((point) => `nobody died at the point "${point}"`) };
}

/** Replicas die and stand still at any moment while Slack takes messages and does not say so. */
async function atRandom(trial: Trial, digests: number, stand: Stand): Promise<Pick<Verdict, 'failures' | 'measured'>> {
  const random = stand.random('strikes');
  trial.slack.faults(USUAL_FAULTS, stand.random('faults'));
  const strikes = { kill: 0, freeze: 0 };
  for (let done = 0; done < digests; done += 1) {
    await trial.begin();
    await sleep(random.below(MOST_WAIT_MS));
    strikes[await strike(trial.replicas, random)] += 1;
    if (random.below(WEB_DIES_ONCE_IN) === 0) await trial.webs[random.below(2)]?.die();
  }
  trial.slack.faults(null, random);
  await until('every replica is up again', () => trial.replicas.every(({ isUp }) => isUp), { withinMs: 120_000 });
  const { failures, lastMs } = await trial.end(LATEST_MS);
  const ends = trial.replicas.reduce((sum, { surprises }) => sum + surprises, 0);
  return {
    failures: [...failures, ...(ends === 0 ? [] : [`${ends} replicas ended by themselves`])],
    measured: {
      'random kills': strikes.kill,
      halts: strikes.freeze,
      'ms from the last fault until all were posted': lastMs,
    },
  };
}

async function naive(stand: Stand, variant: string, point: Point): Promise<Verdict> {
  const trial = await openTrial(stand, variant, { digests: NAIVE_DIGESTS + 1, ...ALIKE });
  await trial.begin();
  for (let done = 0; done < NAIVE_DIGESTS; done += 1) await trial.begin({ point });
  const { failures } = await trial.end(NAIVE_MS);
  if (trial.slack.posts.length === 0) throw new Error('nothing was posted at all');
  return { tries: NAIVE_DIGESTS, unit: 'digests', failures, measured: {} };
}
