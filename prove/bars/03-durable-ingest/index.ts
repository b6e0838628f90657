import { defineBar, type Verdict } from '../../bar.ts';
import { until } from '../../stand/clock.ts';
import { auditFailures, auditLedger } from '../../stand/ledger.ts';
import type { Load } from '../../stand/load.ts';
import type { Stand } from '../../stand/stand.ts';
import { crashAgain } from './crash-database.ts';
import { cutAgain } from './cut-connections.ts';
import { killAgain } from './kill-apps.ts';
import { type LineUp, lineUp, through } from './line-up.ts';
import type { Size } from './size.ts';

/** Faults of the naive variants: they lose something long before that. */
const CONTROL_FAULTS = 4;

export const durableIngest = defineBar<Size>({
  number: '3',
  promise: 'An acknowledged event is durable, and counted once',
  sizes: {
    quick: { kills: 20, outages: 5, cuts: 20, atLeast: 30_000 },
    full: { kills: 200, outages: 50, cuts: 200, atLeast: 300_000 },
  },
  run: async (stand, size) => {
    const parts = [await killed(stand, size), await crashed(stand, size.outages, {}), await cut(stand, size)];
    const verdict = joined(parts, size.kills + size.outages + size.cuts);
    const acknowledged = verdict.measured['acknowledged events'] ?? 0;
    if (acknowledged >= size.atLeast) return verdict;
    const short = `only ${acknowledged} events were acknowledged, where ${size.atLeast} are needed to say something`;
    return { ...verdict, failures: [...verdict.failures, short] };
  },
  controls: {
    'acknowledged from a buffer in memory': buffered,
    'synchronous_commit = off': (stand) => crashed(stand, CONTROL_FAULTS, { synchronous_commit: 'off' }),
  },
});

/** Two replicas, killed one by one or both at once. */
async function killed(stand: Stand, { kills }: Size): Promise<Verdict> {
  stand.note(`${kills} kills of the app`);
  const party = await lineUp(stand, { apps: 2 });
  const load = party.load(party.apps.map(({ url }) => url));
  const failures = await killAgain(party.apps, kills, stand.random('kills'));
  return concluded(party, [load], { tries: kills, failures });
}

async function crashed(stand: Stand, crashes: number, settings: Readonly<Record<string, string>>): Promise<Verdict> {
  stand.note(`${crashes} crashes of the database`);
  const party = await lineUp(stand, { apps: 1, postgres: await stand.postgres(settings) });
  const load = party.load(party.apps.map(({ url }) => url));
  const failures = await crashAgain(party, crashes, stand.random('crashes'));
  return concluded(party, [load], { tries: crashes, failures });
}

/** Connections to the app and from the app to its database, cut in the middle. */
async function cut(stand: Stand, { cuts }: Size): Promise<Verdict> {
  stand.note(`${cuts} cuts of connections`);
  const behind = await lineUpBehindProxy(stand);
  const front = await stand.proxy(behind.party.apps[0]?.port ?? 0);
  const load = behind.party.load([`http://127.0.0.1:${front.port}`]);
  await cutAgain([front, behind.proxy], cuts, stand.random('cuts'));
  return concluded(behind.party, [load], { tries: cuts, failures: [] });
}

async function lineUpBehindProxy(stand: Stand) {
  const postgres = await stand.postgres();
  const proxy = await stand.proxy(postgres.port);
  return { proxy, party: await lineUp(stand, { apps: 1, postgres, databaseUrl: through(proxy.port, postgres.url) }) };
}

async function buffered(stand: Stand): Promise<Verdict> {
  const party = await lineUp(stand, { apps: 1 });
  const relay = await stand.script(
    new URL('buffering-relay.ts', import.meta.url),
    { RELAY_TO: party.apps[0]?.url ?? '' },
    '/',
  );
  await relay.start();
  const load = party.load([relay.url]);
  await killAgain([relay], CONTROL_FAULTS, stand.random('kills'));
  return concluded(party, [load], { tries: CONTROL_FAULTS, failures: [] });
}

/** Lets everything be acknowledged, then holds the database against the ledger. */
async function concluded(
  { apps, ledger, postgres }: LineUp,
  loads: readonly Load[],
  { tries, failures }: { readonly tries: number; readonly failures: readonly string[] },
): Promise<Verdict> {
  for (const load of loads) await load.finish();
  // Nothing of ours may still be writing when the rows are counted.
  for (const app of apps) await app.kill();
  await until('no statement runs', async () => {
    const others = `select 1 from pg_stat_activity where application_name like 'cs-pulse%'`;
    return (await postgres.query(others)).length === 0;
  });
  const audit = await auditLedger(ledger, postgres);
  const unexpected = loads.flatMap((load) => load.unexpected.map((answer) => `unexpected answer ${answer}`));
  return {
    tries,
    unit: 'faults',
    failures: [...failures, ...unexpected, ...auditFailures(audit)],
    measured: {
      'acknowledged events': ledger.acknowledged,
      'lost events': audit.lost,
      'duplicated events': audit.duplicated,
    },
  };
}

function joined(parts: readonly Verdict[], tries: number): Verdict {
  const measured: Record<string, number> = {};
  for (const part of parts) {
    for (const [name, value] of Object.entries(part.measured)) measured[name] = (measured[name] ?? 0) + value;
  }
  return { tries, unit: 'faults', failures: parts.flatMap(({ failures }) => failures), measured };
}
