import { everything } from '../../../test/ingest/fixtures.ts';
import { SENDERS } from '../../../test/ingest/senders.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import { poolOf } from '../../stand/databases.ts';
import { lineUp } from '../../stand/line-up.ts';
import { quantile, rounded } from '../../stand/quantile.ts';
import type { Stand } from '../../stand/stand.ts';
import { type Attack, attack, deliver } from './attack.ts';
import { anyOrder, sameEvent } from './stripe-effects.ts';
import { ingestTargets, SENDERS_ENV, slackTarget, type Target } from './targets.ts';

interface Size {
  /** Forgeries of each sender. */
  readonly forgeries: number;
}

const UNIT = 'forgeries and deliveries';
const MOST_MS = 50;
/** Not timed: what runs for the first time is slow. */
const WARM = 100;
const REPEATS = 50;
const ORDERS = 20;
/** What the product's own schedule writes meanwhile. */
const SCHEDULED = ['job_runs'];
const PEOPLE = ['U0DANA'];

export const forged = defineBar<Size>({
  number: '5',
  promise: 'What is forged, stale or signed with an unknown secret is never used, and what comes twice counts once',
  timed: true,
  sizes: { quick: { forgeries: 300 }, full: { forgeries: 10_000 } },
  run: tryForgeries,
  controls: {
    'a signature that is compared as far as it goes, of any age': async (stand, { forgeries }) => {
      const careless = await startCareless(stand);
      const { name, sender, type, bodies } = zendesk();
      const tried = await attack(careless, { name, sender, type, bodies }, forgeries, seedOf(stand));
      return verdictOf(forgeries, complaints(name, tried), [tried]);
    },
    'deliveries that nobody remembers': async (stand) => {
      const failures = await sameEvent(await startCareless(stand), REPEATS, 'acme');
      return verdictOf(REPEATS, failures, []);
    },
  },
});

async function tryForgeries(stand: Stand, { forgeries }: Size): Promise<Verdict> {
  const slack = await stand.slack({ people: PEOPLE });
  const { apps, postgres } = await lineUp(stand, { env: { ...slack.env, ...SENDERS_ENV } });
  const { url } = apps[0];
  const pool = poolOf(stand, postgres.url);
  const keys = [await stand.key(postgres.url, 'ingest'), await stand.key(postgres.url, 'ingest')] as const;
  const rows = (): Promise<string> => everything({ pool }, SCHEDULED);
  const failures: string[] = [];
  const tried: Attack[] = [];
  for (const target of [...ingestTargets(keys, new Date()), slackTarget(slack, stand.random('slack'))]) {
    stand.note(`${forgeries} forgeries of ${target.name}`);
    const before = await rows();
    const { answers } = await attack(url, target, WARM, seedOf(stand) + 1);
    const one = await attack(url, target, forgeries, seedOf(stand));
    tried.push(one);
    failures.push(...complaints(target.name, { answers, ms: [] }), ...complaints(target.name, one));
    if ((await rows()) !== before) failures.push(`${target.name}: forgeries left rows`);
    failures.push(...(await believed(url, target)));
    if (target.name !== 'slack' && (await rows()) === before) failures.push(`${target.name}: what is real left no row`);
  }
  stand.note(`one event ${REPEATS} times, and ${ORDERS} orders`);
  failures.push(...(await sameEvent(url, REPEATS, 'repeated')));
  failures.push(...(await anyOrder(url, pool, ORDERS, stand.random('orders'))));
  const answered = slack.of('response_url').length;
  if (answered > 3) failures.push(`${answered} answers were given, where three were asked for`);
  failures.push(...apps[0].surprises.map(() => 'the process ended'));
  return verdictOf((WARM + forgeries) * tried.length + REPEATS + ORDERS, failures, tried);
}

/** What is wrong with how forgeries were answered. */
function complaints(name: string, { answers, ms }: Attack): string[] {
  const p99 = quantile(ms, 0.99);
  return [
    ...[...answers].flatMap(([status, times]) => (status === 401 ? [] : [`${name}: ${times} answered with ${status}`])),
    ...(p99 > MOST_MS ? [`${name}: one in a hundred took more than ${rounded(p99)} ms`] : []),
  ];
}

/** Real deliveries, under the newest and the oldest secret of a rotation. */
async function believed(url: string, target: Target): Promise<string[]> {
  const [newest, oldest] = target.sender.secrets;
  const failures: string[] = [];
  for (const secret of new Set([newest, oldest])) {
    const statuses = await deliver(url, target, secret);
    if (statuses.size !== 1 || !statuses.has(200)) {
      failures.push(`${target.name}: what is real was answered with ${[...statuses].join(', ')}`);
    }
  }
  return failures;
}

function zendesk(): Target {
  return { name: 'zendesk', sender: SENDERS.zendesk, type: 'application/json', bodies: ['{"account":1,"body":"x"}'] };
}

async function startCareless(stand: Stand): Promise<string> {
  const [secret] = SENDERS.zendesk.secrets;
  const script = new URL('../../naive/careless-webhooks.ts', import.meta.url);
  const careless = await stand.script(script, { WEBHOOK_SECRET: secret }, '/');
  await careless.start();
  return careless.url;
}

function seedOf(stand: Stand): number {
  return stand.random('forgeries').below(2 ** 30);
}

function verdictOf(tries: number, failures: readonly string[], tried: readonly Attack[]): Verdict {
  const ms = tried.flatMap((one) => one.ms);
  return { tries, unit: UNIT, failures, measured: { 'ms of 99 in 100 refusals': rounded(quantile(ms, 0.99)) } };
}
