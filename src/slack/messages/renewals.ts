import type { RenewalBand } from '../../app/rollup/rollup-report.ts';
import { bandText } from '../../words/labels.ts';
import { perMonth } from '../../words/numbers.ts';
import { join } from './account-lines.ts';
import { partial } from './digest-head.ts';
import type { Viewer } from './message.ts';

/** `🔴 CRITICAL 2 · $5,000/mo MRR`. */
export function renewalBandLine({ accounts, band, mrr }: RenewalBand, { money }: Viewer): string {
  return join([`${bandText(band)} ${accounts}`, money ? `${perMonth(mrr)} MRR${partial(mrr)}` : null]);
}
