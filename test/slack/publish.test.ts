import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { member } from '../support/fake-slack.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';
import { PUBLISHED_URL } from '../support/slack-published.ts';

const ID = 'a'.repeat(24);

describe('/pulse publish', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(() => harness.close());

  const answerTo = async (send: () => Promise<Response>): Promise<string> => {
    const before = harness.slack.calls.length;
    await send();
    const answers = () => harness.slack.calls.slice(before).filter(({ args }) => 'text' in args);
    await harness.slack.waitFor(() => answers().length > 0);
    return JSON.stringify(answers());
  };

  it('tells the address to the asker alone, with its buttons', async () => {
    const answer = await answerTo(() => harness.command('/pulse', 'publish health 3d'));
    expect(answer).toContain(PUBLISHED_URL);
    expect(answer).toContain('v1:pause_published');
    expect(answer).toContain('v1:revoke_published');
    expect(answer).not.toContain('in_channel');
    expect(harness.decided).toEqual([
      {
        verb: 'publishDashboard',
        input: { kind: 'health', money: false, days: 3, publisher: { id: 'U0DANA', money: true } },
      },
    ]);
    // Neither the audit nor the log may hold the secret.
    expect(JSON.stringify(harness.audited)).not.toContain('csp_');
    expect(harness.logged.join()).not.toContain('csp_b');
  });

  it.each([
    ['publish portfolio', { kind: 'portfolio', money: false, days: null }],
    ['publish utilization money', { kind: 'utilization', money: true, days: null }],
    ['publish  Health 30d money', { kind: 'health', money: true, days: 30 }],
  ])('reads %s', async (text, wanted) => {
    await answerTo(() => harness.command('/pulse', text));
    expect(harness.decided).toMatchObject([{ input: wanted }]);
  });

  it.each(['publish', 'publish accounts', 'publish health forever', 'publish health 1d 2d', 'publish health money,'])(
    'says how to write it instead of %s',
    async (text) => {
      expect(await answerTo(() => harness.command('/pulse', text))).toContain('health, utilization or portfolio');
      expect(harness.decided).toEqual([]);
    },
  );

  it('lists the asker’s own links, and everybody’s to an admin', async () => {
    const asked: unknown[] = [];
    harness.deps.listPublished = async ({ input }) => {
      asked.push(input);
      return { timeZone: 'UTC', links: [] };
    };
    await answerTo(() => harness.command('/pulse', 'published'));
    harness.slack.users.set('U0BOSS', member('U0BOSS', { is_admin: true }));
    await answerTo(() => harness.command('/pulse', 'published', { user_id: 'U0BOSS' }));
    expect(asked).toEqual([{ publishedBy: 'U0DANA' }, { publishedBy: null }]);
  });

  it.each(['pause', 'resume', 'revoke'])('[%s] acts as whoever pressed it', async (name) => {
    await answerTo(() => harness.interact(click(harness.slack, `v1:${name}_published`, ID)));
    expect(harness.decided).toEqual([
      { verb: `${name}Published`, input: { linkId: ID, actor: { id: 'U0DANA', others: false } } },
    ]);
  });
});
