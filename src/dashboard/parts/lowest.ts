import type { DashboardDetail } from '../../app/publishing/dashboard-reports.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { flagsText, renewalText, seatsText } from '../../words/account-words.ts';
import { evidenceText } from '../../words/evidence.ts';
import { BUCKET_LABELS, CAP_LABELS, COMPONENT_LABELS } from '../../words/labels.ts';
import { count, mrrAndArr, perMonth, plural } from '../../words/numbers.ts';
import { plain } from '../../words/plain.ts';
import { playLines } from '../../words/plays.ts';
import { type Html, html } from '../html.ts';
import { nameHtml, nameOf, ownerOf, reasonText, scoreHtml } from './account.ts';
import { monthBars } from './bars.ts';
import { section } from './head.ts';
import { scoreLine } from './score-line.ts';

/** The lowest scores, each to be opened: where its points went, its past, and what to do. */
export function lowestPart(lowest: readonly DashboardDetail[], day: string): Html {
  return section('lowest', 'Lowest scores, in detail', [
    lowest.length === 0 ? html`<p>No account has a score yet.</p>` : null,
    ...lowest.map((detail, place) => detailPart(detail, day, place === 0)),
  ]);
}

function detailPart(detail: DashboardDetail, day: string, open: boolean): Html {
  const { account, history, lastContact, months, plays } = detail;
  const name = nameOf(account);
  const touch =
    lastContact === null ? 'none recorded' : `${lastContact.kind}, ${plural(lastContact.daysAgo, 'day')} ago`;
  const body = html`<p>${identity(detail, day)}</p>
<p>${seatsLine(detail)}</p>
${account.assessment.health.cap === null ? null : html`<p class="signal">${capLine(detail)}</p>`}
<div class="pair">${scoreLine(history, name)}${monthBars(months, 'Active people')}</div>
${pointsTable(detail)}
<p>Last touch: ${touch}</p>
<ul class="plays">${playLines(plays).map((play) => html`<li>${play}</li>`)}</ul>`;
  const reason = reasonText(account);
  const summary = html`<summary><b class="name">${nameHtml(account)}</b> ${scoreHtml(account)}${reason === null ? null : html` <span class="dim">${reason}</span>`}</summary>`;
  return open
    ? html`<details class="account" open>${summary}<div>${body}</div></details>`
    : html`<details class="account">${summary}<div>${body}</div></details>`;
}

function identity({ account }: DashboardDetail, day: string): string {
  const { plan } = account.account;
  return [
    ...(plan === null ? [] : [plain(plan, { max: 30 })]),
    ...(account.money === null ? [] : [mrrAndArr(account.money.mrr)]),
    renewalText(account.account, day) ?? 'renewal not known',
    ownerOf(account),
  ].join(' · ');
}

function seatsLine({ account }: DashboardDetail): string {
  const { facts, seats } = account.assessment;
  const flags = flagsText(account);
  const exposure = account.money?.exposure ?? null;
  const tickets = facts.tickets_30d;
  return [
    seatsText(account) ?? plural(facts.paid_seats, 'paid seat'),
    BUCKET_LABELS[seats.bucket],
    ...(exposure === null ? [] : [`${perMonth(exposure)} exposed`]),
    ...(flags === null ? [] : [flags]),
    ...(tickets == null
      ? []
      : [`${plural(tickets, 'ticket')} in 30 d, ${count(facts.urgent_tickets_open ?? 0)} urgent open`]),
  ].join(' · ');
}

function capLine({ account: { assessment } }: DashboardDetail): string {
  const { baseTenths, cap } = assessment.health;
  const base = baseTenths === null ? '' : `base ${formatTenths(baseTenths)}, `;
  return cap === null ? '' : `${base}capped: ${CAP_LABELS[cap]}`;
}

function pointsTable({ account }: DashboardDetail): Html | null {
  const { components, missing } = account.assessment.health;
  if (components.length === 0) return null;
  const rows = [...components].sort((a, b) => b.lostTenths - a.lostTenths);
  const name = nameOf(account);
  return html`<div class="scroll" role="region" aria-label="${`Points of ${name}`}" tabindex="0"><table class="points">
<caption>Where the points are</caption>
<thead><tr><th scope="col">Component</th><th scope="col" class="number">Points</th><th scope="col" class="number">Of</th><th scope="col">Measured</th></tr></thead>
<tbody>${rows.map(
    ({ evidence, key, lostTenths, pointsTenths }) =>
      html`<tr><th scope="row">${COMPONENT_LABELS[key]}</th><td class="number">${formatTenths(pointsTenths)}</td><td class="number">${formatTenths(pointsTenths + lostTenths)}</td><td class="prose">${evidenceText(evidence)}</td></tr>`,
  )}</tbody></table></div>${missing.length === 0 ? null : html`<p class="dim">Not measured: ${missing.map((key) => COMPONENT_LABELS[key]).join(', ')}</p>`}`;
}
