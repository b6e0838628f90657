import type { ActionQueue, DashboardAlert } from '../../app/publishing/dashboard-reports.ts';
import { SIGNAL_LABELS } from '../../words/labels.ts';
import { perMonth, plural, shortDay } from '../../words/numbers.ts';
import { plain } from '../../words/plain.ts';
import { playLines } from '../../words/plays.ts';
import { type Html, html } from '../html.ts';
import { nameHtml, ownerOf, scoreHtml } from './account.ts';
import { section } from './head.ts';

/** What is waiting for somebody, the most pressing first. */
export function queuePart({ alerts, more, snoozed }: ActionQueue): Html {
  const rest = [
    ...(more > 0 ? [`and ${plural(more, 'more account')} with alerts`] : []),
    ...(snoozed > 0 ? [`${plural(snoozed, 'account')} snoozed`] : []),
  ];
  return section('queue', 'Action queue', [
    alerts.length === 0
      ? html`<p>No alert is open.</p>`
      : html`<ol class="queue">${alerts.map((alert) => item(alert))}</ol>`,
    rest.length === 0 ? null : html`<p class="dim">…${rest.join(' · ')}</p>`,
  ]);
}

function item({ account, others, play, signal, since, state, takenBy }: DashboardAlert): Html {
  const tags = others.length === 0 ? '' : ` · also ${others.map((other) => SIGNAL_LABELS[other]).join(', ')}`;
  const who = takenBy === null ? 'taken' : `taken by ${plain(takenBy, { max: 40 })}`;
  const [todo] = play === null ? [] : playLines([play]);
  const mrr = account.money === null ? null : html`<span class="amount">${perMonth(account.money.mrr)} MRR</span>`;
  return html`<li><p class="top"><b class="name">${nameHtml(account)}</b> ${scoreHtml(account)} ${mrr}</p>
<p><span class="signal">${SIGNAL_LABELS[signal]}</span> since ${shortDay(since)}${tags}</p>
${todo === undefined ? null : html`<p>→ ${todo}</p>`}<p class="dim">${ownerOf(account)} · ${state === 'acknowledged' ? who : 'open'}</p></li>`;
}
