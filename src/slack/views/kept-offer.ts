import type { types } from '@slack/bolt';
import { localDayOf } from '../../lib/local-time.ts';
import { shortDay } from '../../words/numbers.ts';
import { button, section } from '../messages/layout.ts';
import { untrusted } from '../mrkdwn.ts';

/** A text that somebody kept and may go on with. */
export interface KeptOffer {
  readonly subject: string;
  readonly keptAt: Date;
  /** IANA. */
  readonly timeZone: string;
}

/** `You kept a text for this reader on 28 Feb: “…”` with [Continue it]. */
export function keptOfferBlock({ subject, keptAt, timeZone }: KeptOffer): types.SectionBlock {
  const day = shortDay(localDayOf(keptAt, timeZone));
  const title = subject === '' ? '' : `: “${untrusted(subject, { max: 80 })}”`;
  return {
    ...section(`📝 You kept a text for this reader on ${day}${title}`),
    accessory: button({ action: 'draft_kept', label: 'Continue it', spoken: 'Continue the kept text', value: 'kept' }),
  };
}
