import type { Random } from '../../../src/demo/random.ts';
import { fixturesOf } from '../../../test/ingest/fixtures.ts';
import { SENDER_SECRETS, SENDERS, type Sender } from '../../../test/ingest/senders.ts';
import { TEST_NOW } from '../../../test/support/context.ts';
import { signedHeaders } from '../../../test/support/fake-slack.ts';
import { type ProveSlack, SIGNING_SECRET } from '../../stand/slack.ts';

const DAY_S = 86_400;
const JSON_TYPE = 'application/json';

/** Somebody whom the product believes, and real deliveries of theirs. */
export interface Target {
  readonly name: string;
  readonly sender: Sender;
  readonly type: string;
  readonly bodies: readonly string[];
}

/** Settings of the product that make it believe the senders of the tests. */
export const SENDERS_ENV: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'http://localhost',
  STRIPE_WEBHOOK_SECRET: secretsOf('stripe'),
  SENTRY_CLIENT_SECRET: secretsOf('sentry'),
  ZENDESK_WEBHOOK_SECRET: secretsOf('zendesk'),
  SEGMENT_SHARED_SECRET: secretsOf('segment'),
  POSTHOG_WEBHOOK_SECRET: secretsOf('posthog'),
  HUBSPOT_CLIENT_SECRET: secretsOf('hubspot'),
};

function secretsOf(source: string): string {
  return (SENDER_SECRETS[source] ?? []).join(',');
}

/** Every source with its own proof, and both ways to send an ingest key. */
export function ingestTargets(keys: Sender['secrets'], now: Date): Target[] {
  const { events, ...vendors } = SENDERS;
  const bodies = (source: string, only?: string): string[] =>
    fixturesOf(source).flatMap(({ body, name }) => (only === undefined || only === name ? [recent(body, now)] : []));
  const basic = (secret: string): string => `Basic ${Buffer.from(`${secret}:`).toString('base64')}`;
  const keyed: Target[] = [
    { name: 'Bearer keys', sender: { ...events, secrets: keys }, type: JSON_TYPE, bodies: bodies('events') },
    {
      name: 'Basic keys',
      sender: {
        ...events,
        path: '/v1/track',
        secrets: keys,
        sign: (_body, _at, secret) => ({ authorization: basic(secret) }),
      },
      type: JSON_TYPE,
      bodies: bodies('segment', 'track'),
    },
  ];
  const signed = Object.entries(vendors).map(([name, sender]) => ({
    name,
    sender,
    type: JSON_TYPE,
    bodies: bodies(name),
  }));
  return [...keyed, ...signed];
}

/** Slack itself, asking for somebody. */
export function slackTarget(slack: ProveSlack, random: Random): Target {
  const bodies = ['/health', '/utilization', '/pulse'].map((command) =>
    new URLSearchParams({
      command,
      text: 'help',
      user_id: 'U0DANA',
      team_id: 'T0HOME',
      channel_id: 'C0ASK',
      trigger_id: `1.${random.below(1e9)}`,
      response_url: slack.responseUrl(),
    }).toString(),
  );
  const sender: Sender = {
    path: '/slack/events',
    secrets: [SIGNING_SECRET, SIGNING_SECRET],
    timed: true,
    sign: (body, at, secret) => signedHeaders(secret, body, Math.floor(at.getTime() / 1000)),
  };
  return { name: 'slack', sender, type: 'application/x-www-form-urlencoded', bodies };
}

/** A recorded delivery, told as if it were of these days: old ones are refused for their age. */
function recent(body: string, now: Date): string {
  const days = Math.floor((now.getTime() - TEST_NOW.getTime()) / (DAY_S * 1000));
  return body
    .replace(/\b\d{4}-\d\d-\d\d(?=T)/g, (day) =>
      new Date(Date.parse(day) + days * DAY_S * 1000).toISOString().slice(0, 10),
    )
    .replace(/(?<=[: [])1[67]\d{8}(\d{3})?(?=[\s,.}\]])/g, (instant) =>
      String(Number(instant) + days * DAY_S * (instant.length === 13 ? 1000 : 1)),
    );
}
