import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EmailDraft } from '../../src/app/drafts/draft-email.ts';
import { cleanDraft } from '../../src/email/clean-text.ts';
import type { SlackDeps } from '../../src/slack/deps.ts';
import { viewProblems } from '../support/block-limits.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';

interface Block {
  readonly type: string;
  readonly block_id?: string;
  readonly element?: { readonly action_id: string; readonly initial_value?: string; readonly max_length?: number };
}
interface AnyView {
  readonly id: string;
  readonly hash: string;
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly blocks: readonly Block[];
}

const HOME = { id: 'VHOME', type: 'home', callback_id: '', private_metadata: '', hash: 'h1' };

let harness: Harness;
let draftEmail: SlackDeps['draftEmail'];
beforeAll(async () => {
  harness = await startHarness();
  draftEmail = harness.deps.draftEmail;
});
afterAll(() => harness.close());
afterEach(() => {
  harness.deps.draftEmail = draftEmail;
  harness.deps.polishDraft = null;
  harness.slack.reset();
  harness.slack.views.clear();
  harness.outreach.length = 0;
});

const lastView = (): AnyView => JSON.parse(JSON.stringify([...harness.slack.views.values()].at(-1)));
const shown = () => JSON.stringify(lastView());

async function openDraft(): Promise<AnyView> {
  await harness.interact(click(harness.slack, 'v1:draft_email', 'megacorp'));
  await sees('Mark as sent');
  return lastView();
}

function stateOf(view: AnyView, edited: Record<string, string> = {}) {
  const inputs = view.blocks.flatMap(({ block_id: block, element }) => (block && element ? [{ block, element }] : []));
  const values = Object.fromEntries(
    inputs.map(({ block, element: { action_id: action, initial_value: value = '' } }) => [
      block,
      { [action]: { value: edited[action] ?? value } },
    ]),
  );
  const { id, hash, callback_id, private_metadata } = view;
  return { id, hash, callback_id, private_metadata, type: 'modal', state: { values } };
}

/** Slack's view arrives in its own time: waits until it shows a text. */
async function sees(text: string): Promise<void> {
  await harness.slack.waitFor(() => (harness.slack.views.size > 0 && shown().includes(text) ? true : undefined));
  expect(viewProblems(lastView())).toEqual([]);
}

interface Press {
  readonly edited?: Record<string, string>;
  readonly action?: Record<string, unknown>;
  /** What the view shows afterwards. */
  readonly sees: string;
}

async function press(view: AnyView, name: string, { edited = {}, action = { value: name }, sees: text }: Press) {
  await harness.interact({
    type: 'block_actions',
    view: stateOf(view, edited),
    actions: [{ action_id: `v1:${name}`, ...action }],
  });
  await sees(text);
}

function holdBack() {
  const pauses = [{ reason: 'contacted_recently' as const, text: 'Lee <!channel> wrote on 26 Feb.' }];
  harness.deps.draftEmail = async (call): Promise<EmailDraft> => ({ ...(await draftEmail(call)), pauses });
}

describe('a draft for an account that is to be left alone', () => {
  it('says why, has no mail link, and gets one with a reason', async () => {
    holdBack();
    const view = await openDraft();
    expect(shown()).toContain('Lee &lt;!channel&gt; wrote on 26 Feb.');
    expect(shown()).not.toContain('mailto:');
    await press(view, 'draft_link', { edited: { 'v1:input:reason': 'They asked' }, sees: 'mailto:' });
  });

  it('is marked as sent with a reason only, which is kept', async () => {
    holdBack();
    const view = await openDraft();
    const refused = await harness.interact({ type: 'view_submission', view: stateOf(view) });
    expect(await refused.json()).toMatchObject({ response_action: 'errors', errors: { reason: expect.any(String) } });
    expect(harness.outreach).toEqual([]);
    const taken = await harness.interact({
      type: 'view_submission',
      view: stateOf(view, { 'v1:input:reason': 'They asked' }),
    });
    expect(await taken.json()).toMatchObject({ response_action: 'update' });
    await sees('Recorded as sent');
    expect(harness.outreach).toMatchObject([{ overrideReason: 'They asked', contactId: 'c1' }]);
  });
});

describe('the fields of a draft', () => {
  it('take no more than is kept and sent', async () => {
    const fields = (await openDraft()).blocks.filter(({ block_id: id = '' }) => /^(subject|body):/.test(id));
    const [subject = '', body = ''] = fields.map(({ element }) => 'x'.repeat(element?.max_length ?? 9999));
    expect(cleanDraft({ subject, body })).toEqual({ subject, body });
  });
});

describe('what stands beside a draft', () => {
  it('is the edited text once more to copy it, never parsed', async () => {
    const view = await openDraft();
    await press(view, 'draft_copy', {
      edited: { 'v1:input:body': 'Hi <@U1> *there*' },
      sees: 'rich_text_preformatted',
    });
    const [copy] = lastView().blocks.filter(({ type }) => type === 'rich_text');
    expect(JSON.stringify(copy)).toContain('Hi <@U1> *there*');
  });

  it('is what to say to an objection, and the edited text stays', async () => {
    const view = await openDraft();
    const action = { type: 'static_select', selected_option: { value: 'slow' } };
    const edited = { 'v1:input:body': 'Edited' };
    await press(view, 'draft_objection', { edited, action, sees: 'Look at errors per 1,000 events' });
    expect(shown()).toContain('"initial_value":"Edited"');
  });
});

