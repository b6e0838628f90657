import { z } from 'zod';
import { createReadApi, type ReadApi } from '../../src/api/read-api.ts';
import type { Context } from '../../src/app/context.ts';
import { createReaderGate } from '../../src/app/keys/admit-reader.ts';
import { createApiKey } from '../../src/app/keys/create-api-key.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { addDays } from '../../src/domain/day.ts';
import type { Rate } from '../../src/lib/token-bucket.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { streams } from '../support/pieces.ts';
import { GOLDEN, insertRecipePortfolio } from '../support/portfolio.ts';

export interface ReadApiStand {
  readonly database: TestDatabase;
  readonly ctx: Context;
  readonly api: ReadApi;
  readonly readKey: string;
  readonly ingestKey: string;
  readonly failures: unknown[];
  /** Asks with the read key. */
  readonly get: (path: string, init?: RequestInit) => Promise<Response>;
  readonly json: (path: string) => Promise<Record<string, unknown>>;
}

/** The recipe portfolio behind the read API, with snapshots of two weeks. */
export async function startReadApi(rate: Rate = { perSecond: 1000, burst: 100_000 }): Promise<ReadApiStand> {
  const database = await cloneDatabase();
  const ctx = testContext(database.pool);
  await insertRecipePortfolio(database.pool, GOLDEN.as_of);
  for (const age of [14, 7, 0]) await snapshotScores({ ctx, input: { day: addDays(GOLDEN.as_of, -age) } });
  const keyOf = async (kind: 'read' | 'ingest') =>
    (await createApiKey({ ctx, input: { kind, name: `${kind}er`, actor: 'cli:test' } })).secret;
  const [readKey, ingestKey] = [await keyOf('read'), await keyOf('ingest')];
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => {
    failures.push(error);
    return 'reference 1';
  };
  const api = createReadApi({
    ctx,
    admit: createReaderGate({ ctx, input: { rate } }),
    streams,
    explain: (work) => work(),
    onFailure,
  });
  const get = (path: string, init: RequestInit = {}) =>
    api(new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${readKey}` }, ...init }));
  const json = async (path: string): Promise<Record<string, unknown>> => bodyOf(await get(path));
  return { database, ctx, api, readKey, ingestKey, failures, get, json };
}

const bodySchema = z.record(z.string(), z.unknown());

/** The JSON object of an answer. */
export async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  return bodySchema.parse(await response.json());
}
