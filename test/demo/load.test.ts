import { afterEach, describe, expect, it } from 'vitest';
import { type ImportOutcome, type LoadProgress, loadDemo } from '../../src/demo/load.ts';
import { type DemoPortfolio, demoPortfolio } from '../../src/demo/portfolio.ts';
import { type DemoServer, isSigned, type Received, type Reply, startDemoServer } from './demo-server.ts';

const whole = demoPortfolio({ today: '2026-03-01', timeZone: 'UTC' });
const viaStripe = whole.accounts.slice(5).filter(({ billing }) => billing.via === 'stripe');
const slice: DemoPortfolio = { ...whole, accounts: [...whole.accounts.slice(2, 3), ...viaStripe.slice(0, 2)] };
const NOTHING_REFUSED: ImportOutcome = { rejected: [] };

let server: DemoServer | undefined;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

interface LoadOptions {
  readonly reply?: (request: Received, count: number) => Reply | null;
  readonly outcome?: ImportOutcome;
  readonly portfolio?: DemoPortfolio;
}

async function load({ reply, outcome = NOTHING_REFUSED, portfolio = slice }: LoadOptions = {}) {
  server = await startDemoServer(reply);
  const files: string[] = [];
  const progress: LoadProgress[] = [];
  const loaded = await loadDemo({
    portfolio,
    ingestUrl: server.url,
    ingestKey: 'csp_test',
    stripeSecret: 'whsec_test',
    importCsv: async ({ kind }) => {
      files.push(kind);
      return outcome;
    },
    onProgress: (one) => progress.push(one),
    concurrency: 3,
  });
  return { loaded, files, progress, received: server.received };
}

describe('loading the demo', () => {
  it('imports the files first, then webhooks, then events', async () => {
    const { files, progress, received } = await load();
    expect(files).toEqual(['accounts', 'users', 'contacts']);
    const steps = [...new Set(progress.map(({ step }) => step))];
    expect(steps).toEqual(['accounts', 'users', 'contacts', 'subscriptions', 'events']);
    const firstEvents = received.findIndex(({ path }) => path === '/v1/events');
    expect(received.slice(firstEvents).every(({ path }) => path === '/v1/events')).toBe(true);
  });

  it('reports progress that only grows and ends at the total', async () => {
    const { progress } = await load();
    for (const step of ['users', 'subscriptions', 'events'] as const) {
      const done = progress.filter((one) => one.step === step).map((one) => one.done);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(done.at(-1)).toBe(progress.findLast((one) => one.step === step)?.total);
    }
  });

  it('sends every event once, in batches within the limits of the route, with the key', async () => {
    const { loaded, received } = await load({ portfolio: { ...whole, accounts: whole.accounts.slice(0, 1) } });
    const batches = received.filter(({ path }) => path === '/v1/events');
    const ids = batches.flatMap(({ events }) => events.map(({ message_id }) => message_id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(loaded).toEqual({ accepted: ids.length, duplicates: 0 });
    expect(batches.length).toBeGreaterThan(10);
    for (const { events, body, headers } of batches) {
      expect(events.length).toBeLessThanOrEqual(500);
      expect(Buffer.byteLength(body)).toBeLessThan(512_000);
      expect(headers.authorization).toBe('Bearer csp_test');
    }
  });

  it('keeps no more requests in flight than it was told, and never two for one account', async () => {
    await load({ portfolio: { ...whole, accounts: whole.accounts.slice(0, 30) } });
    expect(server?.mostAtOnce()).toBeGreaterThan(1);
    expect(server?.mostAtOnce()).toBeLessThanOrEqual(3);
    expect(server?.accountsAtOnce()).toBe(1);
  });

  it('signs every webhook over its raw body', async () => {
    const { received } = await load();
    const webhooks = received.filter(({ path }) => path === '/webhooks/stripe');
    expect(webhooks.length).toBeGreaterThanOrEqual(2);
    for (const webhook of webhooks) {
      expect(isSigned(webhook, 'whsec_test')).toBe(true);
      expect(isSigned(webhook, 'whsec_other')).toBe(false);
    }
  });

  it('sends the same bytes again on a second load', async () => {
    const bodies = (received: readonly Received[]): string[] => received.map(({ body }) => body).sort();
    const first = bodies((await load()).received);
    await server?.stop();
    expect(bodies((await load()).received)).toEqual(first);
  });

  it.each([429, 503])('repeats a batch that was answered with %i, and loses none', async (status) => {
    const refusedOnce = new Set<string>();
    const { loaded, received } = await load({
      reply: ({ body }) => {
        if (refusedOnce.has(body)) return null;
        refusedOnce.add(body);
        return { status, headers: { 'retry-after': '0' } };
      },
    });
    const ids = received.flatMap(({ events }) => events.map(({ message_id }) => message_id));
    expect(loaded.accepted).toBe(new Set(ids).size);
    expect(ids.length).toBe(2 * loaded.accepted);
  });

  it('names the event that was refused', async () => {
    const rejected = [{ index: 1, code: 'invalid', message: 'timestamp: too old' }];
    const reply = ({ path }: Received): Reply | null =>
      path === '/v1/events' ? { status: 207, body: { accepted: 1, duplicates: 0, rejected } } : null;
    await expect(load({ reply })).rejects.toThrow(
      /refused \$?\w+ of ([a-z-]+) \(demo-\1-.+\): invalid, timestamp: too old/,
    );
  });

  it('names the webhook that was refused', async () => {
    const reply = ({ path }: Received): Reply | null => (path === '/webhooks/stripe' ? { status: 401 } : null);
    await expect(load({ reply })).rejects.toThrow(/answered 401 to the webhook evt_demo_/);
  });

  it('names the webhook whose content was refused, although it was acknowledged', async () => {
    const rejected = [{ index: 0, code: 'invalid', message: 'data.object.status: is missing' }];
    const reply = ({ path }: Received): Reply | null =>
      path === '/webhooks/stripe' ? { status: 200, body: { accepted: 0, duplicates: 0, rejected } } : null;
    await expect(load({ reply })).rejects.toThrow(/evt_demo_.+ was refused: invalid, data.object.status: is missing/);
  });

  it('names the row that was refused', async () => {
    const outcome = { rejected: [{ line: 3, reason: 'account_id is empty' }] };
    await expect(load({ outcome })).rejects.toThrow('demo-accounts.csv line 3 was refused: account_id is empty');
  });

  it('does not take an answer of another kind for success', async () => {
    const reply = ({ path }: Received): Reply | null =>
      path === '/v1/events' ? { status: 200, body: { ok: true } } : null;
    await expect(load({ reply })).rejects.toThrow('answered 200 to a batch of events: {"ok":true}');
  });
});
