import type { ParsedDelivery, ParsedItem } from '../source.ts';
import { signalsOf } from '../summary.ts';
import { isSample, SAMPLE_ACCOUNT } from './sample.ts';

/** Header of an answer to a sample: what it says was true, and was taken back. */
export const SAMPLE_HEADER = 'cs-pulse-sample';

const RESERVED: ParsedItem = {
  code: 'reserved',
  message: `account_id: ${SAMPLE_ACCOUNT} is kept for "cs-pulse source test"; send it alone, or use another id`,
};

/**
 * A sample is a delivery about nothing but the account of samples. Elsewhere what names that account is refused, so
 * that it never becomes an account.
 */
export function setApart(delivery: ParsedDelivery): { readonly isSample: boolean; readonly delivery: ParsedDelivery } {
  if (!delivery.items.some(hasSample)) return { isSample: false, delivery };
  if (signalsOf(delivery.items).every(isSample)) return { isSample: true, delivery };
  const items = delivery.items.map((item) => (hasSample(item) ? RESERVED : item));
  return { isSample: false, delivery: { ...delivery, items } };
}

function hasSample(item: ParsedItem): boolean {
  return 'signals' in item && item.signals.some(isSample);
}
