import type { DigestReport } from '../../app/digest/digest-report.ts';
import type { HandledAccount } from '../../app/episodes/episode-reports.ts';
import { shortDay } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { accountName } from './account-lines.ts';
import { authorText } from './judgements.ts';

const REASON = 80;
const ACTS = 3;

/** One line for each account whose alerts somebody took, put to sleep or woke since the digest before. */
export function handledLines({ handled = [] }: DigestReport): string[] {
  return handled.map(({ account, acts }) => {
    const shown = acts.slice(-ACTS).map(actText);
    return `*${accountName(account, 40)}*: ${shown.join('; ')}`;
  });
}

function actText({ kind, by, until, why }: HandledAccount['acts'][number]): string {
  if (by === null) return `awake again${why === null ? '' : `: ${untrusted(why, { max: REASON })}`}`;
  const who = authorText(by, { shared: true });
  if (kind === 'acknowledged') return `acknowledged by ${who}`;
  if (kind === 'woken') return `woken by ${who}`;
  const reason = why ? `: ${untrusted(why, { max: REASON })}` : '';
  return `snoozed ${untilText(until)} by ${who}${reason}`;
}

function untilText(until: string | null): string {
  if (until === null || until === 'change') return 'until it gets worse';
  if (until === 'renewal') return 'until the renewal';
  return /^\d{4}-\d{2}-\d{2}$/.test(until) ? `until ${shortDay(until)}` : untrusted(until, { max: 20 });
}
