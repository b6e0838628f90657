import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../src/app/record/record-signals.ts';
import type { Readiness } from '../src/http/readiness.ts';
import { createWeb } from '../src/http/web.ts';
import { samples } from '../src/ingest/samples/index.ts';
import { sources } from '../src/ingest/sources/index.ts';
import { SOURCES_DEFAULTS } from '../src/ingest/sources-schema.ts';
import { openPool } from '../src/store/db.ts';
import { createMetrics } from '../src/wiring/metrics/create-metrics.ts';
import { lagOf } from '../src/wiring/metrics/measured-record.ts';
import { ingestOn, openIngest, postEvents } from './ingest/harness.ts';
import { TEST_NOW, testContext } from './support/context.ts';
import { cloneDatabase, type TestDatabase } from './support/database.ts';
import { suiteLog } from './support/suite-log.ts';

const LINE =
  /^([a-z_][a-z0-9_]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|\+Inf|NaN)$/;

/** Values by name and labels, read by the rules of the format; a line that breaks them is an error. */
function read(text: string): Map<string, number> {
  const values = new Map<string, number>();
  const typed = new Set<string>();
  for (const line of text.trimEnd().split('\n')) {
    const type = /^# TYPE (\S+) (?:counter|gauge|histogram)$/.exec(line)?.[1];
    if (type !== undefined) {
      expect(typed, line).not.toContain(type);
      typed.add(type);
    } else if (line !== '' && !line.startsWith('# HELP ')) {
      const [, name = '', labels = '', value] = LINE.exec(line) ?? [];
      const family = typed.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '');
      expect(typed, line).toContain(family);
      values.set(labels === '' ? name : `${name}{${labels}}`, Number(value));
    }
  }
  return values;
}

const READY: Pick<Readiness, 'report'> = { report: async () => ({ status: 'ready', checks: {} }) };

describe('GET /metrics', () => {
  const clock = { now: TEST_NOW };
  let database: TestDatabase;
  let app: Hono;
  beforeAll(async () => {
    database = await cloneDatabase();
    const ctx = testContext(database.pool, { now: () => clock.now });
    const metrics = createMetrics({
      ctx,
      pools: { interactive: database.pool },
      readiness: READY,
      role: 'all',
      replica: null,
    });
    await openIngest(database);
    app = createWeb({
      log: suiteLog(),
      readiness: READY,
      metrics: metrics.text,
    });
    app.route(
      '/',
      ingestOn(database, {
        onTaken: (source, items, signals) => metrics.ingested(source, items, lagOf(signals, +TEST_NOW)),
      }),
    );
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
    for (const quantile of ['0.5', '0.99', 'max']) {
      expect(values.get(`cs_pulse_event_loop_delay_seconds{quantile="${quantile}"}`)).toBeGreaterThanOrEqual(0);
    }
    expect(values.get('cs_pulse_pool_connections{pool="interactive",state="most"}')).toBeGreaterThan(0);
    expect(values.get('cs_pulse_pool_waiting{pool="interactive"}')).toBe(0);
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
    expect(values.get('cs_pulse_ingest_lag_seconds_sum{source="events"}')).toBe(180);
    expect(values.get('cs_pulse_ingest_lag_seconds_count{source="events"}')).toBe(2);
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
    const values = read(
      await createMetrics({ ctx: testContext(away), pools: {}, readiness: READY, role: 'all', replica: null }).text(),
    );
    expect(values.get('cs_pulse_database_up')).toBe(0);
    expect(values.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect([...values.keys()].filter((name) => name.includes('age_seconds'))).toEqual([]);
  });

  it('is only there where somebody measures', async () => {
    const bare = createWeb({ log: suiteLog(), readiness: READY });
    expect((await bare.request('/metrics')).status).toBe(404);
  });
});

describe('what is measured of a process', () => {
  const scrape = async (measure: (metrics: ReturnType<typeof createMetrics>) => void, checks = {}) => {
    const url = 'postgres://nobody@127.0.0.1:1/none';
    const away = openPool({ url, name: 'away', max: 1, statementTimeoutMs: 500, onError: () => undefined });
    const readiness = { report: async () => ({ status: 'ready', checks }) as const };
    const metrics = createMetrics({ ctx: testContext(away), pools: {}, readiness, role: 'all', replica: null });
    measure(metrics);
    return read(await metrics.text());
  };

  it('is what its borders said', async () => {
    const values = await scrape((metrics) => {
      metrics.slackAcknowledged('command', '/health', 0.02);
      metrics.slackAnswered('command', '/health', 0.4);
      metrics.slackRefused('chat.postMessage', 'rate_limited');
      metrics.stored('committed', 300, 0.03);
      metrics.stored('failed', 5, 1.5);
      metrics.jobEnded({ job: 'digest', outcome: 'done', seconds: 2, lateSeconds: 90 });
      metrics.jobEnded({ job: 'digest', outcome: 'skipped', seconds: 0, lateSeconds: 9000 });
      metrics.delivered('posted');
    });
    const expected = {
      'cs_pulse_slack_ack_seconds_bucket{le="0.025",kind="command",name="/health"}': 1,
      'cs_pulse_slack_ack_seconds_bucket{le="0.01",kind="command",name="/health"}': 0,
      'cs_pulse_slack_answer_seconds_sum{kind="command",name="/health"}': 0.4,
      'cs_pulse_slack_api_errors_total{method="chat.postMessage",error="rate_limited"}': 1,
      'cs_pulse_ingest_store_seconds_count{outcome="committed"}': 1,
      'cs_pulse_ingest_store_seconds_sum{outcome="failed"}': 1.5,
      cs_pulse_ingest_batch_signals_sum: 305,
      'cs_pulse_job_runs_total{job="digest",outcome="skipped"}': 1,
      'cs_pulse_job_seconds_count{job="digest"}': 1,
      'cs_pulse_job_late_seconds{job="digest"}': 9000,
      'cs_pulse_deliveries_total{outcome="posted"}': 1,
      cs_pulse_database_up: 0,
    };
    for (const [name, value] of Object.entries(expected)) expect(values.get(name), name).toBe(value);
  });

  it('shows which check is not well', async () => {
    const since = TEST_NOW.toISOString();
    const values = await scrape(() => undefined, {
      database: { state: 'ok', detail: '', since },
      slack: { state: 'degraded', detail: '', since },
    });
    expect(values.get('cs_pulse_check_ok{check="database"}')).toBe(1);
    expect(values.get('cs_pulse_check_ok{check="slack"}')).toBe(0);
  });

  it('costs the hot path next to nothing', async () => {
    await scrape((metrics) => {
      const items = { accepted: 20, duplicates: 0, rejected: [] };
      const signals = Array.from({ length: 20 }, (_, index) => ({ occurredAt: new Date(TEST_NOW.getTime() - index) }));
      const times = 20_000;
      const round = () => {
        const from = performance.now();
        for (let n = 0; n < times; n++) metrics.ingested('events', items, lagOf(signals, Date.now()));
        return ((performance.now() - from) * 1000) / times;
      };
      const best = Math.min(round(), round(), round(), round(), round());
      // 2 µs on an idle machine; a busy one is given room.
      expect(best).toBeLessThan(6);
    });
  });
});
