import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { rehearseSignals } from '../../src/app/record/rehearse-signals.ts';
import { SECRET_VARIABLES } from '../../src/config.ts';
import { type HttpServer, startHttpServer } from '../../src/http/server.ts';
import type { Source } from '../../src/ingest/source.ts';
import { sources } from '../../src/ingest/sources/index.ts';
import { INGEST_SECRET, openIngest } from '../ingest/harness.ts';
import { SENDERS } from '../ingest/senders.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { suiteLog } from '../support/suite-log.ts';

const FOLDER = new URL('../../docs/sources/', import.meta.url);
const SHAPE = ['What is read', 'How the account is found', 'Set-up', 'Test', 'In `cs-pulse doctor`'];
const INDEX = read('README.md');

function read(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8');
}

/** What a guide of a source lacks. */
function gaps(name: string, guide: string): string[] {
  const headings = [...guide.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
  const shape = headings.map((heading) => (/^Set-up\b/.test(heading) ? 'Set-up' : heading));
  const source: Source = sources[name as keyof typeof sources];
  const variable = name in SECRET_VARIABLES ? SECRET_VARIABLES[name as keyof typeof SECRET_VARIABLES] : null;
  const needed = [
    `cs-pulse source test ${name}`,
    ...(variable === null ? [] : [variable, `/webhooks/${name}`]),
    ...(source.api?.paths.slice(0, 1) ?? []),
  ];
  return [
    ...([...new Set(shape)].join() === SHAPE.join() ? [] : [`${name}: the headings are ${headings.join(', ')}`]),
    ...needed.filter((text) => !guide.includes(text)).map((text) => `${name}: ${text} is not in it`),
  ];
}

describe('the guides of sources', () => {
  it.each(Object.keys(sources))('have one shape: %s', (name) => {
    expect(gaps(name, read(`${name}.md`))).toEqual([]);
  });

  it('would name a guide without a test, or of another shape', () => {
    const guide = read('sentry.md');
    expect(gaps('sentry', guide.replace('cs-pulse source test sentry', ''))).toHaveLength(1);
    expect(gaps('sentry', guide.replace('## What is read', '## What is counted'))).toHaveLength(1);
  });

  it('stand in the index, each with its address and what lets it in', () => {
    for (const { api, name, verify } of Object.values<Source>(sources)) {
      expect(INDEX).toContain(`(${name}.md)`);
      for (const path of api?.paths ?? []) expect(INDEX).toContain(`${path}\``);
      if (verify === null) continue;
      const row = INDEX.split('\n').find((line) => line.includes(`(${name}.md)`));
      expect(row).toContain(
        `\`POST /webhooks/${name}\` | \`${SECRET_VARIABLES[name as keyof typeof SECRET_VARIABLES]}\``,
      );
    }
  });

  it('are all in the index, and nothing else is', () => {
    const files = readdirSync(FOLDER).filter((file) => file !== 'README.md');
    const linked = [...INDEX.matchAll(/\]\(([a-z-]+\.md)\)/g)].map(([, file = '']) => file);
    expect([...new Set(linked)].sort()).toEqual(files.sort());
    const outside = [...INDEX.matchAll(/\]\((\.\.\/[^)#]+)/g)].map(([, file = '']) => file);
    expect(outside.filter((file) => !existsSync(new URL(file, FOLDER)))).toEqual([]);
  });
});

describe('the examples of the guides', () => {
  let database: TestDatabase;
  let server: HttpServer;
  beforeAll(async () => {
    database = await cloneDatabase();
    const ctx = testContext(database.pool, { now: () => new Date() });
    const web = await openIngest(database, {
      now: ctx.now,
      record: (source, signals) => recordSignals({ ctx, input: { source, signals } }),
      rehearse: (source, signals) => rehearseSignals({ ctx, input: { source, signals } }),
    });
    server = await startHttpServer({ host: '127.0.0.1', port: 0, slack: null, web, log: suiteLog() });
  });
  afterAll(async () => {
    await server.stop(100);
    await database.close();
  });

  const run = (program: string, code: string): Promise<string> =>
    new Promise((done) => {
      const child = spawn(program, ['-'], {
        env: {
          PATH: process.env['PATH'] ?? '',
          HOME: process.env['HOME'] ?? '',
          URL: `http://127.0.0.1:${server.port}`,
          CS_PULSE_INGEST_KEY: INGEST_SECRET,
          SENTRY_CLIENT_SECRET: SENDERS.sentry.secrets[0],
        },
      });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
      child.on('close', () => done(text.trim()));
      child.stdin.end(code);
    });

  const blocks = (file: string, language: string): string[] =>
    [...read(file).matchAll(/```(\w*)\n([\s\S]*?)```/g)]
      .filter(([, given]) => given === language)
      .map(([, , code = '']) => code);
  const curl = (file: string) => blocks(file, 'sh').filter((code) => code.includes('curl'));

  const has = (program: string): boolean => spawnSync(program, ['--help']).error === undefined;
  const examples = [
    ['sh', 'curl', () => curl('events.md')[0], 1],
    ['node', 'node', () => blocks('events.md', 'js')[0], 2],
    ['python3', 'python3', () => blocks('events.md', 'python')[0], 2],
    ['sh', 'openssl', () => curl('README.md')[0], 1],
  ] as const;
  for (const [program, needed, code, accepted] of examples) {
    it.skipIf(!has(needed))(`do what they say: ${program} with ${needed}`, { timeout: 20_000 }, async () => {
      expect(await run(program, code() ?? '')).toBe(`{"accepted":${accepted},"duplicates":0,"rejected":[]}`);
    });
  }
});
