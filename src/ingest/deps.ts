import type { KeyVerifier } from '../app/keys/verify-api-key.ts';
import type { RecordOutcome } from '../app/record/record-signals.ts';
import type { Signal } from '../domain/signal.ts';
import type { Logger } from '../lib/log.ts';
import type { Rate } from '../lib/token-bucket.ts';
import type { IngestSummary } from './summary.ts';
import type { VendorSettings } from './vendor-settings.ts';

/** Stores signals and says what became of each; throws AppError `unavailable` when nothing was stored. */
export type RecordVerb = (
  source: string,
  signals: readonly Signal[],
  delivery?: { readonly id: string } | undefined,
) => Promise<RecordOutcome[]>;

export interface IngestDeps {
  readonly record: RecordVerb;
  /** As `record`, but takes everything back: for samples. */
  readonly rehearse: RecordVerb;
  /** The ingest key with this secret, or null. */
  readonly keys: KeyVerifier;
  /** Per source: secrets that are valid now; none = the source answers 404. */
  readonly secrets: Readonly<{ [source: string]: readonly string[] | undefined }>;
  readonly seatPrices: readonly string[];
  /** ISO 4217: the currency of amounts that name none. */
  readonly currency: string;
  /** How accounts are found in what vendors send; the defaults when absent. */
  readonly sources?: VendorSettings | undefined;
  /** The outside address, which vendors sign; without it the address as it arrives here counts. */
  readonly publicUrl?: string | null | undefined;
  /** Told what became of each body's items, after they were stored; samples are left out. */
  readonly onTaken?: ((source: string, summary: IngestSummary, signals: readonly Signal[]) => void) | undefined;
  readonly now: () => Date;
  readonly log: Logger;
  /** Events per key. */
  readonly rate?: Rate | undefined;
}
