import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { understandQuestion } from '../../src/app/ask/understand-question.ts';
import { EXAMPLES } from '../../src/slack/messages/ask.ts';
import { messageProblems } from '../support/block-limits.ts';
import { signedHeaders } from '../support/fake-slack.ts';
import { fc } from '../support/fc.ts';
import { hostile } from '../support/hostile-text.ts';
import { type Harness, SECRET, startHarness } from '../support/slack-harness.ts';
import { typedText } from '../support/typed-text.ts';

const DM = { type: 'message', channel_type: 'im', channel: 'D0DANA', user: 'U0DANA' };
const MENTION = { type: 'app_mention', channel: 'C0ASK', user: 'U0DANA' };

let harness: Harness;
let told = 0;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(() => harness.slack.reset());

const ts = () => {
  told += 1;
  return `1772323200.${String(told).padStart(6, '0')}`;
};
/** What was said because of a message, and to whom. */
async function ask(event: Record<string, unknown>, eventId?: string) {
  const { status } = await harness.event({ ts: ts(), ...event }, eventId);
  expect(status).toBe(200);
  await harness.app.idle();
  const said = harness.slack.calls.filter(({ method }) => method.startsWith('chat.'));
  return said.map(({ args, method }) => ({ method, ...args, text: String(args['text']) }));
}
const mention = (text: string, more = {}) => ask({ ...MENTION, text: `<@U0BOT> ${text}`, ...more });
const dm = (text: string, more = {}) => ask({ ...DM, text, ...more });

describe('a question in plain words', () => {
  it('is answered to the asker alone where they mentioned the app, in the thread they are in', async () => {
    const said = await mention('how is acme?', { thread_ts: '1772323100.000100' });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({
      method: 'chat.postEphemeral',
      channel: 'C0ASK',
      user: 'U0DANA',
      thread_ts: '1772323100.000100',
    });
    expect(said[0]?.text).toMatch(/^Read as `\/health "acme"`, which answers the same\./);
    expect(said[0]?.text).toMatch(/as of .* balanced@1/);
  });

  it('is answered as a message in direct messages, with the words of the command', async () => {
    await harness.command('/pulse', 'movers');
    await harness.app.idle();
    const answer = String(harness.slack.of('response_url')[0]?.args['text']);
    harness.slack.reset();
    const said = await dm('Movers, please');
    expect(said).toMatchObject([{ method: 'chat.postMessage', channel: 'U0DANA' }]);
    expect(said[0]?.text).toBe(`Read as \`/pulse movers\`, which answers the same.\n${answer}`);
  });

  it.each([
    ['how is acme?', '/health "acme"'],
    ['why did acme drop?', '/health why "acme"'],
    ['show seats by role for acme', '/utilization "acme" by role'],
    [EXAMPLES[1][0], EXAMPLES[1][1]],
    [EXAMPLES[2][0], EXAMPLES[2][1]],
    ['accounts of <@U0LEE> on the pro plan', '/utilization owner:U0LEE plan:pro'],
    ['how is <http://acme.com|acme.com>?', '/health "acme.com"'],
    ['accounts of <mailto:lee@example.com|lee@example.com>', '/utilization owner:lee@example.com'],
    ['bottom 3', '/health bottom 3'],
    ['who renews next month?', '/utilization renews:&lt;31d'],
  ])('%s', async (text, command) => {
    const said = await dm(text);
    expect(said).toHaveLength(1);
    expect(said[0]?.text).toContain(`Read as \`${command.replaceAll('>', '&gt;')}\``);
    expect(said[0]?.text).not.toMatch(/\n⚠ [“H]|is not a filter|is no filter/);
  });

  it('takes a name in quotes for nothing but a name', async () => {
    for (const name of ['mine', 'help', 'csv', 'acme by role', 'plan:pro acme', 'gold mine inc', 'bottom 5']) {
      const [said] = await dm(`seats of "${name}"`);
      expect(said?.text, name).toMatch(/^Read as `\/utilization "[^"]+"`/);
      expect(said?.text, name).toMatch(/No account fits|was taken for|Several accounts/);
      harness.slack.reset();
    }
  });

  it('that is not understood looks nothing up and shows three that are', async () => {
    const [said] = await dm('delete acme <!channel> & *all*');
    expect(said?.text).toMatch(/^I did not understand “delete acme/);
    expect(said?.text).not.toContain('<!channel>');
    for (const [question] of EXAMPLES) expect(said?.text).toContain(question);
    harness.slack.reset();
    expect((await mention(''))[0]?.text).toMatch(/^Ask me about accounts/);
  });

  it('is kept in the audit with what it was read as, before it is answered', async () => {
    harness.audited.length = 0;
    await dm('how is acme?');
    await dm('sing a song');
    expect(harness.audited.filter(({ action }) => action === 'asked')).toMatchObject([
      { actor: 'U0DANA', detail: { command: 'message.im', text: 'how is acme?', read_as: '/health "acme"' } },
      { actor: 'U0DANA', detail: { command: 'message.im', text: 'sing a song' } },
    ]);
    const { audit } = harness.deps;
    harness.deps.audit = async () => Promise.reject(new Error('no audit'));
    harness.slack.reset();
    expect((await dm('how is acme?'))[0]?.text).toMatch(/Something went wrong on our side/);
    harness.deps.audit = audit;
  });
});

