import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTIVE_DEFAULTS } from '../src/domain/active/definition.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../src/domain/definition.ts';
import { RETENTION_DEFAULTS } from '../src/domain/retention.ts';
import { SOURCES_DEFAULTS } from '../src/ingest/sources-schema.ts';
import { readSettings } from '../src/settings.ts';

describe('readSettings', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-pulse-settings-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const read = (yaml: string) => {
    const file = join(folder, 'settings.yaml');
    writeFileSync(file, yaml);
    return readSettings(file);
  };

  it('has the published defaults without a file and with an empty one', () => {
    const rules = { health: BALANCED, utilization: UTILIZATION_DEFAULTS, active: ACTIVE_DEFAULTS };
    const defaults = {
      ...rules,
      fx: [],
      digests: [],
      fallbackOwner: null,
      episodes: { escalateAfterDays: 7 },
      sources: SOURCES_DEFAULTS,
      retention: RETENTION_DEFAULTS,
      publishing: { enabled: false, corsOrigins: [], proxies: 0 },
      ask: { llm: false },
    };
    expect(readSettings(join(folder, 'none.yaml'))).toEqual(defaults);
    expect(read('')).toEqual(defaults);
  });

  it('takes thresholds, a definition and rates', () => {
    const settings = read(
      'utilization: { low: 40, expansion: { pack: 10 } }\nfx: [{ currency: EUR, rate: 1.08 }, { currency: JPY, rate: "0.0067", from: 2026-01-01 }]\ndefinition: { id: ours, version: 2, components: [{ key: trend, weight: 1, anchors: [[-50, 0], [0, 100]] }] }',
    );
    expect(settings.utilization).toMatchObject({ low: 40, red: 60, expansion: { target: 80, pack: 10 } });
    expect(settings.health).toMatchObject({ id: 'ours', version: 2, hysteresis: 3 });
    expect(settings.fx).toEqual([
      { currency: 'EUR', rate: '1.08', from: '1970-01-01' },
      { currency: 'JPY', rate: '0.0067', from: '2026-01-01' },
    ]);
  });

  it.each([
    ['utilization: { lo: 40 }', /utilization\.lo/],
    ['utilization: { low: 70 }', /low <= red <= strong/],
    ['fx: [{ currency: euro, rate: 1 }]', /fx\[0\]\.currency: must be an ISO 4217/],
    ['fx: [{ currency: EUR, rate: -1 }]', /fx\[0\]\.rate/],
    [
      'definition: { id: x, version: 1, components: [{ key: trend, weight: 0, anchors: [[0, 0], [1, 1]] }] }',
      /definition\.components\[0\]\.weight/,
    ],
    ['ask: { llm: "on" }', /ask\.llm: must be true or false/],
    ['publishing: { enabled: "on" }', /publishing\.enabled: must be true or false/],
    ['publishing: { cors_origins: ["*"] }', /publishing\.cors_origins\[0\]: must be an origin/],
    ['publishing: { cors_origins: ["http://a.example"] }', /must be an origin such as https/],
    ['publishing: { cors_origins: ["https://a.example/x"] }', /must be an origin such as https/],
    ['publishing: { proxies: -1 }', /publishing\.proxies: must be at least 0/],
    ['fx: [{ currency: EUR, rate: 0.00 }]', /fx\[0\]\.rate: must be a decimal above 0/],
    ['fx: [{ currency: EUR, rate: 1, to: 3 }]', /fx\[0\]\.to: is not known here: correct the name or drop it/],
    ['definitoin: {}', /definitoin: is not known here/],
    ['definition: null', /definition: must be names with values \(key: value\), not null/],
    ['[1, 2]', /the file: must be names with values \(key: value\), not a list/],
    ['fx: hello', /fx: must be a list, not a text/],
    ['a: [', /cannot be read as YAML/],
  ])('refuses %s and names the place', (yaml, message) => {
    expect(() => read(yaml)).toThrow(message);
  });
});
