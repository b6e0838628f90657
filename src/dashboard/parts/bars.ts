import type { Day } from '../../domain/day.ts';
import { count, dayAndYear, shortDay } from '../../words/numbers.ts';
import { type Html, html } from '../html.ts';
import { fixed } from './band-chart.ts';

const WIDTH = 360;
const HEIGHT = 130;
const FLOOR = 104;
const TOP = 18;

export interface Month {
  readonly until: Day;
  readonly people: number;
  /** Null or absent: not known. */
  readonly seats?: number | null | undefined;
}

/** People by 30-day month as columns with their numbers; a line across each for the seats paid for. Null without any. */
export function monthBars(months: readonly Month[], title: string): Html | null {
  if (months.length === 0) return null;
  const most = Math.max(1, ...months.flatMap(({ people, seats }) => [people, seats ?? 0]));
  const scale = (value: number): number => (value / most) * (FLOOR - TOP);
  const step = WIDTH / months.length;
  const width = Math.min(56, step * 0.66);
  const draw = ({ people, seats, until }: Month, place: number): Html => {
    const x = step * place + (step - width) / 2;
    const y = FLOOR - scale(people);
    const middle = fixed(x + width / 2);
    const paid = seats == null ? null : fixed(FLOOR - scale(seats));
    const line =
      paid === null
        ? null
        : html`<line class="seats" x1="${fixed(x - 3)}" x2="${fixed(x + width + 3)}" y1="${paid}" y2="${paid}"/>`;
    return html`<g><rect class="fill people" x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(scale(people))}"/>${line}
<text x="${middle}" y="${fixed(y - 5)}" text-anchor="middle">${count(people)}</text>
<text class="dim" x="${middle}" y="${FLOOR + 16}" text-anchor="middle">${months.length > 7 && (months.length - 1 - place) % 2 === 1 ? '' : shortDay(until)}</text></g>`;
  };
  const known = months.some(({ seats }) => seats != null);
  const words = months.map(({ people, seats, until }) => {
    const paid = seats == null ? '' : ` of ${count(seats)} seats`;
    return `30 days to ${dayAndYear(until)}: ${count(people)} people${paid}`;
  });
  return html`<figure><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${`${title}. ${words.join('; ')}.`}">
<line class="axis" x1="0" y1="${FLOOR}" x2="${WIDTH}" y2="${FLOOR}"/>${months.map(draw)}</svg>
<figcaption>${title}, by 30 days to the day named${known ? '; lines are the paid seats' : ''}</figcaption></figure>`;
}
