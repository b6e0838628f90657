import type { Signal } from '../domain/signal.ts';
import type { VendorSettings } from './vendor-settings.ts';

/** Headers by their names in lower case. */
export interface DeliveryHeaders {
  /** All values of a repeated header, joined by commas; null without one. */
  get(name: string): string | null;
  has(name: string): boolean;
}

/** A delivery as it arrived, for checking its signature. */
export interface RawDelivery {
  readonly raw: Uint8Array;
  readonly headers: DeliveryHeaders;
  readonly method: string;
  /** As the sender wrote it: at the outside address where that is known. */
  readonly url: string;
  /** All secrets that are valid now; several while one is being rotated. */
  readonly secrets: readonly string[];
  readonly now: Date;
}

/** A delivery whose sender is known. */
export interface TrustedDelivery {
  readonly payload: unknown;
  readonly headers: DeliveryHeaders;
  readonly receivedAt: Date;
  readonly settings: SourceSettings;
}

export interface SourceSettings {
  /** Price or product ids that are seats; empty: every licensed recurring item. */
  readonly seatPrices: readonly string[];
  /** ISO 4217: the currency of amounts that name none. */
  readonly currency: string;
  /** How old events may be; the usual limit when absent. */
  readonly maxAgeDays?: number | undefined;
  /** How accounts are found in what vendors send; the defaults when absent. */
  readonly sources?: VendorSettings | undefined;
}

/** What one item of a delivery says: any number of signals, or why it cannot be read. */
export type ParsedItem = { readonly signals: readonly Signal[] } | { readonly code: string; readonly message: string };

export interface ParsedDelivery {
  /** The sender's id of the delivery; with it, a repeated delivery is applied once. */
  readonly delivery?: { readonly id: string } | undefined;
  readonly items: readonly ParsedItem[];
}

/** Addresses of a source for holders of an ingest key. */
export interface KeyedApi {
  readonly paths: readonly string[];
  /** `Bearer <key>`, or `Basic` with the key as the user's name and no password. */
  readonly scheme: 'Bearer' | 'Basic';
  readonly limits: { readonly bytes: number; readonly events: number };
  /**
   * The events of a body, in the form that `parse` takes.
   * @throws AppError `invalid` when the payload as a whole has another shape.
   */
  readonly list: (payload: unknown, path: string) => readonly unknown[];
}

/** A way for signals to come in. Adding one: a file in sources/, a line in its index, fixtures for its tests. */
export interface Source {
  readonly name: string;
  /** What to do where its signals name no account (`no_account`). */
  readonly noAccount: string;
  /** Whether the bytes were signed with one of the secrets, now. Null: there is no webhook. */
  readonly verify: ((delivery: RawDelivery) => Promise<boolean>) | null;
  /** Absent: nothing but the webhook. */
  readonly api?: KeyedApi | undefined;
  /** @throws AppError `invalid` when the payload as a whole has another shape. */
  readonly parse: (delivery: TrustedDelivery) => ParsedDelivery;
}
