import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../src/app/record/record-signals.ts';
import { createWeb } from '../src/http/web.ts';
import { samples } from '../src/ingest/samples/index.ts';
import { sources } from '../src/ingest/sources/index.ts';
import { SOURCES_DEFAULTS } from '../src/ingest/sources-schema.ts';
import { createLogger } from '../src/lib/log.ts';
import { type MetricFamily, prometheusText } from '../src/lib/prometheus.ts';
import { openPool } from '../src/store/db.ts';
import { createMetrics } from '../src/wiring/metrics.ts';
import { ingestOn, openIngest, postEvents } from './ingest/harness.ts';
import { TEST_NOW, testContext } from './support/context.ts';
import { cloneDatabase, type TestDatabase } from './support/database.ts';

const LINE = /^([a-z_][a-z0-9_]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;

/** Values by name and labels, read by the rules of the format; a line that breaks them is an error. */
function read(text: string): Map<string, number> {
  const values = new Map<string, number>();
  const typed = new Set<string>();
  for (const line of text.trimEnd().split('\n')) {
    const type = /^# TYPE (\S+) (?:counter|gauge)$/.exec(line)?.[1];
    if (type !== undefined) {
      expect(typed, line).not.toContain(type);
      typed.add(type);
    } else if (!line.startsWith('# HELP ')) {
      const [, name = '', labels = '', value] = LINE.exec(line) ?? [];
      expect(typed, line).toContain(name);
      values.set(labels === '' ? name : `${name}{${labels}}`, Number(value));
    }
  }
  return values;
}

const family = (value: string): MetricFamily => ({
  name: 'a_b',
  help: 'Words.',
  type: 'gauge',
  samples: [{ labels: { source: value }, value: 1 }],
});

describe('GET /metrics', () => {
  const clock = { now: TEST_NOW };
  let database: TestDatabase;
  let app: Hono;
  beforeAll(async () => {
    database = await cloneDatabase();
    const ctx = testContext(database.pool, { now: () => clock.now });
    const metrics = createMetrics(ctx);
    await openIngest(database);
    app = createWeb({
      log: createLogger('silent'),
      checks: async () => ({}),
      metrics: metrics.text,
    });
    app.route('/', ingestOn(database, { onTaken: metrics.count }));
  });
  afterAll(() => database.close());

  const scrape = async () => {
    const response = await app.request('/metrics');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    return read(await response.text());
  };
  const later = () => {
    clock.now = new Date(clock.now.getTime() + 10_000);
  };

  it('has every source and outcome from the start, and what the process uses', async () => {
    const values = await scrape();
    for (const source of Object.keys(sources)) {
      for (const outcome of ['accepted', 'duplicate', 'rejected']) {
        expect(values.get(`cs_pulse_source_signals_total{source="${source}",outcome="${outcome}"}`)).toBe(0);
      }
    }
    expect(values.get('cs_pulse_database_up')).toBe(1);
    for (const name of ['process_resident_memory_bytes', 'process_start_time_seconds', 'nodejs_heap_size_used_bytes']) {
      expect(values.get(name), name).toBeGreaterThan(1_000_000);
    }
    expect(values.get('process_cpu_user_seconds_total')).toBeGreaterThan(0);
    expect(values.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  it('counts what became of what was sent, and how old and how lost it is; a sample counts nowhere', async () => {
    const at = new Date(TEST_NOW.getTime() - 90_000).toISOString();
    const event = { event: 'opened', timestamp: at, account_id: 'acme', user_id: 'ann', message_id: '1' };
    await postEvents(app, event);
    await postEvents(app, [event, { ...event, message_id: '2' }, { ...event, timestamp: 'yesterday' }]);
    await postEvents(app, samples.events.body({ now: TEST_NOW, settings: SOURCES_DEFAULTS }));
    const ticket = { kind: 'ticket', ticketId: '1', state: 'opened', priority: null, subject: null } as const;
    await recordSignals({
      ctx: testContext(database.pool),
      input: {
        source: 'zendesk',
        signals: [{ ...ticket, accountKey: 'zendesk:1', knownOnly: true, occurredAt: TEST_NOW }],
      },
    });
    later();
    const values = await scrape();
    const counted = (outcome: string) =>
      values.get(`cs_pulse_source_signals_total{source="events",outcome="${outcome}"}`);
    expect(['accepted', 'duplicate', 'rejected'].map(counted)).toEqual([2, 1, 1]);
    expect(values.get('cs_pulse_source_last_event_age_seconds{source="events"}')).toBe(100);
    expect(values.get('cs_pulse_source_unattributed_waiting{source="zendesk"}')).toBe(1);
    expect(values.get('cs_pulse_source_unattributed_waiting{source="events"}')).toBe(0);
    // Nothing of the ticket has reached an account.
    expect(values.has('cs_pulse_source_last_event_age_seconds{source="zendesk"}')).toBe(false);
  });

  it('says nothing of accounts and people, whatever is sent', async () => {
    const at = TEST_NOW.toISOString();
    for (const id of ['canary-account', 'canary"} 1\nevil_metric 2']) {
      await postEvents(app, { event: `canary-${id}`, timestamp: at, account_id: id, user_id: 'canary-user' });
    }
    later();
    const response = await app.request('/metrics');
    const text = await response.text();
    expect(text).not.toMatch(/canary|evil/);
    read(text);
  });

  it('asks the database once in ten seconds, however often it is asked itself', async () => {
    later();
    const before = (await scrape()).get('cs_pulse_source_last_event_age_seconds{source="events"}');
    await database.pool.query("update source_watermarks set last_occurred_at = last_occurred_at - interval '1 hour'");
    const age = async () => (await scrape()).get('cs_pulse_source_last_event_age_seconds{source="events"}');
    expect([await age(), await age()]).toEqual([before, before]);
    later();
    expect(await age()).toBe((before ?? 0) + 3610);
  });

  it('goes on without a database and says so', async () => {
    const url = 'postgres://nobody@127.0.0.1:1/none';
    const away = openPool({ url, name: 'away', max: 1, statementTimeoutMs: 500, onError: () => undefined });
    const values = read(await createMetrics(testContext(away)).text());
    expect(values.get('cs_pulse_database_up')).toBe(0);
    expect(values.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect([...values.keys()].filter((name) => name.includes('age_seconds'))).toEqual([]);
  });

  it('is only there where somebody measures', async () => {
    const bare = createWeb({ log: createLogger('silent'), checks: async () => ({}) });
    expect((await bare.request('/metrics')).status).toBe(404);
  });

  it.each(['plain', 'quo"te', 'back\\slash', 'line\nbreak', '"} 1\nevil 2'])('escapes the label %j', (value) => {
    const values = read(prometheusText([family(value)]));
    const [key = ''] = values.keys();
    const written = /source="(.*)"\}$/.exec(key)?.[1] ?? '';
    expect(JSON.parse(`"${written}"`)).toBe(value);
    expect(values.size).toBe(1);
  });
});
