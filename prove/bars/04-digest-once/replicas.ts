import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../../src/demo/random.ts';
import { until } from '../../stand/clock.ts';
import type { ProveSlack } from '../../stand/slack.ts';
import type { Stand } from '../../stand/stand.ts';
import { startTap } from '../../stand/tap.ts';
import { type Plans, watchDatabase, watchSlack } from './crash-points.ts';

/** A twentieth of the product's. */
export const LEASE_MS = 3000;
const SCRIPT = new URL('replica.ts', import.meta.url);

export interface Replica {
  readonly isUp: boolean;
  /** Killed now; started again by itself. */
  die(): void;
  /** Stands still for so long, with its connections open. */
  freeze(ms: number): void;
  /** Ends that nobody asked for. */
  readonly surprises: number;
}

export interface ReplicaParts {
  readonly count: number;
  readonly variant: string;
  readonly plans: Plans;
  readonly slack: ProveSlack;
  readonly databasePort: number;
  /** Address of the database behind another port. */
  readonly databaseUrl: (port: number) => string;
}

export async function startReplicas(stand: Stand, parts: ReplicaParts): Promise<Replica[]> {
  const zone = zoneAtNoon(new Date());
  return Promise.all(Array.from({ length: parts.count }, () => startReplica(stand, parts, zone)));
}

async function startReplica(stand: Stand, parts: ReplicaParts, zone: string): Promise<Replica> {
  const { databasePort, databaseUrl, plans, slack, variant } = parts;
  let isUp = false;
  let isOver = false;
  let isDying = false;
  // It works before it is seen to be up.
  const die = (): void => {
    if (isDying) return;
    isDying = true;
    isUp = false;
    void service
      .kill()
      .then(start)
      .catch((error: unknown) => isOver || stand.note(`a replica does not come back: ${String(error)}`));
  };
  const database = await startTap(databasePort, () => watchDatabase(plans, die));
  const toSlack = await startTap(Number(new URL(slack.apiUrl).port), (line) => watchSlack(plans, line, die));
  const service = await stand.script(
    SCRIPT,
    {
      ...slack.env,
      DATABASE_URL: databaseUrl(database.port),
      SLACK_API_URL: `http://127.0.0.1:${toSlack.port}/api/`,
      TEAM_TIMEZONE: zone,
      DIGEST_AT: '11:00',
      DIGEST_DAYS: 'mon-sun',
      LEASE_MS: String(LEASE_MS),
      VARIANT: variant,
    },
    '/',
  );
  stand.atEnd(async () => {
    isOver = true;
    await Promise.all([database.close(), toSlack.close()]);
  });
  const start = async (): Promise<void> => {
    if (isOver) return;
    isDying = false;
    await service.start({ wait: false });
    // On a machine that has much else to do this takes long.
    const before = service.surprises.length;
    isUp = await until(
      'a replica is up',
      async () => {
        if (service.surprises.length > before) throw new Error(`a replica ended: ${service.output().slice(-500)}`);
        return isOver || service.isReady();
      },
      { withinMs: 120_000 },
    );
    isUp &&= !isOver;
  };
  await start();
  return {
    get isUp() {
      return isUp;
    },
    get surprises() {
      return service.surprises.length;
    },
    die,
    freeze: (ms) => {
      isUp = false;
      service.freeze();
      void sleep(ms).then(() => {
        service.thaw();
        isUp = !isOver;
      });
    },
  };
}

/** Strikes one of the replicas as soon as another one is up: kills it, or lets it stand still beyond its lease. */
export async function strike(replicas: readonly Replica[], random: Random): Promise<'kill' | 'freeze'> {
  const up = await until(
    'two replicas are up',
    () => {
      const list = replicas.filter((replica) => replica.isUp);
      return list.length >= 2 && list;
    },
    { withinMs: 120_000 },
  );
  const [first, ...others] = up;
  if (first === undefined) throw new Error('no replica is up');
  const victim = random.pick([first, ...others]);
  if (random.below(4) > 0) {
    victim.die();
    return 'kill';
  }
  victim.freeze(random.between(LEASE_MS + 100, 2 * LEASE_MS));
  return 'freeze';
}

/** A zone in which it is about noon, so that no midnight comes in between. */
export function zoneAtNoon(now: Date): string {
  const hours = 12 - now.getUTCHours();
  if (hours === 0) return 'UTC';
  // Their names count the other way round.
  return hours > 0 ? `Etc/GMT-${hours}` : `Etc/GMT+${-hours}`;
}
