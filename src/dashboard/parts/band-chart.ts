import type { BandDay } from '../../app/publishing/dashboard-reports.ts';
import type { Band } from '../../domain/assessment.ts';
import { count, dayAndYear, shortDay } from '../../words/numbers.ts';
import { type Html, html } from '../html.ts';
import { section } from './head.ts';
import { numbersTable } from './table.ts';

const WIDTH = 360;
const HEIGHT = 150;
const FLOOR = 126;
const TOP = 6;
/** Drawn from the floor up: the worst first, where a change of it is easiest to see. */
const BANDS: readonly Band[] = ['CRITICAL', 'WARN', 'ok', 'healthy', 'champion'];

/** Scored accounts by band over the last weeks, as columns and as a table. */
export function bandHistory(days: readonly BandDay[]): Html | null {
  const last = days.at(-1);
  if (last === undefined) return null;
  const most = Math.max(1, ...days.map(scored));
  const label = `Accounts by band on ${last.day}: ${BANDS.map((band) => `${count(last.bands[band])} ${band}`).join(', ')}.`;
  return section('bands', 'Score history', [
    html`<figure><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
<line class="axis" x1="0" y1="${FLOOR}" x2="${WIDTH}" y2="${FLOOR}"/>
${days.map((day, place) => column(day, { place, of: days.length, most }))}
</svg><figcaption>Accounts by band, ${days.length === 1 ? 'on the only day so far' : `${days.length} days from ${dayAndYear(days[0]?.day ?? last.day)} to ${dayAndYear(last.day)}`}</figcaption></figure>`,
    html`<ul class="legend">${[...BANDS].map((band) => html`<li><span class="band ${band.toLowerCase()}">${band}</span> ${count(last.bands[band])}</li>`)}${
      last.unscored === 0 ? null : html`<li><span class="band none">not scored</span> ${count(last.unscored)}</li>`
    }</ul>`,
    numbersTable(
      'Accounts by band as a table',
      ['Day', ...BANDS, 'not scored'],
      [...days]
        .reverse()
        .map((day) => [dayAndYear(day.day), ...BANDS.map((band) => count(day.bands[band])), count(day.unscored)]),
    ),
  ]);
}

function scored({ bands }: BandDay): number {
  return BANDS.reduce((sum, band) => sum + bands[band], 0);
}

function column(
  day: BandDay,
  { most, of, place }: { readonly place: number; readonly of: number; readonly most: number },
): Html {
  const step = WIDTH / of;
  const width = Math.min(40, step * 0.72);
  const x = step * place + (step - width) / 2;
  let y = FLOOR;
  const parts = BANDS.map((band) => {
    const height = (day.bands[band] / most) * (FLOOR - TOP);
    y -= height;
    return height === 0
      ? null
      : html`<rect class="fill ${band.toLowerCase()}" x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}"/>`;
  });
  const labelled = of <= 7 || (of - 1 - place) % Math.ceil(of / 5) === 0;
  const text = labelled
    ? html`<text x="${fixed(x + width / 2)}" y="${FLOOR + 16}" text-anchor="middle">${shortDay(day.day)}</text>`
    : null;
  return html`<g>${parts}${text}</g>`;
}

/** Coordinates of a drawing, not numbers that anybody reads. */
export function fixed(value: number): string {
  return value.toFixed(1);
}
