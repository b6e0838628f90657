import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { openPool } from '../../src/store/db.ts';
import { createMetrics } from '../../src/wiring/metrics/create-metrics.ts';
import { testContext } from '../support/context.ts';

const docs = (file: string) => new URL(`../../docs/${file}`, import.meta.url);
const TABLE = /(?<=<!-- metrics -->\n)[\s\S]*?(?=<!-- \/metrics -->)/;
const NAME = /\b(?:cs_pulse|process|nodejs)_\w+/g;

const panelsSchema = z.object({
  schemaVersion: z.int().min(39),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(
    z.object({
      type: z.string(),
      title: z.string(),
      targets: z.array(z.object({ expr: z.string(), datasource: z.object({ uid: z.string() }) })).default([]),
    }),
  ),
});
const rulesSchema = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          annotations: z.object({ summary: z.string(), remedy: z.string() }),
        }),
      ),
    }),
  ),
});
const dashboard = panelsSchema.parse(JSON.parse(readFileSync(docs('grafana/cs-pulse.json'), 'utf8')));
const rules = rulesSchema.parse(parse(readFileSync(docs('alerts.yml'), 'utf8'))).groups.flatMap((group) => group.rules);

interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
}

let families: readonly Family[];
beforeAll(async () => {
  const url = 'postgres://nobody@127.0.0.1:1/none';
  const away = openPool({ url, name: 'away', max: 1, statementTimeoutMs: 500, onError: () => undefined });
  const readiness = { report: async () => ({ status: 'ready', checks: {} }) as const };
  const text = await createMetrics({ ctx: testContext(away), pools: {}, readiness, role: 'all', replica: null }).text();
  families = [...text.matchAll(/^# HELP (\S+) (.*)\n# TYPE \S+ (\w+)$/gm)].map(
    ([, name = '', help = '', type = '']) => ({ name, type, help }),
  );
});

/** Names in an expression that nobody exports; of a histogram its parts are meant, of anything else the name itself. */
function unknownIn(expression: string): string[] {
  const known = new Set(
    families.flatMap(({ name, type }) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
    ),
  );
  return [...expression.matchAll(NAME)].map(([name]) => name).filter((name) => !known.has(name));
}

describe('metrics that people look at', () => {
  it('are exported: those of the dashboard', () => {
    const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(expressions.length).toBeGreaterThan(20);
    expect(expressions.flatMap(unknownIn)).toEqual([]);
  });

  it('are exported: those of the alerts', () => {
    expect(rules.length).toBeGreaterThan(8);
    expect(rules.flatMap(({ expr }) => unknownIn(expr))).toEqual([]);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it.each(['cs_pulse_nothing', 'rate(cs_pulse_slack_ack_seconds[5m])', 'cs_pulse_database_up_total'])(
    'would be missed: %s',
    (expression) => {
      expect(unknownIn(expression)).toHaveLength(1);
    },
  );

  it('are all on the dashboard', () => {
    const shown = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join(' ');
    const ours = families.filter(({ name }) => name.startsWith('cs_pulse_'));
    expect(ours.length).toBeGreaterThan(20);
    expect(ours.filter(({ name }) => !shown.includes(name)).map(({ name }) => name)).toEqual([]);
  });

  it('are documented, in the words of the address itself (UPDATE_METRICS=1 writes them)', () => {
    const table = families
      .filter(({ name }) => name.startsWith('cs_pulse_'))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ help, name, type }) => `| \`${name}\` | ${type} | ${help} |\n`)
      .join('');
    const page = readFileSync(docs('metrics.md'), 'utf8');
    if (process.env['UPDATE_METRICS'])
      writeFileSync(
        docs('metrics.md'),
        page.replace(TABLE, () => table),
      );
    else expect(TABLE.exec(page)?.[0]).toBe(table);
  });
});

describe('the dashboard', () => {
  it('asks the source of data that is chosen, in rows from people to the database', () => {
    expect(dashboard.templating.list).toContainEqual(
      expect.objectContaining({ name: 'datasource', type: 'datasource' }),
    );
    const sources = dashboard.panels.flatMap(({ targets }) => targets.map(({ datasource }) => datasource.uid));
    expect(new Set(sources)).toEqual(new Set(['${datasource}']));
    expect(dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title)).toEqual([
      'People wait',
      'Ingest',
      'Jobs and digest',
      'Outbox',
      'Slack',
      'Process',
      'Database',
    ]);
  });
});
