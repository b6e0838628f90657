import type { Context } from '../app/context.ts';
import { type SourceOverview, sourceOverview } from '../app/freshness/source-overview.ts';
import { processMetrics } from '../http/process-metrics.ts';
import { sources } from '../ingest/sources/index.ts';
import type { IngestSummary } from '../ingest/summary.ts';
import { messageOf } from '../lib/errors.ts';
import { type MetricFamily, prometheusText } from '../lib/prometheus.ts';

/** Whoever may call the port may ask: so often the database is asked, however often they do. */
const FRESH_MS = 10_000;
const OUTCOMES = ['accepted', 'duplicate', 'rejected'] as const;

export interface Metrics {
  /** Counts what became of the items of a body. */
  readonly count: (source: string, summary: IngestSummary) => void;
  /** The text for Prometheus. Names of sources and numbers, nothing of an account or a person. */
  readonly text: () => Promise<string>;
}

/** Metrics of this process and of the sources. A database that is away leaves its numbers out. */
export function createMetrics(ctx: Pick<Context, 'db' | 'log' | 'now'>): Metrics {
  const measured = processMetrics();
  const counts = new Map(Object.keys(sources).map((name) => [name, { accepted: 0, duplicate: 0, rejected: 0 }]));
  let known: { readonly at: number; readonly families: Promise<MetricFamily[]> } | null = null;
  const stored = (): Promise<MetricFamily[]> => {
    const at = ctx.now().getTime();
    if (known === null || Math.abs(at - known.at) >= FRESH_MS) known = { at, families: storedFamilies(ctx) };
    return known.families;
  };
  return {
    count: (source, { accepted, duplicates, rejected }) => {
      const own = counts.get(source);
      if (own === undefined) return;
      own.accepted += accepted;
      own.duplicate += duplicates;
      own.rejected += rejected.length;
    },
    text: async () => {
      const signals: MetricFamily = {
        name: 'cs_pulse_source_signals_total',
        help: 'Events and other items that this process was sent over HTTP, by what became of them.',
        type: 'counter',
        samples: [...counts].flatMap(([source, own]) =>
          OUTCOMES.map((outcome) => ({ labels: { source, outcome }, value: own[outcome] })),
        ),
      };
      return prometheusText([signals, ...(await stored()), ...measured()]);
    },
  };
}

async function storedFamilies(ctx: Pick<Context, 'db' | 'log' | 'now'>): Promise<MetricFamily[]> {
  try {
    return [up(1), ...sourceFamilies(await sourceOverview({ ctx }))];
  } catch (error) {
    ctx.log.warn({ reason: messageOf(error) }, 'metrics: the database could not be asked');
    return [up(0)];
  }
}

function up(value: 0 | 1): MetricFamily {
  const help = 'Whether the database answered when it was last asked.';
  return { name: 'cs_pulse_database_up', help, type: 'gauge', samples: [{ value }] };
}

function sourceFamilies(rows: readonly SourceOverview[]): MetricFamily[] {
  const family = (name: string, help: string, valueIn: (row: SourceOverview) => number | null): MetricFamily => ({
    name: `cs_pulse_source_${name}`,
    help,
    type: 'gauge',
    samples: rows.flatMap((row) => {
      const value = valueIn(row);
      return value === null ? [] : [{ labels: { source: row.source }, value }];
    }),
  });
  return [
    family(
      'last_event_age_seconds',
      'Since the newest signal of the source happened, of those that reached an account.',
      ({ ageSeconds }) => ageSeconds,
    ),
    family('unattributed_waiting', 'Signals that wait for their account.', ({ waiting }) => waiting),
  ];
}
