import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createReadApi } from '../../src/api/read-api.ts';
import { createReaderGate } from '../../src/app/keys/admit-reader.ts';
import { seatReport } from '../../src/app/seats/seat-report.ts';
import { reportText } from '../../src/cli/report.ts';
import { jsonPieces } from '../../src/lib/json-pieces.ts';
import { createTextStreams } from '../../src/lib/text-streams.ts';
import { loadStandings } from '../../src/store/snapshots.ts';
import { multiplyAccounts } from '../support/many-accounts.ts';
import { piecesOf } from '../support/pieces.ts';
import { GOLDEN } from '../support/portfolio.ts';
import { type ReadApiStand, startReadApi } from './read-api-stand.ts';

const ACCOUNTS = 5000;
const FORMS = ['/v1/reports/health', '/v1/reports/utilization'].flatMap((path) => [path, `${path}.csv`]);
/** Some thirty accounts with everything that is known of them. */
const AT_ONCE = 64_000;

let stand: ReadApiStand;
beforeAll(async () => {
  stand = await startReadApi();
  await multiplyAccounts(stand.database.pool, ACCOUNTS / 5 - 1);
}, 120_000);
afterAll(() => stand.database.close());
afterEach(() => {
  vi.restoreAllMocks();
});

interface Taken {
  readonly bytes: number;
  /** Most bytes that were made without anybody else having had a turn. */
  readonly mostAtOnce: number;
}

async function taken(pieces: AsyncIterable<{ readonly length: number }>): Promise<Taken> {
  let [bytes, atOnce, mostAtOnce, isOver] = [0, 0, 0, false];
  const turn = (): void => {
    atOnce = 0;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  for await (const { length } of pieces) {
    bytes += length;
    atOnce += length;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
  }
  isOver = true;
  return { bytes, mostAtOnce };
}

async function* bodyOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) yield next.value;
}

/** How many wide rows each query since brought. */
function watchWideRows(): () => Promise<number[]> {
  const queries = vi.spyOn(stand.database.pool, 'query');
  return async () => {
    const results = (await Promise.all(queries.mock.results.map(({ value }) => value))) as unknown[];
    const rows = results.map((result) => (result as { readonly rows: readonly object[] }).rows);
    return rows.filter(([first]) => first !== undefined && 'health' in first).map(({ length }) => length);
  };
}

describe('a report of 5,000 accounts', () => {
  it.each(FORMS)('%s is made a few accounts at a time, with a turn for everybody else between them', async (path) => {
    const wide = watchWideRows();
    const { bytes, mostAtOnce } = await taken(bodyOf(await stand.get(path)));
    expect(bytes).toBeGreaterThan(500_000);
    expect(mostAtOnce).toBeLessThan(AT_ONCE);
    expect(Math.max(...(await wide()))).toBeLessThanOrEqual(100);
  });

  it('would be noticed if it were made in one piece', async () => {
    const wide = watchWideRows();
    const rows = await loadStandings(stand.database.pool, { day: GOLDEN.as_of });
    const { mostAtOnce } = await taken(jsonPieces({ accounts: only(rows) }));
    expect(mostAtOnce).toBeGreaterThan(10 * AT_ONCE);
    expect(await wide()).toEqual([ACCOUNTS]);
    expect((await taken(piecesOf('x'.repeat(AT_ONCE), 'x'))).mostAtOnce).toBe(AT_ONCE + 1);
  });

  it('is read by parts for people too', async () => {
    const wide = watchWideRows();
    const report = await seatReport({ ctx: stand.ctx, input: { filter: {} } });
    const listed = [report.atRisk, report.dormant, report.ramping, report.expansion].flat().length;
    const parts = await wide();
    expect(listed).toBeGreaterThan(1000);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(listed);
    expect(Math.max(...parts)).toBeLessThanOrEqual(100);
  });

  it('says what the command line says', async () => {
    for (const kind of ['health', 'utilization'] as const) {
      const text = await (await stand.get(`/v1/reports/${kind}`)).text();
      expect(text === JSON.stringify(JSON.parse(await reportText(stand.ctx, kind, 'json')))).toBe(true);
      const csv = await (await stand.get(`/v1/reports/${kind}.csv`)).text();
      expect(csv === (await reportText(stand.ctx, kind, 'csv'))).toBe(true);
    }
  });

  it('is read no faster than it is taken, and no further when nobody takes it any more', async () => {
    const wide = watchWideRows();
    const { body } = await stand.get('/v1/reports/health');
    await expect.poll(wide).toHaveLength(1);
    await new Promise((done) => setTimeout(done, 100));
    expect(await wide()).toHaveLength(1);
    await body?.cancel();
    await new Promise((done) => setTimeout(done, 100));
    expect(await wide()).toHaveLength(1);
  });
});

describe('too many long reports at once', () => {
  it('are refused until one is over', async () => {
    const { ctx } = stand;
    const admit = createReaderGate({ ctx, input: { rate: { perSecond: 1000, burst: 100_000 } } });
    const streams = createTextStreams({ most: 1, longestMs: 20_000 });
    const api = createReadApi({ ctx, admit, streams, explain: (work) => work(), onFailure: String });
    const ask = (path: string) =>
      api(new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${stand.readKey}` } }));
    const first = await ask('/v1/reports/health');
    const second = await ask('/v1/reports/utilization.csv');
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await second.json()).toMatchObject({ detail: expect.stringMatching(/^reports: .*try again/) });
    expect((await ask('/v1/accounts/acme')).status).toBe(200);
    await first.body?.cancel();
    const third = await ask('/v1/reports/utilization.csv');
    expect([third.status, (await third.text()).length > 500_000]).toEqual([200, true]);
    expect((await ask('/v1/reports/health')).status).toBe(200);
  });
});

async function* only<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  yield rows;
}
