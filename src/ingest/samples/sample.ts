import type { Signal } from '../../domain/signal.ts';
import type { VendorSettings } from '../vendor-settings.ts';

/** The account that samples are about. A delivery about it is stored and taken back: nothing of it is kept. */
export const SAMPLE_ACCOUNT = 'cs-pulse-test';
/** The number that stands for it where a company is known by a number alone; HubSpot gives none of 0. */
export const SAMPLE_COMPANY = '0';

const SAMPLE_KEYS: ReadonlySet<string> = new Set([
  SAMPLE_ACCOUNT,
  `zendesk:${SAMPLE_ACCOUNT}`,
  `hubspot:${SAMPLE_COMPANY}`,
]);

/**
 * Whether a signal is about the account of samples, under whatever key its source gives it; or about nobody's account
 * by the person of samples, where the settings here look for the account in another place than its sender.
 */
export function isSample(signal: Signal): boolean {
  if (signal.accountKey !== '') return SAMPLE_KEYS.has(signal.accountKey);
  return 'userKey' in signal && signal.userKey === SAMPLE_ACCOUNT;
}

export interface SampleSubject {
  readonly now: Date;
  /** How accounts are found in what vendors send. */
  readonly settings: VendorSettings;
}

/** What a signature is made of. */
export interface Signing {
  readonly body: string;
  readonly at: Date;
  readonly secret: string;
  readonly method: string;
  /** The outside address that is called. */
  readonly url: string;
}

/** A delivery such as a source's sender makes it. Adding one: a file beside this one and a line in the index. */
export interface Sample {
  readonly body: (about: SampleSubject) => string;
  /** The headers by which the sender of the webhook proves itself; null: there is no webhook. */
  readonly sign: ((signing: Signing) => Readonly<Record<string, string>>) | null;
}
