import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/log.ts';
import { createSlackApp } from '../../src/slack/bolt.ts';
import { startHarness } from '../support/slack-harness.ts';

describe('Socket Mode', () => {
  it('has no request listener, survives a Slack that refuses the connection, and stops', async () => {
    const { slack, deps, ctx, close } = await startHarness();
    const rejections: unknown[] = [];
    const note = (reason: unknown) => rejections.push(reason);
    process.on('unhandledRejection', note);
    slack.answer('apps.connections.open', () => ({ ok: false, error: 'invalid_auth' }));
    const app = await createSlackApp({
      config: {
        botToken: 'xoxb-test',
        signingSecret: null,
        appToken: 'xapp-test',
        apiUrl: slack.apiUrl,
        allowedUsergroups: [],
        moneyUsergroups: [],
        pulseChannel: null,
      },
      ctx,
      deps,
      log: createLogger('silent'),
    });
    expect(app.requestListener).toBeNull();
    await app.start();
    const call = await slack.waitFor(() => slack.of('apps.connections.open')[0]);
    expect(call.token).toBe('xapp-test');
    await new Promise((done) => setTimeout(done, 100));
    await app.stop(1000);
    expect(rejections).toEqual([]);
    process.off('unhandledRejection', note);
    await close();
  });
});
