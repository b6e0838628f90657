import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { createApiKey } from '../../src/app/keys/create-api-key.ts';
import { localDayOf } from '../../src/lib/local-time.ts';
import { testContext } from '../support/context.ts';
import { CHANNEL, openRolesStand, type RolesStand } from '../support/roles-stand.ts';

const EVENT = { event: 'report_viewed', account_id: 'acme', user_id: 'u1', message_id: 'm1' };

describe('processes with roles', () => {
  let stand: RolesStand;
  beforeEach(async () => {
    stand = await openRolesStand();
  });
  afterEach(() => stand.close());

  const queue = () =>
    queueMessage({
      ctx: testContext(stand.database.pool),
      input: {
        kind: 'digest',
        channel: CHANNEL,
        localDate: localDayOf(new Date(), 'UTC'),
        message: { text: 'today', blocks: [], classic: [] },
      },
    });
  const posts = () => stand.slack.of('chat.postMessage').filter(({ args }) => args['channel'] === CHANNEL).length;

  it('leave what is to be posted to those that run jobs', async () => {
    const web = await stand.start('web');
    await queue();
    await sleep(1000);
    expect(posts()).toBe(0);
    const metrics = await (await stand.at(web, '/metrics')).text();
    expect(metrics).toContain('cs_pulse_process_info{role="web"} 1');
    // Nobody runs jobs, and that is seen where there is somebody to ask.
    expect(metrics).toMatch(/cs_pulse_job_overdue_seconds\{job="snapshot"\} \d/);
    await stand.start('jobs');
    await stand.slack.waitFor(() => posts() === 1);
    expect(await stand.database.pool.query(`select 1 from job_runs where job = 'snapshot'`)).toMatchObject({
      rowCount: 1,
    });
  });

  it('serve nothing but their own state where they run jobs, and say who does', async () => {
    const jobs = await stand.start('jobs');
    const ctx = testContext(stand.database.pool);
    const key = async (kind: 'ingest' | 'read') => {
      const { secret } = await createApiKey({ ctx, input: { kind, name: 'test', actor: 'cli:test' } });
      return { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    };
    const body = JSON.stringify({ ...EVENT, timestamp: new Date().toISOString() });
    const asked = [
      await stand.at(jobs, '/v1/events', { method: 'POST', body, headers: await key('ingest') }),
      await stand.at(jobs, '/webhooks/stripe', { method: 'POST', body: '{}' }),
      await stand.at(jobs, '/v1/accounts', { headers: await key('read') }),
      await stand.at(jobs, '/mcp', { method: 'POST', body: '{}', headers: await key('read') }),
      await stand.at(jobs, '/p/some-link'),
      await stand.send(jobs, { command: '/health', text: 'acme', user_id: 'U0DANA', trigger_id: '1' }),
    ];
    for (const answer of asked) {
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ message: expect.stringContaining('--role web') });
    }
    const ready = await stand.at(jobs, '/readyz');
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      { role: 'jobs', checks: { slack: { state: 'ok' } } },
    ]);
    expect((await stand.at(jobs, '/livez')).status).toBe(200);
    expect(await (await stand.at(jobs, '/metrics')).text()).toContain('cs_pulse_process_info{role="jobs"} 1');
    // The same requests are taken by a process of the other role.
    const web = await stand.start('web');
    const sent = await stand.at(web, '/v1/events', { method: 'POST', body, headers: await key('ingest') });
    expect(await sent.json()).toMatchObject({ accepted: 1 });
  });

  it('connect to Slack where they answer, and nowhere else', async () => {
    const opened = () => stand.slack.of('apps.connections.open').length;
    stand.slack.answer('apps.connections.open', () => ({ ok: false, error: 'internal_error' }));
    const socket = { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-test' };
    await stand.start('jobs', socket);
    await sleep(500);
    expect(opened()).toBe(0);
    await stand.start('web', socket);
    await stand.slack.waitFor(() => opened() > 0);
  });
});
