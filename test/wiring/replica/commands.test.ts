import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { localDayOf } from '../../../src/lib/local-time.ts';
import type { RunningApp } from '../../../src/main.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { insertRecipePortfolio } from '../../support/portfolio.ts';
import { openRolesStand, type RolesStand } from '../../support/roles-stand.ts';

describe('where commands read', () => {
  let stand: RolesStand;
  let copy: TestDatabase;
  let app: RunningApp;
  const today = localDayOf(new Date(), 'UTC');

  async function fill({ pool }: TestDatabase): Promise<void> {
    await insertRecipePortfolio(pool, today);
    await snapshotScores({ ctx: testContext(pool, { now: () => new Date() }), input: { day: today } });
  }

  beforeAll(async () => {
    stand = await openRolesStand();
    // Of the same installation, and no signal newer than here: a copy as good as this database.
    copy = await cloneDatabase();
    await fill(stand.database);
    await fill(copy);
    await copy.pool.query(`update accounts set name = external_id || ' of the copy'`);
    app = await stand.start('web', { DATABASE_READ_URL: copy.url });
  });
  afterAll(async () => {
    await stand.close();
    await copy.close();
  });

  async function ask(line: string): Promise<string> {
    const [command = '', ...text] = line.split(' ');
    const before = stand.slack.of('response_url').length;
    await stand.send(app, {
      command,
      text: text.join(' '),
      user_id: 'U0DANA',
      team_id: 'T0HOME',
      channel_id: 'C0ASK',
      trigger_id: line,
      response_url: stand.slack.responseUrl(),
    });
    const answer = await stand.slack.waitFor(() => stand.slack.of('response_url')[before]);
    return String(answer.args['text']);
  }

  it.each(['/utilization', '/health bottom', '/pulse renewals'])(
    'a report reads from the replica: %s',
    async (line) => {
      expect(await ask(line)).toContain('of the copy');
    },
  );

  it.each(['/health acme', '/health', '/utilization acme', '/pulse details'])(
    'what somebody may have changed just now is read where it was changed: %s',
    async (line) => {
      const text = await ask(line);
      expect(text.length).toBeGreaterThan(50);
      expect(text).not.toContain('of the copy');
    },
  );

  it('is told in readiness and by doctor', async () => {
    const replica = { state: 'ok', detail: expect.stringContaining('reports are read from it') };
    expect(await (await stand.at(app, '/readyz')).json()).toMatchObject({ checks: { replica } });
    expect(await ask('/pulse doctor')).not.toContain('replica is not used');
    expect(await (await stand.at(app, '/metrics')).text()).toMatch(/^cs_pulse_replica_used 1$/m);
  });

  it('is the primary once the copy is not as new', async () => {
    await stand.database.pool.query(
      `insert into source_watermarks (source, kind, last_occurred_at, last_received_at, signals)
       values ('events', 'activity', now(), now(), 1) on conflict (source, kind) do update set last_received_at = now()`,
    );
    const isHome = async () => !(await ask('/utilization')).includes('of the copy');
    for (const end = Date.now() + 20_000; Date.now() < end && !(await isHome()); ) await sleep(200);
    expect(await isHome()).toBe(true);
  });
});
