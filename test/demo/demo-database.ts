import { Hono } from 'hono';
import type { Context } from '../../src/app/context.ts';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { rehearseSignals } from '../../src/app/record/rehearse-signals.ts';
import { loadDemo } from '../../src/demo/load.ts';
import { DEMO_FX_RATES, type DemoPortfolio } from '../../src/demo/portfolio.ts';
import { startHttpServer } from '../../src/http/server.ts';
import { importCsv } from '../../src/ingest/csv/import-csv.ts';
import { ingestRoutes } from '../../src/ingest/routes.ts';
import { saveFxRates } from '../../src/store/fx-rates.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

const INGEST_KEY = 'csp_test';
const STRIPE_SECRET = 'whsec_test';

export interface DemoDatabase {
  readonly database: TestDatabase;
  readonly ctx: Context;
  /** Loads a portfolio the way the demo does: over real HTTP into the real ingest. */
  readonly load: (portfolio: DemoPortfolio) => ReturnType<typeof loadDemo>;
  readonly close: () => Promise<void>;
}

/** A database of its own with a server in front that takes what the demo sends, at a frozen instant. */
export async function openDemoDatabase(now: Date, timeZone: string): Promise<DemoDatabase> {
  const database = await cloneDatabase();
  const ctx = testContext(database.pool, { now: () => now, timeZone });
  const direct = ingestRoutes({
    record: (source, signals, delivery) => recordSignals({ ctx, input: { source, signals, delivery } }),
    rehearse: (source, signals, delivery) => rehearseSignals({ ctx, input: { source, signals, delivery } }),
    keys: async (secret) => (secret === INGEST_KEY ? { keyId: 'demo', name: 'demo' } : null),
    secrets: { stripe: [STRIPE_SECRET] },
    seatPrices: [],
    currency: 'USD',
    now: ctx.now,
    log: ctx.log,
    // The frozen clock would never refill the default.
    rate: { perSecond: 1_000_000, burst: 10_000_000 },
  });
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    slack: null,
    direct,
    web: new Hono(),
    log: ctx.log,
  });
  const rates = Object.entries(DEMO_FX_RATES).map(([currency, rate]) => ({ currency, rate, from: '2025-01-01' }));
  await saveFxRates(database.pool, 'USD', rates);
  return {
    database,
    ctx,
    load: (portfolio) =>
      loadDemo({
        portfolio,
        ingestUrl: `http://127.0.0.1:${server.port}`,
        ingestKey: INGEST_KEY,
        stripeSecret: STRIPE_SECRET,
        importCsv: (file) => importCsv({ ctx, ...file }),
        now: ctx.now,
        withToday: true,
      }),
    close: async () => {
      await server.stop(1000);
      await database.close();
    },
  };
}
