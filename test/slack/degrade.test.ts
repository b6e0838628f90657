import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createReplier, postToChannel, type Replier } from '../../src/slack/delivery.ts';
import { whyMessage } from '../../src/slack/messages/why.ts';
import { createBackgroundClient, createPublisher } from '../../src/slack/publisher.ts';
import type { OpenView, SlackRequest } from '../../src/slack/slack-request.ts';
import { createSurfaces } from '../../src/slack/surfaces.ts';
import { noticeModal } from '../../src/slack/views/notice-view.ts';
import type { FakeCall } from '../support/fake-slack.ts';
import { ANYBODY } from '../support/person-guard.ts';
import { QUIET } from '../support/quiet-logger.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';
import { goldenStanding, healthReport } from '../support/slack-reports.ts';

const ERRORS = ['invalid_blocks', 'invalid_blocks_format', 'msg_too_long', 'msg_blocks_too_long'];
/** A table and its classic twin. */
const MESSAGE = whyMessage(healthReport(goldenStanding('acme')));
const SAID = 'The points add up to 88.0';
const OPEN: OpenView = { id: 'V1', isHome: false, hash: 'h', callbackId: 'v1:notice', metadata: '', values: new Map() };
const REQUEST: SlackRequest = {
  userId: 'U0DANA',
  channelId: 'C0ASK',
  responseUrl: null,
  triggerId: '1.2.3',
  ephemeral: true,
  view: null,
  target: '/health',
  value: '',
};

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
afterEach(() => harness.slack.reset());

const log = () => harness.ctx.log;
const replier = (): Replier => createReplier({ client: harness.app.client, apiUrl: harness.slack.apiUrl, log: log() });
const surfaces = () => createSurfaces({ client: harness.app.client, replier: replier(), log: log() });
const publisher = () => {
  const allow = async () => ({ allowed: true }) as const;
  const guard = { check: allow, forget() {} };
  const client = createBackgroundClient({ token: 'xoxb-test', slackApiUrl: harness.slack.apiUrl, logger: QUIET });
  return createPublisher({ client, guard, people: ANYBODY });
};
const POSTING = { channel: 'C0PULSE', key: '1', message: MESSAGE, beforeSend: async () => true };
const target = (more: object = {}) => ({ responseUrl: null, channelId: null, userId: 'U0DANA', ...more });
/** The modal of an account's points: its table has no place there, its twin does. */
const modal = () => noticeModal('Why', MESSAGE);

interface Sender {
  readonly method: string;
  readonly send: () => Promise<unknown>;
  /** What the last form says. */
  readonly says?: string;
}

const SENDERS: Readonly<Record<string, Sender>> = {
  'an answer by response_url': {
    method: 'response_url',
    send: () => replier().reply(target({ responseUrl: harness.slack.responseUrl() }), MESSAGE),
  },
  'an answer in the channel': {
    method: 'chat.postEphemeral',
    send: () => replier().reply(target({ channelId: 'C0ASK' }), MESSAGE),
  },
  'an answer by direct message': { method: 'chat.postMessage', send: () => replier().reply(target(), MESSAGE) },
  'a shared card': { method: 'chat.postMessage', send: () => postToChannel(harness.app.client, 'C0ASK', MESSAGE) },
  'a digest': { method: 'chat.postMessage', send: () => publisher().post(POSTING) },
  'an edited digest': { method: 'chat.update', send: () => publisher().update({ ...POSTING, ts: '1.000001' }) },
  'a window that opens': {
    method: 'views.open',
    send: () => surfaces().show(REQUEST, { kind: 'modal', view: modal() }),
  },
  'a window over another': {
    method: 'views.push',
    send: () => surfaces().openLoading({ ...REQUEST, view: OPEN }, 'Why'),
    says: 'Loading…',
  },
  'a window that was opened': {
    method: 'views.update',
    send: () => surfaces().show(REQUEST, { kind: 'message', message: MESSAGE }, 'V1'),
  },
  'a submitted window': {
    method: 'views.update',
    send: () => surfaces().show({ ...REQUEST, view: OPEN }, { kind: 'modal', view: modal() }),
  },
  'App Home': {
    method: 'views.publish',
    send: async () => {
      await harness.event({ type: 'app_home_opened', user: 'U0DANA', tab: 'home' });
      await harness.app.idle();
    },
    says: 'My book',
  },
};

/** Every call of one method that Slack took, as the fake one wrote it down. */
function taken(method: string, refused: (call: FakeCall) => boolean): FakeCall[] {
  return harness.slack.of(method).filter((call) => !refused(call));
}

function refuse(method: string, error: string, refused: (call: FakeCall) => boolean): void {
  const body = { ok: false, error };
  const answer = method === 'response_url' ? { http: 400, body: error } : body;
  harness.slack.answer(method, (call) => (refused(call) ? answer : null));
}

