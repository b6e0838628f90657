import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { auditMessage } from '../../src/slack/messages/audit.ts';
import { messageProblems } from '../support/block-limits.ts';
import { member } from '../support/fake-slack.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';
import { goldenStanding } from '../support/slack-reports.ts';

describe('the audit in Slack', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());
  afterEach(() => {
    harness.slack.reset();
    harness.audited.length = 0;
  });
  const reply = async (send: () => Promise<unknown>) => {
    harness.slack.reset();
    await send();
    await harness.app.idle();
    return harness.slack.of('response_url')[0]?.args ?? {};
  };
  const actions = () => harness.audited.map(({ actor, action }) => `${actor} ${action}`);

  it('keeps who looked at which account, and what was asked', async () => {
    await reply(() => harness.command('/health', 'acme'));
    expect(actions()).toEqual(['U0DANA asked', 'U0DANA account_viewed']);
    harness.audited.length = 0;
    for (const name of ['why', 'history', 'show_seats', 'show_health'])
      await reply(() => harness.interact(click(harness.slack, `v1:${name}`, 'acme')));
    expect(actions()).toEqual(Array(4).fill('U0DANA account_viewed'));
    harness.audited.length = 0;
    await reply(() => harness.interact(click(harness.slack, 'v1:draft_email', 'acme')));
    expect(actions()).toEqual(['U0DANA draft_opened']);
    harness.audited.length = 0;
    await harness.event({ type: 'app_home_opened', user: 'U0DANA', tab: 'home' });
    await harness.app.idle();
    expect(actions()).toEqual(['U0DANA home_opened']);
  });

  it('gives no answer that it cannot keep a line about', async () => {
    const { audit } = harness.deps;
    harness.deps.audit = () => Promise.reject(new Error('disk full'));
    const { text } = await reply(() => harness.command('/health', 'megacorp'));
    harness.deps.audit = audit;
    expect(text).toContain('Something went wrong');
    expect(text).not.toContain('18.5');
  });

  it('is shown to admins of the workspace alone, with older lines on a button', async () => {
    const { text: refused } = await reply(() => harness.command('/pulse', 'audit'));
    expect(refused).toContain('for admins and owners of the workspace');
    expect(refused).not.toContain('megacorp');
    for (const right of [{ is_admin: true }, { is_owner: true }]) {
      const id = `U0${Object.keys(right).join('').toUpperCase().replace('_', '')}`;
      harness.slack.users.set(id, member(id, right));
      const shown = await reply(() => harness.command('/pulse', 'audit since:2026-02-01', { user_id: id }));
      expect(shown['text']).toContain('Dana Doe looked at *megacorp*');
      expect(JSON.stringify(shown)).toContain('/pulse audit since:2026-02-01 before:7');
    }
  });

  it('says what it does not understand', async () => {
    harness.slack.users.set('U0ADMIN', member('U0ADMIN', { is_admin: true }));
    const { text } = await reply(() => harness.command('/pulse', 'audit yesterday', { user_id: 'U0ADMIN' }));
    expect(text).toContain('“yesterday” is not understood');
  });

  it('logs a touch from a message, with its text filled in and the account chosen', async () => {
    const message = { text: 'They asked &lt;b&gt; for fewer seats' };
    await harness.interact({
      type: 'message_action',
      callback_id: 'log_touch',
      message,
      response_url: harness.slack.responseUrl(),
    });
    await harness.app.idle();
    const view = JSON.stringify(harness.slack.of('views.update')[0]?.args['view']);
    expect(view).toContain('They asked <b> for fewer seats');
    expect(view).toContain('external_select');
    const values = {
      account: { 'v1:input:account': { selected_option: { value: 'acme' } } },
      kind: { 'v1:input:kind': { selected_option: { value: 'meeting' } } },
      note: { 'v1:input:note': { value: 'They asked' } },
    };
    const form = (given: object) =>
      harness.interact({
        type: 'view_submission',
        view: { id: 'V1', type: 'modal', callback_id: 'v1:touch', private_metadata: '{}', state: { values: given } },
      });
    const refused = await form({
      ...values,
      account: { 'v1:input:account': {} },
      note: { 'v1:input:note': { value: ' ' } },
    });
    expect(await refused.json()).toMatchObject({
      response_action: 'errors',
      errors: { account: expect.any(String), note: expect.any(String) },
    });
    harness.decided.length = 0;
    await form(values);
    await harness.app.idle();
    const input = { accountId: 'acme', kind: 'meeting', text: 'They asked', actor: 'U0DANA' };
    expect(harness.decided).toEqual([{ verb: 'logTouch', input }]);
  });

  it('keeps to Slack’s limits whatever was recorded', () => {
    const { account } = goldenStanding('acme');
    const name = '<!channel>'.repeat(50);
    const line = {
      at: new Date('2026-03-01T05:00:00Z'),
      actor: { id: name, name },
      action: name,
      account: { ...account, name },
    };
    const lines = Array.from({ length: 200 }, (_, index) => ({ ...line, id: 200 - index, detail: { [name]: name } }));
    const message = auditMessage({ timeZone: 'UTC', lines, before: null }, '/pulse audit');
    expect(messageProblems(message)).toEqual([]);
    expect(JSON.stringify(message)).not.toContain('<!');
    expect(JSON.stringify(message)).toMatch(/before:1\d\d/);
    expect(auditMessage({ timeZone: 'UTC', lines: [], before: null }, '').text).toContain('Nothing is recorded');
  });
});
