import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/lib/errors.ts';
import { member, signedHeaders } from '../support/fake-slack.ts';
import { closedGate } from '../support/gate.ts';
import { click, type Harness, SECRET, startHarness } from '../support/slack-harness.ts';
import { goldenStanding } from '../support/slack-reports.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the Slack app over signed HTTP', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({}, ['megacorp', 'globex', 'acme', 'innovate', 'monthend'].map(goldenStanding));
  });
  afterAll(() => harness.close());
  afterEach(() => harness.slack.reset());

  const replies = () => harness.slack.of('response_url');
  const firstReply = () => harness.slack.waitFor(() => replies()[0]);

  it('acknowledges a command at once with nothing and answers through the response_url', async () => {
    const response = await harness.command('/health', 'acme');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
    const { args } = await firstReply();
    expect(args).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect(args['text']).toContain('*acme* · Pro · $750/mo MRR ($9,000/yr ARR)');
  });

  it('acknowledges before a slow store answers', async () => {
    const real = harness.deps.accountHealth;
    const store = closedGate();
    harness.deps.accountHealth = async (call) => {
      await store.pass();
      return real(call);
    };
    expect((await harness.command('/health', 'acme')).status).toBe(200);
    await store.reached;
    expect(replies()).toEqual([]);
    store.open();
    await firstReply();
    harness.deps.accountHealth = real;
  });

  it('refuses a wrong signature, a stale time, a future time and another spelling of the time', async () => {
    const body = 'command=%2Fhealth&text=acme&user_id=U0DANA';
    const now = Math.floor(Date.now() / 1000);
    const good = signedHeaders(SECRET, body, now);
    const cases = [
      { ...good, 'x-slack-signature': good['x-slack-signature']?.replace(/.$/, 'x') ?? '' },
      signedHeaders('another secret', body, now),
      signedHeaders(SECRET, body, now - 400),
      signedHeaders(SECRET, body, now + 400),
      { ...good, 'x-slack-request-timestamp': `0x${now.toString(16)}` },
      { ...good, 'x-slack-request-timestamp': `${now}.0` },
      { ...good, 'x-slack-signature': `${good['x-slack-signature']}=x` },
      { 'x-slack-request-timestamp': String(now) },
    ];
    for (const [index, headers] of cases.entries()) {
      expect((await harness.post(body, { ...FORM, ...headers })).status, `case ${index}`).toBe(401);
    }
    expect(harness.slack.calls).toEqual([]);
  });

  it('runs a request once, however often it is replayed', async () => {
    const body = `command=%2Fhealth&text=acme&user_id=U0DANA&trigger_id=t1&response_url=${encodeURIComponent(harness.slack.responseUrl())}`;
    const headers = { ...FORM, ...signedHeaders(SECRET, body) };
    expect((await harness.post(body, headers)).status).toBe(200);
    expect((await harness.post(body, headers)).status).toBe(401);
    await firstReply();
    expect(replies()).toHaveLength(1);
  });

  it('runs a delivery once that Slack repeats under a new signature', async () => {
    const body = `command=%2Fhealth&text=acme&user_id=U0DANA&trigger_id=t2&response_url=${encodeURIComponent(harness.slack.responseUrl())}`;
    const now = Math.floor(Date.now() / 1000);
    for (const at of [now, now - 1, now - 2]) {
      expect((await harness.post(body, { ...FORM, ...signedHeaders(SECRET, body, at) })).status).toBe(200);
    }
    await firstReply();
    await new Promise((done) => setTimeout(done, 50));
    expect(replies()).toHaveLength(1);
  });

  it('publishes App Home once for an event that comes twice', async () => {
    const event = { type: 'app_home_opened', user: 'U0DANA', tab: 'home' };
    await harness.event(event, 'Ev1');
    await harness.event(event, 'Ev1');
    const call = await harness.slack.waitFor(() => harness.slack.of('views.publish')[0]);
    expect(JSON.stringify(call.args)).toContain('megacorp');
    await new Promise((done) => setTimeout(done, 50));
    expect(harness.slack.of('views.publish')).toHaveLength(1);
  });

  it('answers 400 to signed bodies that nobody can read and 404 to other paths, never 5xx', async () => {
    const signed = (body: string, type: string) =>
      harness.post(body, { 'content-type': type, ...signedHeaders(SECRET, body) });
    for (const body of ['null', '[]', '7', '{', '"x"', '{"type":"event_callback"}', '{"type":"block_actions"}']) {
      expect((await signed(body, 'application/json')).status).toBe(400);
    }
    for (const payload of ['null', '{', '{"type":"block_actions","user":{"id":"U1"},"actions":[null]}']) {
      expect((await signed(`payload=${encodeURIComponent(payload)}`, FORM['content-type'])).status).toBe(400);
    }
    expect((await signed('{"type":"dialog_submission"}', 'application/json')).status).toBe(200);
    expect((await fetch(`${harness.url}/slack/events`)).status).toBe(404);
    expect((await harness.post('', {}, '//')).status).toBeLessThan(500);
    const big = 'x'.repeat(600 * 1024);
    await expect(signed(big, FORM['content-type']).then(({ status }) => status)).resolves.toBe(413);
  });

  it('accepts a content type with a charset', async () => {
    const body = `command=%2Fhealth&text=help&user_id=U0DANA&response_url=${encodeURIComponent(harness.slack.responseUrl())}`;
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      ...signedHeaders(SECRET, body),
    };
    expect((await harness.post(body, headers)).status).toBe(200);
    expect((await firstReply()).args['text']).toContain('/health why acme');
  });

  it('answers an unknown command, button, modal and shortcut politely', async () => {
    await harness.command('/nothing', '');
    expect((await firstReply()).args['text']).toContain('I do not know');
    harness.slack.reset();
    await harness.interact(click(harness.slack, 'v0:gone', 'x'));
    expect((await firstReply()).args['text']).toContain('older version');
    harness.slack.reset();
    const view = { id: 'V9', type: 'modal', callback_id: 'v0:gone', private_metadata: '' };
    const response = await harness.interact({ type: 'view_submission', view });
    expect(await response.text()).toContain('older version');
    await harness.interact({ type: 'shortcut', callback_id: 'gone' });
    await harness.slack.waitFor(() => harness.slack.of('views.open')[0] ?? harness.slack.of('chat.postMessage')[0]);
  });

  it('says an expected failure in its own words and an unexpected one by a reference that the log has', async () => {
    const real = harness.deps.accountHealth;
    harness.deps.accountHealth = async () => {
      throw new AppError('unavailable', 'The data store is unreachable since 09:12. <!channel>');
    };
    await harness.command('/health', 'acme');
    expect((await firstReply()).args['text']).toContain('unreachable since 09:12. &lt;!channel&gt;');
    harness.slack.reset();
    harness.deps.accountHealth = async () => {
      throw new TypeError('secret detail xoxb-123');
    };
    await harness.command('/health', 'acme');
    const text = String((await firstReply()).args['text']);
    expect(text).not.toContain('secret detail');
    const reference = /`([0-9a-f]{8})`/.exec(text)?.[1] ?? 'none';
    expect(harness.logged.filter((line) => line.includes(reference))).toHaveLength(1);
    expect(harness.logged.join('')).not.toContain('xoxb-123');
    harness.deps.accountHealth = real;
  });

  it('falls back to an ephemeral post when the response_url has expired', async () => {
    harness.slack.answer('response_url', () => ({ http: 404, body: '{"ok":false,"error":"expired_url"}' }));
    await harness.command('/health', 'acme');
    const call = await harness.slack.waitFor(() => harness.slack.of('chat.postEphemeral')[0]);
    expect(call.args).toMatchObject({ channel: 'C0ASK', user: 'U0DANA' });
  });

  it('writes a direct message when the app is not in the channel', async () => {
    harness.slack.answer('response_url', () => ({ http: 404, body: 'used_url' }));
    harness.slack.answer('chat.postEphemeral', () => ({ ok: false, error: 'not_in_channel' }));
    await harness.command('/health', 'acme');
    const call = await harness.slack.waitFor(() => harness.slack.of('chat.postMessage')[0]);
    expect(call.args).toMatchObject({ channel: 'U0DANA' });
  });

  it('sends classic blocks, then text, when Slack refuses the blocks', async () => {
    harness.slack.answer('response_url', ({ args }) => {
      const blocks = args['blocks'];
      return Array.isArray(blocks) && blocks.length > 0 ? { http: 400, body: 'invalid_blocks' } : null;
    });
    await harness.command('/health', 'why acme');
    await harness.slack.waitFor(() => replies().length === 3);
    const kinds = replies().map(({ args }) => JSON.stringify(args['blocks']));
    expect(kinds[0]).toContain('data_table');
    expect(kinds[1]).not.toContain('data_table');
    expect(kinds[2]).toBe('[]');
    expect(replies()[2]?.args['text']).toContain('The points add up to 88.0');
  });

  it('never sends an answer to a response_url of a foreign host', async () => {
    await harness.command('/health', 'acme', { response_url: 'https://evil.example/response' });
    await harness.slack.waitFor(() => harness.slack.of('chat.postEphemeral')[0]);
    expect(replies()).toEqual([]);
  });

  it('asks which one when several fit, and answers in the place of the question', async () => {
    await harness.command('/health', 'm');
    const { args } = await firstReply();
    expect(args['text']).toContain('Several accounts fit “m”');
    expect(JSON.stringify(args['blocks'])).toContain('v1:pick_health');
    harness.slack.reset();
    await harness.interact(click(harness.slack, 'v1:pick_health', 'megacorp'));
    expect((await firstReply()).args).toMatchObject({ replace_original: true });
    harness.slack.reset();
    const inChannel = { container: { type: 'message', is_ephemeral: false } };
    await harness.interact(click(harness.slack, 'v1:pick_health', 'megacorp', inChannel));
    expect((await firstReply()).args).toMatchObject({ replace_original: false, response_type: 'ephemeral' });
  });

  it('offers the nearest accounts and the sub-command that was meant', async () => {
    await harness.command('/health', 'botom 3');
    const { args } = await firstReply();
    expect(args['text']).toContain('Did you mean `/health bottom`?');
    expect(JSON.stringify(args['blocks'])).toContain('/health bottom 3');
    harness.slack.reset();
    await harness.interact(click(harness.slack, 'v1:run_command', '/health bottom 2'));
    expect((await firstReply()).args['text']).toContain('Lowest scores');
  });

  it('passes what was typed with entities and mentions decoded', async () => {
    const seen: unknown[] = [];
    const real = harness.deps.seatReport;
    harness.deps.seatReport = async (call) => {
      seen.push(call.input.filter);
      return real(call);
    };
    await harness.command('/utilization', 'mine plan:Pro renews:&lt;90d dropped:&gt;20 quarter');
    await firstReply();
    harness.slack.reset();
    await harness.command('/utilization', 'owner:<@U0LEE|lee>');
    await firstReply();
    expect(seen).toEqual([
      { ownerSlackUserId: 'U0DANA', plan: 'Pro', renewsWithinDays: 90, droppedPoints: 20 },
      { ownerSlackUserId: 'U0LEE' },
    ]);
    harness.deps.seatReport = real;
  });

  it('hides every amount from people outside the money group', async () => {
    const closed = await startHarness({ moneyUsergroups: ['S0MONEY'] });
    closed.slack.usergroups.set('S0MONEY', ['U0BOSS']);
    closed.slack.users.set('U0BOSS', member('U0BOSS'));
    const asks = [
      ['/health', ''],
      ['/health', 'megacorp'],
      ['/health', 'why megacorp'],
      ['/health', 'history megacorp'],
      ['/utilization', ''],
      ['/utilization', 'megacorp'],
      ['/pulse', ''],
      ['/pulse', 'details'],
      ['/pulse', 'expansion'],
      ['/pulse', 'renewals'],
      ['/health', 'renewal megacorp seats:15'],
    ] as const;
    for (const [name, text] of asks) await closed.command(name, text);
    await closed.slack.waitFor(() => closed.slack.of('response_url').length === asks.length);
    expect(closed.slack.outbound()).not.toMatch(/[$€¥]\d|MRR [^i]|\/mo/);
    closed.slack.reset();
    await closed.command('/health', 'megacorp', { user_id: 'U0BOSS' });
    await closed.slack.waitFor(() => closed.slack.of('response_url')[0]);
    expect(closed.slack.outbound()).toContain('$5,000/mo');
    await closed.close();
  });

  it('lives and refuses while Slack does not confirm the token, and works once it does', async () => {
    const late = await startHarness({}, undefined, ({ answer }) =>
      answer('auth.test', () => ({ ok: false, error: 'invalid_auth' })),
    );
    expect(late.app.authStatus()).toMatchObject({ ok: false, error: 'invalid_auth' });
    await late.command('/health', 'acme');
    const refused = await late.slack.waitFor(() => late.slack.of('response_url')[0]);
    expect(refused.args['text']).toContain('could not be checked');
    late.slack.reset();
    await late.slack.waitFor(() => late.app.authStatus().ok);
    await late.command('/health', 'acme');
    expect((await late.slack.waitFor(() => late.slack.of('response_url')[0])).args['text']).toContain('88.0');
    await late.event({ type: 'tokens_revoked', tokens: {} });
    await late.slack.waitFor(() => !late.app.authStatus().ok);
    await late.close();
  });

  it('waits for running answers when it stops', async () => {
    const stopping = await startHarness();
    const real = stopping.deps.accountHealth;
    const store = closedGate();
    stopping.deps.accountHealth = async (call) => {
      await store.pass();
      return real(call);
    };
    await stopping.command('/health', 'acme');
    await store.reached;
    const stopped = stopping.app.stop(20_000);
    store.open();
    await stopped;
    expect(stopping.slack.of('response_url')).toHaveLength(1);
    await stopping.close();
  });
});
