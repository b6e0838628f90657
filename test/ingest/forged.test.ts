import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sources } from '../../src/ingest/sources/index.ts';
import { TEST_NOW } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';
import { everything, fixturesOf } from './fixtures.ts';
import { type Forgery, forgeriesOf, TEXT } from './forgeries.ts';
import { openIngest } from './harness.ts';
import { SENDERS } from './senders.ts';

/** Per source; `FORGED_RUNS=10000` for the long run. */
const RUNS = Number(process.env['FORGED_RUNS'] ?? 1000);
const NAMES = Object.keys(sources) as (keyof typeof sources)[];

describe.each(NAMES)('forged requests to %s', (name) => {
  const sender = SENDERS[name];
  let database: TestDatabase;
  let app: Hono;
  let body: string;
  beforeAll(async () => {
    body = await effectiveBody(name);
    database = await cloneDatabase();
    app = await openIngest(database);
  });
  afterAll(() => database.close());

  const send = ({ body: sent, headers }: Forgery) => {
    const init = { method: 'POST', body: sent, headers: { 'content-type': 'application/json', ...headers } };
    return app.request(sender.path, init);
  };
  const real = () => ({
    body: new TextEncoder().encode(body),
    headers: sender.sign(body, TEST_NOW, sender.secrets[0]),
  });

  it(`are all refused and store nothing, while the real one is stored`, { timeout: 120_000 }, async () => {
    const before = await everything(database);
    const answers = new Map<number, number>();
    const refused = fc.asyncProperty(forgeriesOf(sender, body), async (forgery) => {
      const { status } = await send(forgery);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      return status === 401;
    });
    await fc.assert(refused, { numRuns: RUNS });
    expect(answers).toEqual(new Map([[401, RUNS]]));
    expect(await everything(database)).toBe(before);
    expect((await send(real())).status).toBe(200);
    expect(await everything(database)).not.toBe(before);
  });

  it('would be noticed if a proof were compared only as far as it goes', () => {
    const { free = [], secrets, sign } = sender;
    const refusedBy = (isProof: (given: string, expected: string) => boolean) =>
      fc.property(forgeriesOf(sender, body), ({ body: sent, headers }) => {
        const given = new Headers(headers);
        const expected = signedAnyhow(() => sign(TEXT.decode(sent), TEST_NOW, secrets[0]));
        const proofs = Object.entries(expected).filter(([header]) => !free.includes(header));
        return proofs.length === 0 || proofs.some(([header, proof]) => !isProof(given.get(header) ?? '', proof));
      });
    const careless = refusedBy((given, expected) => given.length >= 8 && expected.startsWith(given));
    expect(fc.check(careless, { numRuns: 1000 }).failed).toBe(true);
    const exact = refusedBy((given, expected) => given === expected);
    expect(fc.check(exact, { numRuns: 1000 }).counterexample).toBeNull();
  });
});

/** No headers for a body that no sender could sign. */
function signedAnyhow(sign: () => Record<string, string>): Record<string, string> {
  try {
    return sign();
  } catch {
    return {};
  }
}

/** A real delivery that leaves a trace, so that a forged one that got through would too. */
async function effectiveBody(name: keyof typeof sources): Promise<string> {
  const scratch = await cloneDatabase();
  const app = await openIngest(scratch);
  const before = await everything(scratch);
  const { path, secrets, sign } = SENDERS[name];
  try {
    for (const { body } of fixturesOf(name)) {
      const headers = { 'content-type': 'application/json', ...sign(body, TEST_NOW, secrets[0]) };
      await app.request(path, { method: 'POST', body, headers });
      if ((await everything(scratch)) !== before) return body;
    }
  } finally {
    await scratch.close();
  }
  throw new Error(`No delivery of ${name} is stored.`);
}