describe('a language model', () => {
  const odd = 'curious what the megacorp folks are up to';
  const chosen = (answer: string) => {
    harness.deps.understandQuestion = ({ ctx, input: { text } }) =>
      understandQuestion({ ctx, input: { text, choose: async () => answer } });
  };

  it('only chooses a command: what it says itself is shown to nobody', async () => {
    const { understandQuestion: words } = harness.deps;
    chosen('{"kind":"account","view":"seats","name":"megacorp"}');
    const [said] = await dm(odd);
    expect(said?.text).toMatch(/^Read as `\/utilization "megacorp"`/);
    harness.slack.reset();
    for (const answer of ['Megacorp has 999 seats', '{"kind":"account","view":"seats","name":"globex"}']) {
      chosen(answer);
      const [refused] = await dm(odd);
      expect(refused?.text).toMatch(/^I did not understand/);
      expect(refused?.text).not.toMatch(/999|globex/i);
      harness.slack.reset();
    }
    harness.deps.understandQuestion = words;
  });
});

describe('where a question was asked', () => {
  it('decides: nothing is said in a channel that is shared with others, the answer goes to the asker', async () => {
    const said = await mention('how is acme?', { channel: 'C0EXTSHARED' });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ method: 'chat.postMessage', channel: 'U0DANA' });
    expect(said[0]?.text).toContain('it is shared with another company');
    expect(said[0]?.text).toContain('*acme*');
  });

  it('is a shared channel when nothing is known of it', async () => {
    const { checkChannel } = harness.deps;
    harness.deps.checkChannel = async () => Promise.reject(new Error('away'));
    expect(await mention('how is acme?')).toMatchObject([{ method: 'chat.postMessage', channel: 'U0DANA' }]);
    harness.deps.checkChannel = checkChannel;
  });

  it('may be one where the app cannot speak: the answer goes to the asker', async () => {
    harness.slack.answer('chat.postEphemeral', () => ({ ok: false, error: 'not_in_channel' }));
    const said = await mention('how is acme?');
    expect(said.at(-1)).toMatchObject({ method: 'chat.postMessage', channel: 'U0DANA' });
    harness.slack.answer('chat.postEphemeral', null);
  });
});

describe('a message that is no question', () => {
  it.each([
    ['of a program', { bot_id: 'B0OTHER' }],
    ['of a program with a profile', { bot_profile: { id: 'B0OTHER' } }],
    ['of the app itself', { user: 'U0BOT' }],
    ['of Slackbot', { user: 'USLACKBOT' }],
    ['that was changed', { subtype: 'message_changed' }],
    ['with an edit', { edited: { user: 'U0DANA', ts: '1772323201.000001' } }],
    ['that was sent along to the channel', { subtype: 'thread_broadcast' }],
    ['with a file', { subtype: 'file_share' }],
    ['that is hidden', { hidden: true }],
    ['without a person', { user: undefined }],
  ])('is passed over: one %s', async (_what, more) => {
    expect(await dm('how is acme?', more)).toEqual([]);
    expect(await mention('how is acme?', more)).toEqual([]);
  });

  it('is passed over in every other kind of conversation', async () => {
    for (const channel_type of ['channel', 'group', 'mpim', undefined]) {
      expect(await dm('how is acme?', { channel_type })).toEqual([]);
    }
  });

  it('is answered once, however often Slack tells of it', async () => {
    const event = { ...DM, text: 'how is acme?', ts: ts() };
    expect(await ask(event, 'Ev0AGAIN')).toHaveLength(1);
    const body = JSON.stringify({ type: 'event_callback', team_id: 'T0HOME', event_id: 'Ev0AGAIN', event, n: 2 });
    const headers = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
    const json = { 'content-type': 'application/json', ...signedHeaders(SECRET, body), ...headers };
    expect((await harness.post(body, json)).status).toBe(200);
    await harness.app.idle();
    expect(harness.slack.of('chat.postMessage')).toHaveLength(1);
    expect(await ask(event, 'Ev0OTHER')).toHaveLength(1);
    expect(await ask({ ...event, type: 'app_mention' }, 'Ev0MENTION')).toHaveLength(1);
  });

  it('is refused when it is forged, and when it is replayed', async () => {
    const event = { ...DM, text: 'how is acme?', ts: ts() };
    const body = JSON.stringify({ type: 'event_callback', team_id: 'T0HOME', event_id: 'Ev0FORGED', event });
    const send = (headers: Record<string, string>) =>
      harness.post(body, { 'content-type': 'application/json', ...headers });
    expect((await send(signedHeaders('another secret', body))).status).toBe(401);
    const headers = signedHeaders(SECRET, body);
    expect((await send({ ...headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` })).status).toBe(401);
    expect((await send(headers)).status).toBe(200);
    expect((await send(headers)).status).toBe(401);
    await harness.app.idle();
    expect(harness.slack.of('chat.postMessage')).toHaveLength(1);
  });
});

describe('whatever is written to the app', () => {
  it('gets one answer that Slack takes, and no error in the log', async () => {
    const texts = [...fc.sample(typedText, 80), ...fc.sample(hostile, 80)];
    for (let start = 0; start < texts.length; start += 20) {
      harness.slack.reset();
      const batch = texts.slice(start, start + 20);
      await Promise.all(batch.map((text) => harness.event({ ...DM, text, ts: ts() })));
      await harness.app.idle();
      const answers = harness.slack.of('chat.postMessage');
      expect(answers).toHaveLength(batch.length);
      for (const { args } of answers) {
        const { blocks, text } = JSON.parse(JSON.stringify(args));
        expect(messageProblems({ text, blocks, classic: null }).filter((one) => one !== 'no classic twin')).toEqual([]);
      }
    }
    expect(harness.logged.filter((line) => line.includes('"level":50') && !line.includes('no audit'))).toEqual([]);
  });
});
