import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackDeps } from '../../src/slack/deps.ts';
import { customerIn } from '../support/access/canaries.ts';
import { type Asked, bytesOf, type Cell, createAsker } from '../support/access/cells.ts';
import type { Row } from '../support/access/row.ts';
import { ROWS } from '../support/access/rows.ts';
import { guardOf, startTable } from '../support/access/table.ts';
import { channelOf, settle } from '../support/access/workspace.ts';
import { member } from '../support/fake-slack.ts';
import type { Harness } from '../support/slack-harness.ts';

const FORMS = ROWS.filter(({ name, quiet }) => name.startsWith('view:') && quiet !== true);
const SHARED = { is_channel: true, is_member: true, is_ext_shared: true };

/** What was allowed when the form was opened and is not when it is sent. */
describe('a form that was open while things changed', () => {
  let harness: Harness;
  let ask: (cells: readonly Cell[]) => Promise<Asked>;
  let whileLoading: () => void = () => undefined;
  beforeAll(async () => {
    const guard: { check: SlackDeps['checkChannel'] } = { check: async () => ({ allowed: false, reason: 'not yet' }) };
    harness = await startTable({ checkChannel: (channel, options) => guard.check(channel, options) });
    guard.check = guardOf(harness.slack).check;
    const { accountHealth } = harness.deps;
    harness.deps.accountHealth = async (call) => {
      whileLoading();
      return accountHealth(call);
    };
    ask = createAsker(harness);
  });
  afterAll(() => harness.close());

  const inInternal = (row: Row): Cell => ({ row, who: 'member', where: 'internal', account: 'canary-id' });
  const posts = () => harness.slack.of('chat.postMessage').length;

  it('still posts when nothing changed', async () => {
    const before = posts();
    await ask(FORMS.filter((row) => row.posts).map(inInternal));
    expect(posts()).toBe(before + 1);
  });

  it('posts nothing once the channel is shared, although it was internal a moment ago', async () => {
    await harness.deps.checkChannel(channelOf('internal'));
    const before = posts();
    share();
    const { told } = await ask(FORMS.filter((row) => row.posts).map(inInternal));
    settle(harness.slack);
    expect(posts()).toBe(before);
    expect(bytesOf(told[0] ?? { acked: '', calls: [] })).toContain('shared with another organisation');
  });

  it('posts nothing when the channel is shared while the numbers are loaded', async () => {
    const before = posts();
    whileLoading = share;
    await ask(FORMS.filter((row) => row.posts).map(inInternal));
    whileLoading = () => undefined;
    settle(harness.slack);
    expect(posts()).toBe(before);
  });

  it('does nothing for somebody who became a guest or left, whatever was known of them', async () => {
    for (const more of [{ is_restricted: true }, { deleted: true }, { team_id: 'T0OTHER' }]) {
      await asDana();
      const [before, decided, recorded] = [posts(), harness.decided.length, harness.outreach.length];
      harness.slack.users.set('U0DANA', member('U0DANA', more));
      const told = await submit(FORMS, Object.keys(more).join());
      harness.slack.users.set('U0DANA', member('U0DANA'));
      expect(told.match(/views.update ((?!views.update).)*?only answers full members/g)).toHaveLength(FORMS.length);
      expect(customerIn(told)).toBeNull();
      expect([posts(), harness.decided.length, harness.outreach.length]).toEqual([before, decided, recorded]);
    }
  });

  function share(): void {
    harness.slack.answer('conversations.info', ({ args }) => ({
      ok: true,
      channel: { id: args['channel'], ...SHARED },
    }));
  }

  /** Lets the app know Dana as a member, as it would from a minute ago. */
  async function asDana(): Promise<void> {
    const known = await submit(
      FORMS.filter(({ name }) => name === 'view:lookup'),
      `known${harness.slack.calls.length}`,
    );
    expect(customerIn(known)).not.toBeNull();
  }

  /** What Slack was told because of forms that Dana sent at the same time. */
  async function submit(rows: readonly Row[], mark: string): Promise<string> {
    const from = harness.slack.calls.length;
    const dana = { harness, user: 'U0DANA', account: 'canary-id', channel: channelOf('internal') };
    await Promise.all(rows.map((row, index) => row.send({ ...dana, mark: `cell ${mark} ${index}` })));
    await harness.app.idle();
    return bytesOf({ acked: '', calls: harness.slack.calls.slice(from) });
  }
});
