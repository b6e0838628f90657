import { describe, expect, it } from 'vitest';
import { schemaIssues } from '../../../src/app/definition/schema-issues.ts';
import { sqlSourcesSchema } from '../../../src/ingest/sql/sql-schema.ts';

const QUERY = { kind: 'users', query: 'select 1', watermark: 'changed' };
const SOURCE = { name: 'warehouse', url_env: 'WAREHOUSE_URL', queries: [QUERY] };

const issuesOf = (list: unknown) => {
  const parsed = sqlSourcesSchema.safeParse(list);
  return parsed.success ? [] : schemaIssues(parsed.error).map(({ message, path }) => `${path}: ${message}`);
};
const source = (more: object) => [{ ...SOURCE, ...more }];
const query = (more: object) => source({ queries: [{ ...QUERY, ...more }] });

describe('sources.sql of the settings file', () => {
  it('fills in what is not said', () => {
    expect(sqlSourcesSchema.parse([SOURCE])).toEqual([
      {
        name: 'warehouse',
        urlEnv: 'WAREHOUSE_URL',
        everyMinutes: 15,
        statementTimeoutMs: 120_000,
        timeZone: null,
        queries: [{ ...QUERY, overlap: null }],
      },
    ]);
  });

  it.each([
    ['select 1;', 'select 1'],
    ['  select 1 ;\n ; ', 'select 1'],
    ['-- what it is\nwith a as (select 1) select * from a', '-- what it is\nwith a as (select 1) select * from a'],
    ['/* a */ SELECT 1', '/* a */ SELECT 1'],
  ])('takes the query %j', (text, kept) => {
    expect(sqlSourcesSchema.parse(query({ query: text }))[0]?.queries[0]?.query).toBe(kept);
  });

  it.each([
    ['90s', { seconds: 90 }],
    ['0s', { seconds: 0 }],
    ['2h', { seconds: 7200 }],
    ['366d', { seconds: 31_622_400 }],
    [0, { steps: 0 }],
    [5000, { steps: 5000 }],
  ])('takes the overlap %j', (overlap, kept) => {
    expect(sqlSourcesSchema.parse(query({ overlap }))[0]?.queries[0]?.overlap).toEqual(kept);
  });

  it.each([
    [source({ name: 'Warehouse' }), '[0].name: must be a short name'],
    [source({ name: 'stripe' }), '[0].name: is the name of another source'],
    [source({ url: 'postgres://user:password@host/db' }), '[0].url: is not known here'],
    [source({ url_env: 'postgres://user:password@host/db' }), '[0].url_env: must be the name of the variable'],
    [source({ url_env: 'DATABASE_URL' }), '[0].url_env: must not be our own database'],
    [source({ schedule: '10s' }), '[0].schedule: must be from 1m to 7d'],
    [source({ schedule: 15 }), '[0].schedule: must be a time such as'],
    [source({ schedule: '8d' }), '[0].schedule: must be from 1m to 7d'],
    [source({ statement_timeout: '2h' }), '[0].statement_timeout: must be from 1s to 1h'],
    [source({ time_zone: 'Mars' }), '[0].time_zone: must be an IANA zone'],
    [source({ queries: [] }), '[0].queries: is empty'],
    [source({ queries: [QUERY, QUERY] }), '[0].queries: must have each kind once'],
    [query({ kind: 'people' }), '[0].queries[0].kind: must be one of accounts,'],
    [query({ query: 'delete from users' }), '[0].queries[0].query: must be one SELECT'],
    [query({ query: '' }), '[0].queries[0].query: must be one SELECT'],
    [query({ query: `select ${'x'.repeat(20_000)}` }), '[0].queries[0].query: must have at most'],
    [query({ watermark: '' }), '[0].queries[0].watermark: is empty'],
    [query({ watermark: undefined }), '[0].queries[0].watermark: must be the column'],
    [query({ overlap: '400d' }), '[0].queries[0].overlap: must be a time such as 15m, at most 366d'],
    [query({ overlap: -1 }), '[0].queries[0].overlap: must be a time such as 15m, at most 366d'],
    [[SOURCE, SOURCE], 'must have each name once'],
    [Array.from({ length: 11 }, (_, at) => ({ ...SOURCE, name: `a${at}` })), 'must have at most 10 databases'],
  ])('names the place and the remedy of what is wrong: %#', (list, issue) => {
    expect(issuesOf(list).join('\n')).toContain(issue);
  });
});
