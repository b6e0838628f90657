import { defineBar, type Verdict } from '../../bar.ts';
import { lineUp } from '../../stand/line-up.ts';
import { quantile, rounded } from '../../stand/quantile.ts';
import type { Service } from '../../stand/service.ts';
import type { Stand } from '../../stand/stand.ts';
import { SENDERS_ENV } from '../05-forged/targets.ts';
import { knock } from './knock.ts';
import { loopDelay, memoryOf, startOnlookers } from './onlookers.ts';
import { startSlowSenders } from './slow-senders.ts';

interface Size {
  readonly requests: number;
}

const SLOW = 200;
/** Sent before memory is looked at: code that ran once is kept. */
const WARM = 1000;
const LOOP_P99_MS = 100;
const LOOP_MAX_MS = 500;
const MEMORY_MB = 100;
const HONEST_MS = 1000;
const KEPT_S = 20;

export const rawSockets = defineBar<Size>({
  number: '8',
  promise: 'Nobody without a key can end the process, hold it up or fill its memory',
  timed: true,
  sizes: { quick: { requests: 1000 }, full: { requests: 50_000 } },
  run: async (stand, { requests }) => {
    const slack = await stand.slack();
    const { apps, postgres } = await lineUp(stand, { env: { ...slack.env, ...SENDERS_ENV } });
    return besiege(stand, apps[0], await stand.key(postgres.url, 'ingest'), requests);
  },
  controls: {
    'a server that trusts addresses and bodies': async (stand, { requests }) => {
      const server = await stand.script(new URL('../../naive/trusting-server.ts', import.meta.url), {}, '/');
      await server.start();
      return besiege(stand, server, 'none', Math.min(requests, 2000));
    },
  },
});

async function besiege(stand: Stand, app: Service, secret: string, requests: number): Promise<Verdict> {
  const isThere = (): boolean => app.surprises.length === 0;
  const random = stand.random('requests');
  await knock(app.port, WARM, random, isThere);
  const before = await memoryOf(app);
  const slow = startSlowSenders(app.port, SLOW);
  stand.atEnd(() => slow.stop());
  const onlookers = startOnlookers(app, secret);
  await loopDelay(app);
  const { answers, faults, sent } = await knock(app.port, requests, random, isThere);
  const loop = await loopDelay(app);
  const longestMs = slow.longestMs();
  slow.stop();
  const { mostMemory, ms, refused } = await onlookers.stop();
  const honest = quantile(ms, 0.99);
  const more = mostMemory - before;
  const limits = [
    ['ms of the event loop, 99 of 100', loop.p99, LOOP_P99_MS],
    ['ms of the event loop, at most', loop.most, LOOP_MAX_MS],
    ['MB more', more, MEMORY_MB],
    ['ms of an honest request, 99 of 100', honest, HONEST_MS],
    ['s that a slow sender is kept', longestMs / 1000, KEPT_S],
  ] as const;
  return {
    tries: sent,
    unit: 'requests',
    failures: [
      ...app.surprises.map(({ code, signal }) => `the process ended with ${code ?? signal}`),
      ...[...faults].map(([what, times]) => `${what}, ${times} times`),
      ...(refused > 0 ? [`${refused} honest requests were not taken`] : []),
      ...limits.flatMap(([what, value, most]) => (value < most ? [] : [`${what}: ${rounded(value)}`])),
    ],
    measured: {
      ...Object.fromEntries(limits.map(([what, value]) => [what, rounded(value)])),
      answers,
    },
  };
}
