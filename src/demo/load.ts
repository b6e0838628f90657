import { AppError } from '../lib/errors.ts';
import { type CsvFile, csvFiles } from './csv-files.ts';
import { ingestEvents } from './ingest-events.ts';
import { eventsOf, lanesOf } from './lanes.ts';
import { type LoadedEvents, loadEvents } from './load-events.ts';
import { loadSubscriptions } from './load-subscriptions.ts';
import type { DemoPortfolio } from './portfolio.ts';
import { stripeEvents } from './stripe-events.ts';

export interface LoadProgress {
  readonly step: 'accounts' | 'users' | 'contacts' | 'subscriptions' | 'events';
  readonly done: number;
  readonly total: number;
}

/** What the import of a file left out, in the words of its report. */
export interface ImportOutcome {
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

export interface LoadDemoInput {
  readonly portfolio: DemoPortfolio;
  /** The server's address, such as `http://127.0.0.1:3000`. */
  readonly ingestUrl: string;
  readonly ingestKey: string;
  readonly stripeSecret: string;
  readonly importCsv: (file: Pick<CsvFile, 'kind' | 'content' | 'fileName'>) => Promise<ImportOutcome>;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
  /** Requests in flight; 3 when absent. */
  readonly concurrency?: number | undefined;
  readonly now?: (() => Date) | undefined;
  /** Also today's activity up to now, so that a server that was just filled does not look stale. */
  readonly withToday?: boolean | undefined;
}

/**
 * Loads the portfolio through the public ways in: files, signed webhooks, the ingest route. A second load changes
 * nothing.
 * @throws AppError naming the first row, webhook or event that was refused.
 */
export async function loadDemo(input: LoadDemoInput): Promise<LoadedEvents> {
  const { portfolio, ingestUrl, onProgress = () => undefined, concurrency = 3, now = () => new Date() } = input;
  for (const file of csvFiles(portfolio)) {
    onProgress({ step: file.kind, done: 0, total: file.rows });
    await importFile(input, file);
    onProgress({ step: file.kind, done: file.rows, total: file.rows });
  }
  const webhooks = stripeEvents(portfolio);
  await loadSubscriptions({
    events: webhooks,
    url: new URL('/webhooks/stripe', ingestUrl),
    secret: input.stripeSecret,
    concurrency,
    now,
    onProgress: (done) => onProgress({ step: 'subscriptions', done, total: webhooks.length }),
  });
  const total = portfolio.accounts.reduce((sum, account) => sum + eventsOf(account), 0);
  const until = input.withToday === true ? now() : undefined;
  const loaded = await loadEvents({
    lanes: lanesOf(portfolio.accounts, concurrency).map((accounts) => ingestEvents({ ...portfolio, accounts }, until)),
    url: new URL('/v1/events', ingestUrl),
    key: input.ingestKey,
    onProgress: (done) => onProgress({ step: 'events', done, total }),
  });
  onProgress({ step: 'events', done: total, total });
  return loaded;
}

async function importFile({ importCsv }: LoadDemoInput, { kind, content, fileName }: CsvFile): Promise<void> {
  const { rejected } = await importCsv({ kind, content, fileName });
  const first = rejected[0];
  if (first) throw new AppError('invalid', `${fileName} line ${first.line} was refused: ${first.reason}`);
}
