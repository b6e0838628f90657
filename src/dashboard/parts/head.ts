import type { DashboardReport } from '../../app/publishing/dashboard-reports.ts';
import { replicaText, staleText } from '../../words/data-state.ts';
import { age, longDay } from '../../words/numbers.ts';
import { plain } from '../../words/plain.ts';
import { ASSETS } from '../assets.ts';
import { type Html, html } from '../html.ts';

/** The whole document of one dashboard. Nothing in it is loaded from elsewhere. */
export function page(title: string, report: DashboardReport, body: readonly (Html | null)[]): string {
  const { script, style } = ASSETS;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${title} · ${longDay(report.stand.day)}</title>
<link rel="stylesheet" href="${style.path}">
</head>
<body>
<header>
<h1>${title}</h1>
${standPart(report)}
</header>
<main>
${body}
</main>
<footer>
<p>${report.money ? 'Amounts are monthly recurring revenue (MRR), each in its own currency.' : 'This link shows no amounts.'} Reload for newer numbers.</p>
<p class="files"><a href="data.csv" download>CSV of all accounts</a> <a href="data.json" download>JSON</a></p>
</footer>
<script src="${script.path}" defer></script>
</body>
</html>
`.markup;
}

function standPart({ stand }: DashboardReport): Html {
  const sources = stand.sources.map(
    ({ ageMinutes, source, stale }) => `${plain(source, { max: 20 })} ${age(ageMinutes)}${stale ? ' (stale)' : ''}`,
  );
  const behind = replicaText(stand);
  const parts = [
    `as of ${longDay(stand.day)} 00:00 ${plain(stand.timeZone, { max: 40 })}`,
    plain(stand.definition, { max: 40 }),
    ...(sources.length === 0 ? [] : [`data ${sources.slice(0, 8).join(', ')} old`]),
    ...(stand.live ? ['computed for this page, no snapshot yet'] : []),
    ...(behind === null ? [] : [behind]),
  ];
  const stale = staleText(stand);
  return html`<p class="stand">${parts.join(' · ')}</p>${stale === null ? null : html`<p class="stale">${stale}</p>`}`;
}

/** A part of the page under its own heading. */
export function section(id: string, title: string, body: readonly (Html | null)[]): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}</section>`;
}

export interface Tile {
  readonly label: string;
  /** What follows the first ` (` or ` of ` is drawn small. */
  readonly value: string;
  readonly note?: string | undefined;
  readonly tone?: 'bad' | 'warn' | 'good' | undefined;
}

/** Single numbers side by side. */
export function tiles(list: readonly Tile[]): Html {
  return html`<dl class="tiles">${list.map(tile)}</dl>`;
}

function tile({ label, note, tone, value }: Tile): Html {
  const at = value.search(/ (?:\(|of )/);
  const [main, rest] = at < 0 ? [value, null] : [value.slice(0, at), value.slice(at)];
  const detail = note === undefined ? null : html`<span class="note">${note}</span>`;
  return html`<div class="tile ${tone ?? 'plain'}"><dt>${label}</dt><dd><strong>${withUnit(main)}</strong>${
    rest === null ? null : html`<small>${rest}</small>`
  }${detail}</dd></div>`;
}

/** The unit is drawn smaller, and goes to the next line whole where there is no room. */
function withUnit(value: string): Html {
  const at = value.indexOf('/mo');
  if (at < 0) return html`${value}`;
  return html`${value.slice(0, at)}<wbr><span class="unit">${value.slice(at, at + 3)}</span>${value.slice(at + 3)}`;
}
