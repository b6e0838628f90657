import type { LastTouch, OutreachOutcomesReport, SentReport } from '../../app/outreach/outreach-report.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { bandText } from '../../words/labels.ts';
import { count, plural, shortDay } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { join } from './account-lines.ts';
import { authorText } from './judgements.ts';
import { context, fitLines, message, sections } from './layout.ts';
import type { SlackMessage } from './message.ts';

const SENT_SHOWN = 10;

const DID: Readonly<Record<LastTouch['kind'], string>> = {
  draft: 'mail',
  email: 'mail',
  call: 'call',
  meeting: 'meeting',
  note: 'note',
};

/** `Last touch: mail by Dana 3 d ago (People then and now, and a talk)`; null without one. */
export function lastTouchLine(last: LastTouch | null, audience = { shared: false }): string | null {
  if (last === null) return null;
  const when = last.daysAgo <= 0 ? 'today' : `${count(last.daysAgo)} d ago`;
  const wording = last.wording === null ? '' : ` (${untrusted(last.wording, { max: 60 })})`;
  return `Last touch: ${DID[last.kind]} by ${authorText(last.by, audience)} ${when}${wording}`;
}

/** What became of the accounts that were written to: per wording, then the newest mails. */
export function outreachMessage({ rates, sent, since, capped }: OutreachOutcomesReport): SlackMessage {
  if (sent.length === 0) {
    const none = ['*Outreach*', 'No mail was marked as sent yet. Press [Draft email] on a card to begin.'];
    return message(none, sections(none));
  }
  const title = `*Outreach*: ${plural(sent.length, 'mail')} since ${shortDay(since)} ${since.slice(0, 4)}${capped ? ', the newest counted' : ''}`;
  const byWording = rates.map(
    ({ wording, sent: all, finished, recovered, rateTenths }) =>
      `• ${untrusted(wording, { max: 80 })}: ${rateText(finished, recovered, rateTenths)} · ${count(all)} sent`,
  );
  const newest = sent.slice(0, SENT_SHOWN).map((mail) => `• ${sentText(mail)}`);
  const { kept, left } = fitLines([...byWording, '*Newest*', ...newest]);
  const lines = [title, ...kept, ...(left > 0 ? [`+${left} more lines`] : [])];
  const footer =
    'Recovered: on one of the 30 days after the mail all open alerts ended or the band rose. Only mails count whose 30 days are over. It followed the mail; it need not come from it.';
  return message([...lines, footer], [...sections(lines), context(footer)]);
}

function rateText(finished: number, recovered: number, rateTenths: number | null): string {
  if (finished === 0) return 'no result yet';
  const of = `${count(recovered)} of ${count(finished)} recovered`;
  return rateTenths === null ? `${of} (too few to compare)` : `${of} (${formatTenths(rateTenths)} %)`;
}

function sentText({ accountName, accountId, wording, sentOn, by, band, outcome }: SentReport): string {
  const states: Readonly<Record<typeof outcome.state, string>> = {
    recovered: outcome.recoveredOn === null ? 'recovered' : `recovered on ${shortDay(outcome.recoveredOn)}`,
    not_recovered: 'not recovered',
    pending: 'still open',
    nothing_to_save: 'nothing was wrong',
  };
  return join([
    untrusted(accountName, { max: 40, fallback: accountId }),
    band === null ? null : bandText(band),
    `${shortDay(sentOn)} by ${authorText(by, { shared: false })}`,
    untrusted(wording, { max: 60 }),
    states[outcome.state],
  ]);
}
