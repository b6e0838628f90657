import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';
import { goldenStanding } from '../support/slack-reports.ts';

const OVERRIDE = {
  kind: { 'v1:input:kind': { selected_option: { value: 'value' } } },
  points: { 'v1:input:points': { value: '44,9' } },
  day: { 'v1:input:day': { selected_date: '2026-03-31' } },
  reason: { 'v1:input:reason': { value: ' Their champion <!channel> left ' } },
};
const PLAN = {
  target: { 'v1:input:target': { value: '40' } },
  day: { 'v1:input:day': { selected_date: '2026-06-01' } },
  note: { 'v1:input:note': { value: null } },
};
const SENTIMENT = {
  sentiment: { 'v1:input:sentiment': { selected_option: { value: 'concerned' } } },
  note: { 'v1:input:note': { value: 'Quiet for weeks' } },
};

describe('modals that record what people decide', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({}, ['megacorp', 'acme', 'newco'].map(goldenStanding));
  });
  afterAll(() => harness.close());
  afterEach(() => {
    harness.slack.reset();
    harness.slack.views.clear();
    harness.decided.length = 0;
  });

  const shown = () => harness.slack.waitFor(() => harness.slack.of('views.update')[0]);
  const lastView = () => JSON.stringify([...harness.slack.views.values()].at(-1));

  /** Chooses from the card's menu, as Slack sends it. */
  async function choose(action: string, accountId: string): Promise<void> {
    const option = { selected_option: { value: `v1:${action}` } };
    const menu = { action_id: 'v1:account_menu', block_id: `account:${accountId}`, type: 'overflow', ...option };
    await harness.interact(click(harness.slack, '', '', { actions: [menu] }));
  }

  async function submit(name: string, values: object, accountId = 'acme'): Promise<Record<string, unknown>> {
    const view = {
      id: 'V1',
      type: 'modal',
      callback_id: `v1:${name}`,
      private_metadata: JSON.stringify({ accountId }),
      hash: 'h',
      state: { values },
    };
    const response = await harness.interact({ type: 'view_submission', view });
    return JSON.parse(await response.text());
  }

  it.each([
    ['override', 'Override the score', '88.0'],
    ['growth_plan', 'Growth plan', '9/10 seats'],
    ['sentiment', 'Sentiment', 'Concerned'],
    ['share', 'Share account', 'Channel'],
  ])('opens %s from the card’s menu', async (action, title, text) => {
    await choose(action, 'acme');
    await shown();
    expect(JSON.stringify(harness.slack.of('views.open')[0]?.args)).toContain(title);
    expect(lastView()).toContain(text);
    expect(lastView()).toContain('\\"accountId\\":\\"acme\\"');
  });

  it('takes nothing but an action from the menu', async () => {
    for (const action of ['nonsense', 'input:reason', '']) {
      harness.slack.reset();
      await choose(action, 'acme');
      const reply = await harness.slack.waitFor(() => harness.slack.of('response_url')[0]);
      expect(reply.args['text']).toContain('older version');
    }
  });

  it('offers no override where there is no score', async () => {
    await choose('override', 'newco');
    await shown();
    expect(lastView()).toContain('no score to override');
    expect(lastView()).not.toContain('"submit"');
  });

  it.each([
    [
      'override',
      OVERRIDE,
      'setOverride',
      { kind: 'value', points: '44.9', expiresOn: '2026-03-31', reason: 'Their champion <!channel> left' },
    ],
    ['growth_plan', PLAN, 'addGrowthPlan', { target: 40, by: '2026-06-01', note: null }],
    ['sentiment', SENTIMENT, 'setSentiment', { sentiment: 'concerned', note: 'Quiet for weeks' }],
  ])('records %s under the name of who pressed', async (name, values, verb, expected) => {
    expect(await submit(name, values)).toMatchObject({ response_action: 'update' });
    await shown();
    expect(harness.decided).toEqual([{ verb, input: { accountId: 'acme', actor: 'U0DANA', ...expected } }]);
    expect(lastView()).toContain('Recorded');
  });

  it.each([
    ['override', { ...OVERRIDE, points: { 'v1:input:points': { value: '101' } } }, 'points', '44.9'],
    ['override', { ...OVERRIDE, day: { 'v1:input:day': { selected_date: '2026-03-01' } } }, 'day', '2026-03-02'],
    ['growth_plan', { ...PLAN, target: { 'v1:input:target': { value: 'many' } } }, 'target', 'whole number'],
    ['sentiment', { sentiment: { 'v1:input:sentiment': { selected_option: null } } }, 'sentiment', 'Choose'],
  ])('keeps %s open and says what is wrong beside the field', async (name, values, field, remedy) => {
    const answer = await submit(name, values);
    expect(answer).toMatchObject({ response_action: 'errors', errors: { [field]: expect.stringContaining(remedy) } });
    await harness.app.idle();
    expect(harness.decided).toEqual([]);
    expect(harness.slack.of('views.update')).toEqual([]);
  });

  it('tells a refusal of the product in the modal', async () => {
    const answer = await submit('override', OVERRIDE, 'nobody');
    expect(answer).toMatchObject({ response_action: 'update' });
    await shown();
    expect(lastView()).toContain('no such account');
  });

  it('says what is wrong in the modal where an older form does not have the field', async () => {
    const { points: _, ...older } = OVERRIDE;
    expect(await submit('override', older)).toMatchObject({ response_action: 'update' });
    await shown();
    expect(lastView()).toContain('Give 0.0 to 100.0');
    expect(harness.decided).toEqual([]);
  });

  it('does not take a form of an older version', async () => {
    const view = { id: 'V1', type: 'modal', callback_id: 'v1:override', private_metadata: 'x', hash: 'h' };
    await harness.interact({ type: 'view_submission', view: { ...view, state: { values: OVERRIDE } } });
    await shown();
    expect(lastView()).toContain('press [Override…] again');
    expect(harness.decided).toEqual([]);
  });

  it.each(['end_override', 'end_growth_plan'])('ends from the modal: %s', async (action) => {
    const view = { id: 'V1', type: 'modal', callback_id: 'v1:override', private_metadata: '{}', hash: 'h' };
    const pressed = { action_id: `v1:${action}`, value: 'acme' };
    await harness.interact({ type: 'block_actions', view, actions: [pressed] });
    await shown();
    expect(harness.decided.map(({ input }) => input)).toEqual([{ accountId: 'acme', actor: 'U0DANA' }]);
    expect(lastView()).toContain('is over');
  });

  it('says so when it was so already', async () => {
    harness.deps.endOverride = async () => ({ state: 'unchanged', shown: true });
    const view = { id: 'V1', type: 'modal', callback_id: 'v1:override', private_metadata: '{}', hash: 'h' };
    const pressed = { action_id: 'v1:end_override', value: 'acme' };
    await harness.interact({ type: 'block_actions', view, actions: [pressed] });
    await shown();
    expect(lastView()).toContain('had ended already');
  });
});
