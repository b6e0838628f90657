import type { ScorePoint } from '../../app/accounts/account-report.ts';
import { daysBetween } from '../../domain/day.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { dayAndYear, shortDay } from '../../words/numbers.ts';
import { type Html, html } from '../html.ts';
import { fixed } from './band-chart.ts';

const WIDTH = 360;
const HEIGHT = 130;
const FLOOR = 104;
const TOP = 8;
const LEFT = 26;
const TICKS = [0, 250, 450, 700, 900, 1000];

/** The score of up to 90 days, with the bounds of the bands across it; null for fewer than two scored days. */
export function scoreLine(history: readonly ScorePoint[], name: string): Html | null {
  const scored = history.flatMap(({ day, scoreTenths: score }) => (score === null ? [] : [{ day, score }]));
  const [first, last] = [scored[0], scored.at(-1)];
  if (first === undefined || last === undefined || scored.length < 2) return null;
  const span = Math.max(1, daysBetween(first.day, last.day));
  const x = (day: string): number => LEFT + (daysBetween(first.day, day) / span) * (WIDTH - LEFT - 6);
  const y = (score: number): number => FLOOR - (score / 1000) * (FLOOR - TOP);
  const points = scored.map(({ day, score }) => `${fixed(x(day))},${fixed(y(score))}`).join(' ');
  const scores = scored.map(({ score }) => score);
  const changes = history.flatMap(({ day, rulesChange }) => (rulesChange && day > first.day ? [day] : []));
  const label = `Score of ${name} from ${formatTenths(first.score)} on ${dayAndYear(first.day)} to ${formatTenths(last.score)} on ${dayAndYear(last.day)}, between ${formatTenths(Math.min(...scores))} and ${formatTenths(Math.max(...scores))}.`;
  return html`<figure><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${TICKS.map((tick) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${fixed(y(tick))}" y2="${fixed(y(tick))}"/><text class="dim" x="${LEFT - 4}" y="${fixed(y(tick) + 4)}" text-anchor="end">${tick === 900 ? '' : tick / 10}</text>`)}
${changes.map((day) => html`<line class="rules" x1="${fixed(x(day))}" x2="${fixed(x(day))}" y1="${TOP}" y2="${FLOOR}"/>`)}
<polyline class="line" points="${points}"/><circle class="point" cx="${fixed(x(last.day))}" cy="${fixed(y(last.score))}" r="3"/>
<text class="dim" x="${LEFT}" y="${FLOOR + 16}">${shortDay(first.day)}</text><text class="dim" x="${WIDTH - 4}" y="${FLOOR + 16}" text-anchor="end">${shortDay(last.day)}</text>
</svg><figcaption>Score: ${formatTenths(first.score)} on ${shortDay(first.day)}, ${formatTenths(last.score)} on ${shortDay(last.day)}${changes.length === 0 ? '' : `; other rules since ${changes.map(shortDay).join(', ')}`}</figcaption></figure>`;
}
