import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROVE = fileURLToPath(new URL('../../prove/', import.meta.url));
const TESTS = fileURLToPath(new URL('../', import.meta.url));
const LONGEST_FILE = 300;

interface Rule {
  /** Folders or files of ours (below src/) that it may import. */
  readonly ours: readonly string[];
  /** Packages that it may import; 'node:' stands for all of Node's modules. */
  readonly packages: readonly string[];
}

/** The longest matching key wins. Everything is forbidden that is not named. */
const RULES: Readonly<Record<string, Rule>> = {
  lib: { ours: ['lib'], packages: ['node:', 'pino', 'temporal-polyfill'] },
  domain: { ours: ['domain'], packages: [] },
  store: { ours: ['store', 'domain', 'lib'], packages: ['node:', 'pg', 'zod'] },
  app: { ours: ['app', 'store', 'domain', 'email', 'lib'], packages: ['node:crypto', 'zod'] },
  email: { ours: ['email', 'domain', 'lib'], packages: [] },
  ingest: { ours: ['ingest', 'app', 'domain', 'lib'], packages: ['node:', 'zod', 'stripe'] },
  slack: { ours: ['slack', 'words', 'app', 'domain', 'email', 'lib'], packages: ['node:', '@slack/bolt', 'zod'] },
  'slack/messages': {
    ours: [
      'slack',
      'words',
      'app/accounts/account-ref.ts',
      'app/adoption/adoption-reports.ts',
      'app/accounts/account-report.ts',
      'app/digest/digest-report.ts',
      'app/freshness/freshness-report.ts',
      'app/portfolio/portfolio-reports.ts',
      'app/seats/seats-report.ts',
      'app/seats/seat-groups-report.ts',
      'app/changes/change-report.ts',
      'app/doctor/doctor-report.ts',
      'app/judgements/judgement-report.ts',
      'app/outreach/outreach-report.ts',
      'app/qbr/reports.ts',
      'app/delivery/deliveries-report.ts',
      'app/settings/settings-report.ts',
      'app/revenue/revenue-reports.ts',
      'app/rollup/rollup-report.ts',
      'app/renewals/talk-report.ts',
      'app/renewals/calendar-report.ts',
      'app/episodes/episode-reports.ts',
      'app/my-book/my-book-report.ts',
      'app/touches/touch-report.ts',
      'app/audit/audit-report.ts',
      'app/owners/handover-report.ts',
      'app/publishing/published-report.ts',
      'email/objections.ts',
      'domain',
      'lib',
    ],
    packages: ['@slack/bolt'],
  },
  words: {
    ours: [
      'words',
      'app/accounts/account-ref.ts',
      'app/accounts/account-report.ts',
      'app/changes/change-report.ts',
      'app/digest/digest-report.ts',
      'app/freshness/freshness-report.ts',
      'app/judgements/judgement-report.ts',
      'domain',
      'lib',
    ],
    packages: [],
  },
  jobs: {
    ours: ['jobs', 'app', 'store/job-runs.ts', 'store/outbox.ts', 'store/expire-outbox.ts', 'domain', 'lib'],
    packages: ['node:', 'node-cron', 'zod'],
  },
  llm: {
    ours: ['llm', 'app/ask/understand-question.ts', 'app/drafts/polish-draft.ts', 'lib'],
    packages: ['@anthropic-ai/sdk'],
  },
  http: { ours: ['http', 'lib'], packages: ['node:', 'hono', '@hono/node-server'] },
  api: { ours: ['api', 'app', 'published', 'domain', 'lib'], packages: ['node:', 'zod'] },
  mcp: { ours: ['mcp', 'app', 'published', 'domain', 'lib'], packages: ['node:', 'zod', '@modelcontextprotocol/sdk'] },
  published: { ours: ['published', 'app', 'words', 'domain', 'lib'], packages: ['zod'] },
  dashboard: {
    ours: ['dashboard', 'app', 'words', 'published', 'domain', 'lib'],
    packages: ['node:', 'hono', '@hono/node-server', 'zod'],
  },
  workspace: { ours: ['workspace', 'lib'], packages: ['node:', 'hono', '@hono/node-server', 'zod'] },
  demo: { ours: ['demo', 'domain', 'lib'], packages: ['node:', 'stripe', 'zod'] },
  cli: { ours: ['*'], packages: ['node:', 'zod'] },
  wiring: { ours: ['*'], packages: ['node:', 'pg', 'prom-client'] },
  'config.ts': { ours: ['lib'], packages: ['zod'] },
  'settings.ts': {
    ours: [
      'app/ask/ask-schema.ts',
      'app/definition/active-schema.ts',
      'app/definition/definition-schema.ts',
      'app/digest/digest-schema.ts',
      'app/episodes/episodes-schema.ts',
      'app/definition/schema-issues.ts',
      'app/definition/utilization-schema.ts',
      'app/publishing/publishing-schema.ts',
      'app/retention/retention-schema.ts',
      'ingest/sources-schema.ts',
      'domain',
      'lib',
    ],
    packages: ['node:', 'yaml', 'zod'],
  },
  'main.ts': { ours: ['*'], packages: [] },
  'cli.ts': { ours: ['*'], packages: ['node:'] },
};

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

