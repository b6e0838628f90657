import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCanaries } from '../support/canary.ts';
import { canaryFaults, plantLeaks, touchEverything } from '../support/canary-acts.ts';
import { type CanaryStand, startCanaryStand } from '../support/canary-stand.ts';
import { cloneDatabase } from '../support/database.ts';

let stand: CanaryStand;
beforeAll(async () => {
  stand = await startCanaryStand(await cloneDatabase());
});
afterAll(() => stand.stop());

describe('a canary in every secret and personal field, at log level debug', { timeout: 120_000 }, () => {
  it('is never written where it does not belong', async () => {
    await touchEverything(stand);
    expect(await canaryFaults(stand)).toEqual([]);
  });

  it('would be found', async () => {
    const { personal, secrets } = stand.canaries;
    plantLeaks(stand);
    process.stderr.write(`planted ${secrets.SLACK_SIGNING_SECRET}\n`);
    await stand.database.pool.query(`insert into source_watermarks values ($1, 'billing', now(), now(), 1)`, [
      secrets.STRIPE_WEBHOOK_SECRET,
    ]);
    const found = findCanaries(stand.writings(), [...Object.values(personal), ...Object.values(secrets)]);
    const planted = found.filter(({ where }) => !where.startsWith('slack '));
    expect(planted.map(({ where }) => where).sort()).toEqual(['answer', 'log', 'output']);
    expect(await canaryFaults(stand)).toHaveLength(4);
  });
});
