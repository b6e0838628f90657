import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { rulesDocument } from '../../src/app/definition/rules-document.ts';
import { ACTIVE_DEFAULTS } from '../../src/domain/active/definition.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { SOURCES_DEFAULTS } from '../../src/ingest/sources-schema.ts';
import { readSettings } from '../../src/settings.ts';

const EXAMPLE = fileURLToPath(new URL('../../cs-pulse.config.example.yaml', import.meta.url));
const DEFAULTS = { health: BALANCED, utilization: UTILIZATION_DEFAULTS, active: ACTIVE_DEFAULTS };
const text = readFileSync(EXAMPLE, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-example-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function settingsOf(yaml: string) {
  const file = join(folder, 'example.yaml');
  writeFileSync(file, yaml);
  return readSettings(file);
}

/** Every path of an object; lists are values. */
function paths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, path === '' ? key : `${path}.${key}`));
}

/** The example with one commented alternative in the place of what stands above it. */
function withAlternative(commented: RegExp): string {
  const lines = text.split('\n').map((line) => (commented.test(line) ? line.replace(/# ?/, '') : line));
  return lines.join('\n');
}

describe('the example of the settings file', () => {
  it('is exactly the defaults', () => {
    expect(settingsOf(text)).toEqual({ ...readSettings(join(folder, 'none.yaml')), ...DEFAULTS });
  });

  it('names every setting there is', () => {
    const { definition, ...rest } = parse(text);
    const caps = definition.caps.map(({ when }: { when: string }) => `definition.caps.${when}`);
    const named = [...paths({ definition: { ...definition, caps: undefined }, ...rest }), ...caps];
    for (const path of paths(rulesDocument(DEFAULTS))) expect(named).toContain(path);
    expect(text).toMatch(/^ {2}# surfaces:/m);
    expect(text).toMatch(/^ {2}# roles:/m);
  });

  it('holds segments, rates and rules in its comments that are accepted', () => {
    const segments = text.replace('  segments: []\n', '').replace(/^ {2}# (segments:| {2}.*)$/gm, '  $1');
    expect(settingsOf(segments).health.segments).toMatchObject([
      { name: 'rollout', match: { tenure_months: [2, 6] } },
      { name: 'monthly rhythm', silent_days: 35, caps: { dormant_seats: '100.0' } },
    ]);
    expect(settingsOf(text.replace('fx: []\n', '').replace(/^# (fx:| {2}- .*)$/gm, '$1')).fx).toEqual([
      { currency: 'EUR', rate: '1.08', from: '2026-01-01' },
    ]);
    for (const kind of ['login', 'feature_threshold', 'core_workflow']) {
      const chosen = withAlternative(new RegExp(`^ {2}# rule: \\{ ${kind}`)).replace('  rule: any_event\n', '');
      expect(settingsOf(chosen).active.rule.kind).toBe(kind);
    }
    expect(settingsOf(withAlternative(/^ {2}# roles: \{ count/)).active.roles?.kind).toBe('count');
    expect(settingsOf(withAlternative(/^ {2}# surfaces/)).active.surfaces).toEqual(['web', 'mobile']);
  });

  it('holds digests and a stand-in in its comments that are accepted', () => {
    const given = text.replace(/^(digests: \[\]|fallback_owner: null)\n/gm, '');
    const { digests, fallbackOwner } = settingsOf(given.replace(/^# (digests:| {4,}\S.*|fallback_owner: .*)$/gm, '$1'));
    expect(digests.map(({ name, empty, zone }) => [name, empty, zone])).toEqual([
      ['team', 'heartbeat', undefined],
      ['enterprise', 'silent', 'America/New_York'],
    ]);
    expect([digests[0]?.rollup, fallbackOwner]).toEqual([{ day: [1], channel: 'C0123456789' }, 'U0123456789']);
  });

  it('holds owners and stages of the sources in its comments that are accepted', () => {
    const given = text.replace(/^ {4}(owners|excluded_stages): \{\}\n/gm, '');
    const { hubspot } = settingsOf(given.replace(/^ {4}# ((owners|excluded_stages): \{)/gm, '    $1')).sources;
    expect(hubspot.owners).toEqual({ '12345678': 'dana@yours.example' });
    expect(hubspot.excluded_stages).toEqual({ churned: 'cancelled' });
    expect(parse(text).sources).toEqual(SOURCES_DEFAULTS);
  });

  it('holds a database of the team in its comments that is accepted', () => {
    const given = text.replace('  sql: []\n', '  sql:\n').replace(/^ {4}# (- name: warehouse| {2}.*)$/gm, '    $1');
    const [warehouse, ...others] = settingsOf(given).sources.sql;
    expect(others).toEqual([]);
    expect(warehouse).toEqual({
      name: 'warehouse',
      urlEnv: 'WAREHOUSE_URL',
      everyMinutes: 15,
      statementTimeoutMs: 120_000,
      timeZone: 'UTC',
      queries: [
        {
          kind: 'users',
          query: 'select org_id as account_id, id as user_id, email, role, updated_at from app_users',
          watermark: 'updated_at',
          overlap: { seconds: 900 },
        },
      ],
    });
  });

  it('would be noticed with another value than the default', () => {
    expect(settingsOf(text.replace('hysteresis: 3.0', 'hysteresis: 4')).health).not.toEqual(BALANCED);
  });
});