function importsOf(source: string): string[] {
  return [...source.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function ruleOf(file: string): Rule | undefined {
  const keys = Object.keys(RULES).filter((key) => file === key || file.startsWith(`${key}/`));
  const longest = keys.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : RULES[longest];
}

/** Everything in `file` (below src/) that its folder may not import, with the reason. */
function violations(file: string, source: string): string[] {
  const rule = ruleOf(file);
  if (!rule) return [`${file}: no rule names this place; add one to the table`];
  return importsOf(source).flatMap((specifier) => {
    if (!specifier.startsWith('.')) {
      const name = specifier.startsWith('node:')
        ? specifier
        : specifier
            .split('/')
            .slice(0, specifier.startsWith('@') ? 2 : 1)
            .join('/');
      const allowed = rule.packages.some((entry) => entry === name || (entry === 'node:' && name.startsWith('node:')));
      return allowed
        ? []
        : [`${file} imports the package ${specifier}: allowed are ${rule.packages.join(', ') || 'none'}`];
    }
    const target = relative(SRC, resolve(SRC, dirname(file), specifier));
    if (target.startsWith('..')) return [`${file} imports ${target}, which the product is built without`];
    const allowed = rule.ours.some((entry) => entry === '*' || target === entry || target.startsWith(`${entry}/`));
    return allowed ? [] : [`${file} imports ${target}: allowed are ${rule.ours.join(', ')}`];
  });
}

function sourceFiles(folder = SRC): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return relative(SRC, path) === 'workspace/page' ? [] : sourceFiles(path);
    return name.endsWith('.ts') ? [path] : [];
  });
}

const files = sourceFiles().map((path) => ({ path: relative(SRC, path), source: readFileSync(path, 'utf8') }));

describe('the architecture', () => {
  it('reads every source file', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap(({ source }) => importsOf(source)).length).toBeGreaterThan(100);
  });

  it('lets no folder import what it may not', () => {
    expect(files.flatMap(({ path, source }) => violations(path, source))).toEqual([]);
  });

  it.each([
    ['domain/score.ts', "import { z } from 'zod';"],
    ['domain/score.ts', "import type { Db } from '../store/db.ts';"],
    ['domain/health/components/trend.ts', "import { readFileSync } from 'node:fs';"],
    ['domain/score.ts', "export { x } from '../app/context.ts';"],
    ['slack/messages/card.ts', "import { accountHealth } from '../../app/accounts/account-health.ts';"],
    ['slack/commands/health.ts', "import { openPool } from '../../store/db.ts';"],
    ['ingest/routes.ts', "import { rows } from '../store/db.ts';"],
    ['workspace/render.ts', "import { card } from '../slack/messages/card.ts';"],
    ['app/accounts/account-health.ts', "const pg = await import('pg');"],
    ['newroom/file.ts', ''],
    ['main.ts', "import { createStand } from '../prove/stand/stand.ts';"],
  ])('would report a forbidden import in %s', (file, source) => {
    expect(violations(file, source)).toHaveLength(1);
  });

  it('keeps the clock and chance out of the domain', () => {
    const impure = /\bDate\.now\(|new Date\(\)|Math\.random|process\.|crypto\./;
    expect(
      files.filter(({ path, source }) => path.startsWith('domain/') && impure.test(source)).map(({ path }) => path),
    ).toEqual([]);
    expect(impure.test('const now = new Date();')).toBe(true);
  });

  it('reads the environment in one place', () => {
    const readers = files.filter(({ source }) => /process\.env/.test(source)).map(({ path }) => path);
    expect(readers).toEqual(['cli.ts']);
  });

  it('lets every property start from the one seed', () => {
    const direct = /^import (?!type )[^;]*'fast-check'/m;
    const readers = sourceFiles(TESTS).filter((path) => direct.test(readFileSync(path, 'utf8')));
    expect(readers.map((path) => relative(TESTS, path))).toEqual(['support/fc.ts']);
  });

  it('mocks no module for the test files that come after', () => {
    const mocks = (source: string): boolean =>
      /\bvi\.mock\(/.test(source) || (/\bvi\.doMock\(/.test(source) && !/\bvi\.doUnmock\(/.test(source));
    const readers = sourceFiles(TESTS).filter((path) => mocks(readFileSync(path, 'utf8')));
    expect(readers.map((path) => relative(TESTS, path))).toEqual([]);
    expect(mocks(['vi', 'doMock("x", y)'].join('.'))).toBe(true);
  });

  it('lets the proving program see the product and what tests are made of, but no test', () => {
    const outside = sourceFiles(PROVE).flatMap((path) =>
      importsOf(readFileSync(path, 'utf8')).filter((specifier) => {
        const target = relative(ROOT, resolve(dirname(path), specifier));
        return specifier.startsWith('.') && (!/^(?:src|prove|test)\//.test(target) || target.endsWith('.test.ts'));
      }),
    );
    expect(outside).toEqual([]);
    expect(sourceFiles(PROVE).length).toBeGreaterThan(10);
  });

  it(`keeps files under ${LONGEST_FILE} lines`, () => {
    const all = [...sourceFiles(), ...sourceFiles(PROVE)];
    expect(all.filter((path) => readFileSync(path, 'utf8').split('\n').length > LONGEST_FILE)).toEqual([]);
  });
});
