import { defineBar, type Verdict } from '../../bar.ts';
import { startRelay } from '../../naive/start-relay.ts';
import { conclude, lineUp, through } from '../../stand/line-up.ts';
import type { Stand } from '../../stand/stand.ts';
import { crashAgain } from './crash-database.ts';
import { cutAgain } from './cut-connections.ts';
import { killAgain } from './kill-apps.ts';

interface Size {
  readonly kills: number;
  readonly crashes: number;
  readonly cuts: number;
  /** Acknowledged events that all of it together must reach. */
  readonly atLeast: number;
}

/** The naive variants lose something long before that. */
const CONTROL_FAULTS = 4;

export const durableIngest = defineBar<Size>({
  number: '3',
  promise: 'An acknowledged event is durable, and counted once',
  sizes: {
    quick: { kills: 4, crashes: 2, cuts: 6, atLeast: 1_000 },
    full: { kills: 200, crashes: 50, cuts: 200, atLeast: 300_000 },
  },
  run: async (stand, { atLeast, crashes, cuts, kills }) => {
    const parts = [await killed(stand, kills), await crashed(stand, crashes, {}), await cut(stand, cuts)];
    const verdict = joined(parts);
    const acknowledged = verdict.measured['acknowledged events'] ?? 0;
    if (acknowledged >= atLeast) return verdict;
    const short = `only ${acknowledged} events were acknowledged, where ${atLeast} are needed to say something`;
    return { ...verdict, failures: [...verdict.failures, short] };
  },
  controls: {
    'acknowledged from a buffer in memory': buffered,
    'synchronous_commit = off': (stand) => crashed(stand, CONTROL_FAULTS, { synchronous_commit: 'off' }),
  },
});

/** Two replicas, killed one by one or both at once. */
async function killed(stand: Stand, kills: number): Promise<Verdict> {
  stand.note(`${kills} kills of the app`);
  const party = await lineUp(stand, { replicas: 1 });
  const load = party.load(party.apps.map(({ url }) => url));
  const tries = await killAgain(party.apps, kills, stand.random('kills'));
  return { tries, unit: 'faults', ...(await conclude(party, load)) };
}

async function crashed(stand: Stand, crashes: number, settings: Readonly<Record<string, string>>): Promise<Verdict> {
  stand.note(`${crashes} crashes of the database`);
  const party = await lineUp(stand, { postgres: await stand.postgres(settings) });
  const load = party.load([party.apps[0].url]);
  await crashAgain(party, crashes, stand.random('crashes'));
  return { tries: crashes, unit: 'faults', ...(await conclude(party, load)) };
}

/** Connections to the app, and from the app to its database, cut in the middle of what they carry. */
async function cut(stand: Stand, cuts: number): Promise<Verdict> {
  stand.note(`${cuts} cuts of connections`);
  const postgres = await stand.postgres();
  const behind = await stand.proxy(postgres.port);
  const party = await lineUp(stand, { postgres, databaseUrl: through(behind.port, postgres.url) });
  const front = await stand.proxy(party.apps[0].port);
  const load = party.load([`http://127.0.0.1:${front.port}`]);
  await cutAgain([front, behind], cuts, stand.random('cuts'));
  return { tries: cuts, unit: 'faults', ...(await conclude(party, load)) };
}

async function buffered(stand: Stand): Promise<Verdict> {
  const party = await lineUp(stand);
  const relay = await startRelay(stand, party.apps[0].url);
  const load = party.load([relay.url]);
  const tries = await killAgain([relay], CONTROL_FAULTS, stand.random('kills'));
  return { tries, unit: 'faults', ...(await conclude(party, load)) };
}

function joined(parts: readonly Verdict[]): Verdict {
  const measured: Record<string, number> = {};
  let tries = 0;
  for (const part of parts) {
    tries += part.tries;
    for (const [name, value] of Object.entries(part.measured)) measured[name] = (measured[name] ?? 0) + value;
  }
  return { tries, unit: 'faults', failures: parts.flatMap(({ failures }) => failures), measured };
}