describe('another wording', () => {
  const polished = () => {
    harness.deps.polishDraft = async (call) => ({
      state: 'polished',
      draft: await draftEmail(call),
      subject: 'Hello dear megacorp',
      body: 'Hi Priya,\n\nadmin default indeed.\n\nDana',
    });
  };

  it('is not offered where no model is set up', async () => {
    const view = await openDraft();
    expect(shown()).not.toContain('draft_polish');
    await press(view, 'draft_polish', { sees: 'not set up here' });
  });

  it('comes in a window of its own as a difference; the draft under it stays', async () => {
    polished();
    const view = await openDraft();
    expect(shown()).toContain('draft_polish');
    const bold = JSON.stringify({ type: 'text', text: 'dear ', style: { bold: true } });
    await press(view, 'draft_polish', { edited: { 'v1:input:body': 'My own text' }, sees: bold });
    expect(harness.slack.of('views.push')).toHaveLength(1);
    const next = lastView();
    expect(next.id).not.toBe(view.id);
    expect(shown()).toContain('"initial_value":"Hello dear megacorp"');
    expect(shown()).not.toContain('draft_polish');
    expect(harness.outreach).toEqual([]);
    await harness.interact({ type: 'view_submission', view: stateOf(next) });
    await sees('Recorded as sent');
    expect(harness.outreach).toMatchObject([{ subject: 'Hello dear megacorp' }]);
  });

  it('is not shown when it was refused, and the reasons are harmless', async () => {
    harness.deps.polishDraft = async () => ({ state: 'refused', reasons: ['“<!channel>” is not in the draft.'] });
    const view = await openDraft();
    await press(view, 'draft_polish', { sees: 'may not go to a customer' });
    expect(shown()).toContain('&lt;!channel&gt;');
  });
});

describe('a kept text', () => {
  const words = 'My own words about seats';
  const edited = { 'v1:input:body': words };
  beforeEach(async () => {
    const input = { accountId: 'megacorp', persona: 'admin', author: 'U0DANA' };
    await harness.deps.discardDraft({ ctx: harness.ctx, input });
  });

  it('is kept when it is checked, offered when the draft is opened again, and taken over in its place', async () => {
    const view = await openDraft();
    expect(shown()).not.toContain('You kept a text');
    await press(view, 'draft_link', { edited, sees: words });
    expect(shown()).not.toContain('You kept a text');
    harness.slack.views.clear();
    const again = await openDraft();
    expect(shown()).toContain('You kept a text for this reader on 1 Mar: “Hello megacorp”');
    expect(shown()).not.toContain(words);
    await press(again, 'draft_kept', { sees: words });
    expect(shown()).not.toContain('You kept a text');
  });

  it('comes back whole, however long it is', async () => {
    const [subject, body] = ['Seats '.repeat(33).trim(), 'Words '.repeat(333).trim()];
    await press(await openDraft(), 'draft_link', {
      edited: { 'v1:input:subject': subject, 'v1:input:body': body },
      sees: body,
    });
    harness.slack.views.clear();
    await harness.interact(click(harness.slack, 'v1:draft_continue:0', 'admin:megacorp', { view: HOME }));
    await sees(body);
    const fields = lastView().blocks.flatMap(({ element }) => element?.initial_value ?? []);
    expect(fields).toEqual([subject, body]);
  });

  it('stays when the template is only copied, and is offered on', async () => {
    await press(await openDraft(), 'draft_link', { edited, sees: words });
    harness.slack.views.clear();
    await press(await openDraft(), 'draft_copy', { sees: 'rich_text_preformatted' });
    expect(shown()).toContain('You kept a text');
    await press(lastView(), 'draft_kept', { sees: words });
  });

  it('is kept before another reader’s text takes its place, and only when it was changed', async () => {
    const kept: string[] = [];
    const { keepDraft } = harness.deps;
    harness.deps.keepDraft = async (call) => {
      kept.push(`${call.input.persona}: ${call.input.body}`);
      return keepDraft(call);
    };
    const choose = {
      action: { type: 'static_select', selected_option: { value: 'key_contact' } },
      sees: 'key_contact default',
    };
    await press(await openDraft(), 'draft_persona', choose);
    expect(kept).toEqual([]);
    harness.slack.views.clear();
    await press(await openDraft(), 'draft_persona', { ...choose, edited });
    expect(kept).toEqual([`admin: ${words}`]);
    harness.deps.keepDraft = keepDraft;
  });

  it('opens from App Home, and is thrown away there', async () => {
    await press(await openDraft(), 'draft_copy', { edited, sees: words });
    harness.slack.views.clear();
    await harness.interact(click(harness.slack, 'v1:draft_continue:0', 'admin:megacorp', { view: HOME }));
    await harness.app.idle();
    // The home is published anew beside it, before it or after it.
    expect(harness.slack.of('views.publish')).toHaveLength(1);
    await sees(words);
    expect(harness.audited.at(-1)).toMatchObject({ actor: 'U0DANA', action: 'draft_opened' });
    await harness.interact(click(harness.slack, 'v1:draft_discard:0', 'admin:megacorp', { view: HOME }));
    await harness.app.idle();
    expect(harness.slack.of('views.publish')).toHaveLength(2);
    harness.slack.views.clear();
    await openDraft();
    expect(shown()).not.toContain('You kept a text');
  });
});
