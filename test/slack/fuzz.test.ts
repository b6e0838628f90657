import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTION_NAMES } from '../../src/slack/action-ids.ts';
import { COMMANDS } from '../../src/slack/commands/index.ts';
import type { SlackMessage } from '../../src/slack/messages/message.ts';
import { messageProblems } from '../support/block-limits.ts';
import { fc } from '../support/fc.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';
import { typedText as text } from '../support/typed-text.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const BATCH = 30;
const ACKNOWLEDGED_MS = 2500;

describe('whatever people send', () => {
  let harness: Harness;
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  beforeAll(async () => {
    harness = await startHarness();
    process.on('unhandledRejection', note);
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    await harness.close();
    expect(rejections).toEqual([]);
  });

  const send = async ([name, typed]: readonly [name: string, typed: string]) => {
    const before = performance.now();
    const { status } = await harness.command(name, typed);
    return { status, took: performance.now() - before };
  };

  it('every command gets one acknowledgement and one answer that Slack accepts, with no error in the log', async () => {
    const cases = fc.sample(fc.tuple(fc.constantFrom(...COMMANDS.map(({ name }) => name)), text), RUNS);
    const late: (typeof cases)[number][] = [];
    for (let start = 0; start < cases.length; start += BATCH) {
      harness.slack.reset();
      const batch = cases.slice(start, start + BATCH);
      const acks = await Promise.all(
        batch.map(async (one) => {
          const { status, took } = await send(one);
          if (took > ACKNOWLEDGED_MS) late.push(one);
          return status;
        }),
      );
      expect(acks.every((status) => status === 200)).toBe(true);
      await harness.app.idle();
      const answers = harness.slack.of('response_url');
      expect(answers).toHaveLength(batch.length);
      for (const { args } of answers) {
        const { text: said, blocks } = JSON.parse(JSON.stringify(args)) as Pick<SlackMessage, 'text' | 'blocks'>;
        expect(
          messageProblems({ text: said, blocks, classic: null }).filter((one) => one !== 'no classic twin'),
        ).toEqual([]);
      }
    }
    // What was late beside others on a busy machine is in time alone, unless its text is to blame.
    for (const one of late) expect((await send(one)).took, one.join(' ')).toBeLessThan(ACKNOWLEDGED_MS);
    expect(harness.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('every button answers any value politely', async () => {
    const cases = fc.sample(fc.tuple(fc.constantFrom(...ACTION_NAMES), text), RUNS / 2);
    for (let start = 0; start < cases.length; start += BATCH) {
      const batch = cases.slice(start, start + BATCH);
      const statuses = await Promise.all(
        batch.map(async ([name, value]) => (await harness.interact(click(harness.slack, `v1:${name}`, value))).status),
      );
      expect(statuses.every((status) => status === 200)).toBe(true);
      await harness.app.idle();
    }
    expect(harness.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});
