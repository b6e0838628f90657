import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importCsv } from '../../../src/ingest/csv/import-csv.ts';
import { csvKinds } from '../../../src/ingest/csv/kinds/index.ts';
import { SYNONYMS } from '../../../src/ingest/csv/synonyms.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';

const guide = readFileSync(new URL('../../../docs/sources/files.md', import.meta.url), 'utf8');
const sections = new Map(
  guide
    .split('\n### ')
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text] as const),
);

/** Names that the guide should have and has not. */
function unnamed(text: string, names: readonly string[]): string[] {
  return names.filter((name) => !text.includes(`\`${name}\``));
}

describe('the guide to files', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  it('has a section for every kind', () => expect([...sections.keys()]).toEqual(Object.keys(csvKinds)));

  it.each(Object.entries(csvKinds))('names every field and synonym of %s', (kind, { fields }) => {
    const names: Readonly<Record<string, readonly string[]>> = SYNONYMS[kind as keyof typeof csvKinds];
    const { account_id: account = [], ...others } = names;
    expect(unnamed(sections.get(kind) ?? '', [...Object.keys(fields), ...Object.values(others).flat()])).toEqual([]);
    expect(unnamed(guide, account)).toEqual([]);
    expect(unnamed(guide, ['no_such_name'])).toEqual(['no_such_name']);
  });

  it.each(Object.keys(csvKinds))('shows %s that are stored whole, once', async (kind) => {
    const content = /```csv\n([\s\S]*?)```/.exec(sections.get(kind) ?? '')?.[1] ?? '';
    const run = () => importCsv({ ctx: testContext(database.pool), kind, content, fileName: 'example.csv' });
    const rows = content.trim().split('\n').length - 1;
    expect(rows).toBeGreaterThan(1);
    expect(await run()).toMatchObject({ rows, accepted: rows, rejected: [], ignoredColumns: [], sharedIds: 0 });
    expect(await run()).toMatchObject({ accepted: 0, duplicates: rows });
  });
});
