import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../stand/clock.ts';
import type { Stand } from '../../stand/stand.ts';

const CHANNEL = 'C0PULSE';
const MINUTE_MS = 60_000;
/** The app has to be up, and under load, before the database goes. */
const AHEAD_MS = 20_000;
const LEAD_MS = 5000;
/** The job looks once a minute, and then snapshots every account. */
const LATEST_MS = 120_000;

/** A digest that becomes due while the database is away. */
export interface DigestDue {
  readonly env: Readonly<Record<string, string>>;
  /** Waits until the digest is due in five seconds. */
  untilJustBefore(): Promise<void>;
  /** Waits for it, and a minute more for another one. */
  failures(): Promise<string[]>;
}

export async function startDigestDue(stand: Stand): Promise<DigestDue> {
  const slack = await stand.slack({ channels: [CHANNEL] });
  const due = new Date(Math.ceil((Date.now() + AHEAD_MS + LEAD_MS) / MINUTE_MS) * MINUTE_MS);
  const digests = () => slack.posts.filter(({ channel, threadTs }) => channel === CHANNEL && threadTs === null);
  return {
    env: {
      ...slack.env,
      PULSE_CHANNEL: CHANNEL,
      TEAM_TIMEZONE: 'UTC',
      DIGEST_AT: due.toISOString().slice(11, 16),
      DIGEST_DAYS: 'mon-sun',
    },
    untilJustBefore: () => sleep(Math.max(0, due.getTime() - LEAD_MS - Date.now())),
    failures: async () => {
      stand.note('waiting for the digest that became due meanwhile');
      try {
        await until('the digest is in its channel', () => digests().length > 0, { withinMs: LATEST_MS, everyMs: 200 });
      } catch (error) {
        return [error instanceof Error ? error.message : String(error)];
      }
      await sleep(MINUTE_MS);
      const count = digests().length;
      return count === 1 ? [] : [`the digest was posted ${count} times`];
    },
  };
}
