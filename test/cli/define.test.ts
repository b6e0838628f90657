import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { defineCommand, readDefineArguments } from '../../src/cli/define.ts';
import { addDays } from '../../src/domain/day.ts';
import { BALANCED } from '../../src/domain/definition.ts';
import { readSettings, readTriedRules } from '../../src/settings.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../support/portfolio.ts';
import { recordingIo } from '../support/recording-io.ts';

const D = GOLDEN.as_of;
const ACTIVE = `active:
  rule: { core_workflow: { events: [report_shared], match: all, min_days: 2 } }
  surfaces: [web]
  roles: { ignore: [viewer] }
`;

let database: TestDatabase;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cs-pulse-define-'));
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, D);
  const ctx = testContext(database.pool);
  for (const age of [1, 0]) await snapshotScores({ ctx, input: { day: addDays(D, -age) } });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.close();
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function run(argv: string[], env: Record<string, string> = {}): Promise<string> {
  const { io, said } = recordingIo();
  const settings = env['CS_PULSE_CONFIG'] ?? file('none.yaml', '{}');
  expect(await defineCommand(argv, io, { DATABASE_URL: database.url, ...env, CS_PULSE_CONFIG: settings })).toBe(0);
  return said().out;
}

describe('cs-pulse define', () => {
  it('prints the rules in force, in a form that is read back as the same rules', async () => {
    const settings = file(
      'ours.yaml',
      `definition: { id: ours, version: 4, segments: [{ match: { plan: pro }, silent_days: 35 }] }\n${ACTIVE}`,
    );
    const text = await run([], { CS_PULSE_CONFIG: settings, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    const { hash, ...json } = JSON.parse(await run(['--json'], { CS_PULSE_CONFIG: settings }));
    expect(text.split('\n')[0]).toBe(`# In force: ours@4, hash ${hash}`);
    expect(text).toContain('anchors: [ [ 0, 0 ], [ 50, 25 ], [ 60, 50 ], [ 80, 100 ] ]');
    expect(json).toMatchObject({ id: 'ours', version: 4, definition: { segments: [{ match: { plan: ['pro'] } }] } });
    expect(readSettings(file('again.yaml', text))).toEqual(readSettings(settings));
    expect(parse(text)).toMatchObject({ active: { roles: { ignore: ['viewer'] } } });
  });

  it('tries the printed rules without a difference', async () => {
    const path = file('same.yaml', await run([]));
    expect(await run(['--try', path])).toContain('These are the rules in force: nothing can differ.');
    const json = JSON.parse(await run(['--try', path, '--json', '--days', '1']));
    expect(json).toMatchObject({ days: 1, moves: [], alerts: { now: { alerts: 0, per_day: '0.0' } } });
  });

  it('says who would change band and what that takes', async () => {
    const bands = '[[CRITICAL, 0], [WARN, 15], [ok, 45], [healthy, 70], [champion, 90]]';
    const path = file(
      'try.yaml',
      `definition: { id: balanced, version: 1, bands: ${bands}, components: [{ key: nps, weight: 1, anchors: [[0, 100], [10, 0]] }, { key: utilization, weight: 5, anchors: [[0, 0], [90, 100]] }, { key: support, weight: 5, anchors: [[0, 100], [50, 0]] }] }`,
    );
    const text = await run(['--try', path]);
    expect(text).toContain('raise the version before you publish them');
    expect(text).toContain('🔴 18.5 CRITICAL → ');
    expect(text).toContain('$5,000/mo MRR');
    expect(text).toContain('Seats at risk: $4,875/mo ($58,500/yr) → $4,875/mo ($58,500/yr)');
    const { moves } = JSON.parse(await run(['--try', path, '--json']));
    const tenths = (points: string): number => Math.round(10 * Number(points));
    for (const { now, tried, terms } of moves) {
      const sum = terms.reduce((total: number, term: { points: string }) => total + tenths(term.points), 0);
      expect(sum).toBe(tenths(tried.score) - tenths(now.score));
    }
    expect(moves.length).toBeGreaterThan(1);
  });

  it('takes a definition by itself, or any of the three parts of a settings file', () => {
    const inForce = readSettings(join(folder, 'nowhere.yaml'));
    const bare = readTriedRules(file('bare.yaml', '{ id: ours, version: 2, silent_days: 20 }'), inForce);
    expect(bare).toMatchObject({ health: { ...BALANCED, id: 'ours', version: 2, silent_days: 20 } });
    expect(bare.utilization).toBe(inForce.utilization);
    const seats = readTriedRules(file('seats.yaml', 'utilization: { low: 40 }'), { ...inForce, health: bare.health });
    expect([seats.utilization.low, seats.health]).toEqual([40, bare.health]);
    expect(readTriedRules(file('active.yaml', ACTIVE), inForce).active.rule.kind).toBe('core_workflow');
  });

  it.each([
    ['', /holds no rules to try/],
    ['fx: []', /holds no rules to try/],
    ['- 1', /the file:/],
    ['{ id: ours, version: 2, bandz: [] }', /definition\.bandz: is not known here; use id, version/],
    ['{ id: ours, version: 2, segments: [{ match: {} }] }', /definition\.segments\[0\]\.match: must name/],
    ['a: [', /cannot be read as YAML/],
  ])('refuses %s', (text, message) => {
    expect(() => readTriedRules(file('bad.yaml', text), readSettings(join(folder, 'nowhere.yaml')))).toThrow(message);
  });

  it('refuses a file that is not there before it looks for the database', async () => {
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    await expect(run(['--try', join(folder, 'gone.yaml')], env)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('--try: there is no file'),
    });
  });

  it.each([
    [['--days', '7']],
    [['--try', 'x', '--days', '0']],
    [['--try', 'x', '--days', '91']],
    [['--try', '']],
    [['x']],
  ])('refuses %j', (argv) => {
    expect(() => readDefineArguments(argv)).toThrow();
  });
});
