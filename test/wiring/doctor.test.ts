import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { readSettings } from '../../src/settings.ts';
import { examine } from '../../src/wiring/doctor.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

it.each([
  [true, {}, 1],
  [true, { ANTHROPIC_API_KEY: 'sk-ant-key' }, 0],
  [false, {}, 0],
])('a language model that is switched on (%s) and has no key (%j) is named', async (llm, env, times) => {
  const settings = { ...readSettings('no-such-file.yaml'), ask: { llm } };
  const { findings } = await examine(testContext(database.pool), { config: readConfig(env), settings }, []);
  expect(findings.filter(({ text }) => text.includes('ask.llm is on'))).toHaveLength(times);
});
