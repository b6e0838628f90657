import { setTimeout as sleep } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import { createBackgroundClient, createPublisher } from '../../../src/slack/publisher.ts';
import { guardOf, startTable } from '../../../test/support/access/table.ts';
import { channelOf } from '../../../test/support/access/workspace.ts';
import { ANYBODY } from '../../../test/support/person-guard.ts';
import { QUIET } from '../../../test/support/quiet-logger.ts';
import { click } from '../../../test/support/slack-harness.ts';
import { quantile } from '../../stand/quantile.ts';
import type { Stand } from '../../stand/stand.ts';

const MOST_MS = 1000;
const WAIT_S = 3;
const AT_ONCE = 5;

export interface Limited {
  readonly tries: number;
  readonly failures: readonly string[];
  readonly measured: Readonly<Record<string, number>>;
}

/** People click while Slack limits the posts of the background: each click opens its window at once. */
export async function clickWhileLimited(stand: Stand, clicks: number): Promise<Limited> {
  const harness = await startTable();
  stand.atEnd(() => harness.close());
  const { slack } = harness;
  slack.users.set('U0DANA', { id: 'U0DANA', team_id: 'T0HOME' });
  slack.answer('chat.postMessage', () => ({ http: 429, headers: { 'retry-after': String(WAIT_S) } }));
  const client = createBackgroundClient({ token: 'xoxb-test', slackApiUrl: slack.apiUrl, logger: QUIET });
  const publisher = createPublisher({ client, guard: guardOf(slack), people: ANYBODY });
  const message = { text: 'digest', blocks: [], classic: null };
  const input = { channel: channelOf('internal'), key: 'limited', message, beforeSend: async () => true };
  const outcome = await publisher.post(input);
  const waits = outcome.kind === 'later' ? outcome.retryAfterMs : 0;
  const times: number[] = [];
  for (let count = 0; count < clicks; count += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, async (_, index) => {
      const trigger = `limited.${count + index}`;
      const started = performance.now();
      await harness.interact({ ...click(slack, 'v1:override', 'canary-id'), trigger_id: trigger });
      await slack.waitFor(() => slack.of('views.open').some(({ args }) => args['trigger_id'] === trigger), 10_000);
      times.push(performance.now() - started);
    });
    await Promise.all(some);
  }
  return judged(times, waits);
}

/** One client for posts and for people, as it comes: it waits by itself, and so does everything behind it. */
export async function openWithOneClient(stand: Stand): Promise<Limited> {
  const slack = await stand.slack();
  slack.answer('chat.postMessage', () => ({ http: 429, headers: { 'retry-after': String(WAIT_S) } }));
  const client = new webApi.WebClient('xoxb-prove', { slackApiUrl: slack.apiUrl, logger: QUIET });
  void client.chat.postMessage({ channel: 'C0PULSE', text: 'digest' }).catch(() => undefined);
  await sleep(200);
  const started = performance.now();
  await client.views.open({
    trigger_id: 't',
    view: { type: 'modal', title: { type: 'plain_text', text: 't' }, blocks: [] },
  });
  return judged([performance.now() - started], WAIT_S * 1000);
}

function judged(times: readonly number[], waits: number): Limited {
  const p99 = Math.round(quantile(times, 0.99));
  return {
    tries: times.length,
    failures: [
      ...(p99 < MOST_MS ? [] : [`views.open p99 ${p99} ms while posts are limited`]),
      ...(waits >= WAIT_S * 1000 ? [] : [`tried again after ${waits} ms instead of ${WAIT_S} s`]),
    ],
    measured: {
      'views.open p50 ms': Math.round(quantile(times, 0.5)),
      'views.open p99 ms': p99,
      'wait of a post ms': waits,
    },
  };
}
