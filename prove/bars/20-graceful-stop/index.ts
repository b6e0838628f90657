import { setTimeout as sleep } from 'node:timers/promises';
import { defineBar, type Verdict } from '../../bar.ts';
import { conclude, lineUp } from '../../stand/line-up.ts';
import type { Service } from '../../stand/service.ts';
import type { Stand } from '../../stand/stand.ts';
import { startAskers } from './askers.ts';

interface Size {
  readonly stops: number;
}

const DEADLINE_MS = 10_000;
const CHANNEL = 'C0PULSE';
const PEOPLE = ['U0DANA', 'U0EVE'];

export const gracefulStop = defineBar<Size>({
  number: '20',
  promise: 'A process that is told to stop finishes what it was asked, and stops in time',
  sizes: { quick: { stops: 2 }, full: { stops: 50 } },
  run: (stand, { stops }) => stopAgain(stand, stops, politely),
  controls: {
    'ended at once': (stand) => stopAgain(stand, 1, rudely),
  },
});

/** Stops a process that answers people and stores events, again and again. */
async function stopAgain(stand: Stand, stops: number, stop: (app: Service) => Promise<string[]>): Promise<Verdict> {
  const slack = await stand.slack({ channels: [CHANNEL], people: PEOPLE });
  const party = await lineUp(stand, { env: slack.env });
  const [app] = party.apps;
  const random = stand.random('stops');
  let aborted = 0;
  const load = party.load([app.url], (reply) => {
    if (reply.kind === 'broken') aborted += 1;
  });
  const askers = startAskers({ slack, url: app.url, people: PEOPLE, channel: CHANNEL });
  stand.atEnd(() => askers.stop());
  const failures: string[] = [];
  for (let done = 0; done < stops; done += 1) {
    await sleep(random.between(100, 700));
    failures.push(...(await stop(app)));
    failures.push(...askers.unanswered());
    await app.start();
  }
  const { broken, taken } = await askers.stop();
  const conclusion = await conclude(party, load);
  return {
    tries: stops,
    unit: 'stops',
    failures: [
      ...failures,
      ...(aborted + broken > 0 ? [`${aborted + broken} requests were broken off without an answer`] : []),
      ...conclusion.failures,
    ],
    measured: { ...conclusion.measured, 'commands taken': taken },
  };
}

async function politely(app: Service): Promise<string[]> {
  const { code, forced, ms } = await app.terminate(DEADLINE_MS);
  if (forced) return [`still running ${DEADLINE_MS} ms after it was told to stop`];
  return code === 0 ? [] : [`ended with ${code} after ${ms} ms`];
}

async function rudely(app: Service): Promise<string[]> {
  await app.kill();
  return [];
}
