import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackApp, type SlackApp } from '../../src/slack/bolt.ts';
import { type FakeSocket, startFakeSocket } from '../support/fake-socket.ts';
import { type Harness, startHarness } from '../support/slack-harness.ts';
import { suiteLog } from '../support/suite-log.ts';

describe('Socket Mode', () => {
  let harness: Harness;
  let socket: FakeSocket;
  let app: SlackApp;
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);

  beforeEach(async () => {
    harness = await startHarness();
    socket = await startFakeSocket();
    process.on('unhandledRejection', note);
    app = await createSlackApp({
      config: {
        botToken: 'xoxb-test',
        signingSecret: null,
        appToken: 'xapp-test',
        apiUrl: harness.slack.apiUrl,
        allowedUsergroups: [],
        moneyUsergroups: [],
        pulseChannel: null,
      },
      ctx: harness.ctx,
      deps: harness.deps,
      log: suiteLog(),
    });
  });

  afterEach(async () => {
    await app.stop(1000);
    await socket.close();
    await harness.close();
    process.off('unhandledRejection', note);
    expect(rejections.splice(0)).toEqual([]);
  });

  const slack = () => harness.slack;
  const connected = (times: number) => slack().waitFor(() => socket.connections.length === times);
  const opensWith = (answer: Record<string, unknown>) => slack().answer('apps.connections.open', () => answer);

  it('answers a command that comes over the socket, once', async () => {
    opensWith({ ok: true, url: socket.url });
    expect(app.requestListener).toBeNull();
    await app.start();
    await connected(1);
    expect(slack().of('apps.connections.open')[0]?.token).toBe('xapp-test');
    const payload = {
      command: '/health',
      text: 'acme',
      user_id: 'U0DANA',
      team_id: 'T0HOME',
      channel_id: 'C0ASK',
      trigger_id: 't1',
      response_url: slack().responseUrl(),
    };
    await new Promise((done) => setTimeout(done, 50));
    socket.send({ type: 'slash_commands', envelope_id: 'e1', accepts_response_payload: true, payload });
    socket.send({ type: 'slash_commands', envelope_id: 'e1', accepts_response_payload: true, payload });
    const reply = await slack().waitFor(() => slack().of('response_url')[0]);
    expect(reply.args['text']).toContain('88.0 healthy');
    await app.idle();
    expect(slack().of('response_url')).toHaveLength(1);
  });

  it('connects again at once when Slack ends a connection as it routinely does', async () => {
    opensWith({ ok: true, url: socket.url });
    await app.start();
    await connected(1);
    await new Promise((done) => setTimeout(done, 50));
    const before = performance.now();
    socket.send({ type: 'disconnect', reason: 'refresh_requested' });
    await connected(2);
    // By itself the client leaves a gap of five seconds.
    expect(performance.now() - before).toBeLessThan(4500);
  });

  it('survives a refused token while reconnecting and connects when it is good again', async () => {
    opensWith({ ok: true, url: socket.url });
    await app.start();
    await connected(1);
    opensWith({ ok: false, error: 'invalid_auth' });
    socket.connections[0]?.destroy();
    await slack().waitFor(() => slack().of('apps.connections.open').length >= 3);
    opensWith({ ok: true, url: socket.url });
    await connected(2);
  });

  it('starts and stops while Slack refuses the connection', async () => {
    opensWith({ ok: false, error: 'invalid_auth' });
    await app.start();
    await slack().waitFor(() => slack().of('apps.connections.open')[0]);
  });

  it('says that it is not connected, and why, until it is', async () => {
    opensWith({ ok: false, error: 'invalid_auth' });
    await app.start();
    await slack().waitFor(() => /invalid_auth/.test(app.socketStatus()?.error ?? ''));
    expect(app.authStatus().ok).toBe(true);
    expect(app.socketStatus()?.ok).toBe(false);
    opensWith({ ok: true, url: socket.url });
    await slack().waitFor(() => app.socketStatus()?.ok);
    expect(app.socketStatus()?.error).toBeNull();
  });

  it('is still connected in the moment after a connection ended, and not half a minute later', async () => {
    opensWith({ ok: true, url: socket.url });
    await app.start();
    await slack().waitFor(() => app.socketStatus()?.ok);
    opensWith({ ok: false, error: 'internal_error' });
    socket.connections[0]?.destroy();
    await slack().waitFor(() => app.socketStatus()?.error);
    expect(app.socketStatus()?.ok).toBe(true);
    expect(app.socketStatus(Date.now() + 31_000)?.ok).toBe(false);
  });
});
