import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FakeAnswer } from '../support/fake-slack.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';

describe('a modal that Slack does not take', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());
  afterEach(() => {
    harness.slack.reset();
    harness.slack.views.clear();
    harness.logged.length = 0;
  });

  /** The modal after [Draft email], and how often it was set, when Slack answers the first times like this. */
  async function draftAfter(answers: readonly FakeAnswer[]): Promise<{ shown: string; updates: number }> {
    const left = [...answers];
    harness.slack.answer('views.update', () => left.shift() ?? null);
    await harness.interact(click(harness.slack, 'v1:draft_email', 'megacorp'));
    await harness.app.idle();
    const shown = JSON.stringify([...harness.slack.views.values()].at(-1));
    return { shown, updates: harness.slack.of('views.update').length };
  }

  it.each([
    ['stumbles', { http: 500 }],
    ['closes the connection', 'drop'],
    ['has an error of its own', { ok: false, error: 'internal_error' }],
  ] as const)('is shown at the second try when Slack %s', async (_, answer) => {
    const { shown, updates } = await draftAfter([answer]);
    expect(shown).toContain('Hello megacorp');
    expect(updates).toBe(2);
  });

  it.each([
    ['stumbles twice', [{ http: 503 }, { http: 503 }], 'http_503'],
    ['counts too many', [{ http: 429, headers: { 'retry-after': '60' } }], 'ratelimited'],
  ])('arrives as a message when Slack %s, so that nobody waits before a loading text', async (_, answers, reason) => {
    await draftAfter(answers);
    const [reply] = harness.slack.of('response_url');
    expect(reply?.args['text']).toMatch(/^Slack did not take this form, so nothing was changed/);
    expect(harness.logged.join('')).toContain(`"reason":"${reason}"`);
  });

  it.each(['hash_conflict', 'not_found'])('stays as it is after %s: a newer one is shown, or none', async (error) => {
    expect((await draftAfter([{ ok: false, error }])).updates).toBe(1);
  });

  it('is in the log when Slack takes nothing at all', async () => {
    for (const method of ['response_url', 'chat.postEphemeral', 'chat.postMessage']) {
      harness.slack.answer(method, () => ({ http: 500 }));
    }
    expect((await draftAfter([{ http: 500 }, { http: 500 }])).updates).toBe(2);
    expect(harness.logged.join('')).toContain('"reference"');
  });
});