function blocksOf({ args }: FakeCall): { readonly type: string }[] {
  const view = args['view'];
  const held = typeof view === 'object' && view !== null && 'blocks' in view ? view.blocks : args['blocks'];
  return Array.isArray(held) ? held : [];
}

const REFUSALS: Readonly<Record<string, (call: FakeCall) => boolean>> = {
  'tables and charts': (call) => blocksOf(call).some(({ type }) => /^data_/.test(type)),
  'all but the plainest form': (call) => {
    const blocks = blocksOf(call);
    const isView = 'view' in call.args;
    return isView ? blocks.some(({ type }) => type !== 'section') : blocks.length > 0;
  },
};

describe.each(Object.entries(SENDERS))('%s', (_name, { method, send, says = SAID }) => {
  for (const error of ERRORS) {
    it.each(Object.entries(REFUSALS))(`arrives although Slack answers ${error} to %s`, async (_what, refused) => {
      refuse(method, error, refused);
      await send();
      const arrived = taken(method, refused);
      expect(arrived).toHaveLength(1);
      expect(JSON.stringify(arrived[0]?.args)).toContain(says);
    });
  }

  it('does not try a simpler form of what was refused for another reason', async () => {
    refuse(method, 'account_inactive', () => true);
    await send().catch(() => undefined);
    const forms = harness.slack.of(method).map((call) => JSON.stringify(blocksOf(call)));
    expect(new Set(forms).size).toBe(1);
  });
});

// Other calls that change something wait eight seconds.
describe('when Slack does not answer', () => {
  it('a window that is not opened is waited for as long as its trigger lives', async () => {
    harness.slack.answer('views.open', () => 'hang');
    const started = performance.now();
    expect(await surfaces().openLoading(REQUEST, 'A')).toBeNull();
    expect(performance.now() - started).toBeLessThan(7500);
  });

  it('what an open window should show comes as a message while somebody still waits', async () => {
    harness.slack.answer('views.update', () => 'hang');
    const started = performance.now();
    await surfaces().show(REQUEST, { kind: 'message', message: MESSAGE }, 'V1');
    expect(performance.now() - started).toBeLessThan(7500);
    expect(harness.slack.of('chat.postEphemeral')[0]?.args['text']).toContain(SAID);
  });

  it('a store that hangs leaves time to bring the excuse to the person', async () => {
    const real = harness.deps.accountHealth;
    harness.deps.accountHealth = () => new Promise(() => undefined);
    const started = performance.now();
    await harness.command('/health', 'acme');
    const { args } = await harness.slack.waitFor(() => harness.slack.of('response_url')[0]);
    expect(args['text']).toContain('took too long');
    expect(performance.now() - started).toBeLessThan(7500);
    harness.deps.accountHealth = real;
  });
});

describe('when no form of a window is taken', () => {
  it.each(['message', 'modal'] as const)('the %s comes as a message', async (kind) => {
    refuse('views.update', 'invalid_arguments', () => true);
    await surfaces().show(REQUEST, kind === 'modal' ? { kind, view: modal() } : { kind, message: MESSAGE }, 'V1');
    expect(harness.slack.of('views.update')).toHaveLength(3);
    expect(harness.slack.of('chat.postEphemeral')[0]?.args['text']).toContain(SAID);
  });

  it('a form says that nothing was changed', async () => {
    refuse('views.update', 'invalid_blocks', (call) => blocksOf(call).some(({ type }) => type === 'input'));
    await harness.interact(click(harness.slack, 'v1:snooze', 'megacorp'));
    await harness.app.idle();
    const [last] = harness.slack.of('views.update').slice(-1);
    expect(JSON.stringify(last?.args['view'])).toContain('nothing was changed');
    expect(JSON.stringify(last?.args['view'])).not.toContain('"submit"');
  });
});

describe('files', () => {
  it.each(ERRORS)('are told of as not sent on %s, and their text is in the answer', async (error) => {
    refuse('chat.postMessage', error, () => true);
    await harness.command('/health', 'qbr acme');
    await harness.app.idle();
    const text = harness.slack.of('response_url')[0]?.args['text'];
    expect(text).toContain('Slack did not take the files just now');
    expect(text).toContain('For the customer: acme');
  });
});

describe('the check itself', () => {
  it('sees a sender that does not try again', async () => {
    const refused = REFUSALS['tables and charts'] ?? (() => false);
    refuse('chat.postMessage', 'invalid_blocks', refused);
    const blocks = MESSAGE.blocks.map((block) => ({ ...block }));
    await harness.app.client.chat.postMessage({ channel: 'C0ASK', text: MESSAGE.text, blocks }).catch(() => undefined);
    expect(harness.slack.of('chat.postMessage')).toHaveLength(1);
    expect(taken('chat.postMessage', refused)).toEqual([]);
  });
});
