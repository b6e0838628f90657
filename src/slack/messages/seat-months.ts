import type { SeatMonth } from '../../app/seats/seats-report.ts';
import { count, dayAndYear, shortDay } from '../../words/numbers.ts';
import type { ChartBlock } from './message.ts';
import { bars } from './sparkline.ts';

/** People that the bars span at least: one more or less is noise. */
const LEAST_SPAN = 4;

/** Active people and, where the ledger knows them all, paid seats by month; null for fewer than two months. */
export function seatMonthsChart(months: readonly SeatMonth[]): ChartBlock | null {
  if (months.length < 2) return null;
  const series = (name: string, value: (month: SeatMonth) => number) => ({
    name,
    data: months.map((month) => ({ label: shortDay(month.until), value: value(month) })),
  });
  const known = months.every(({ seats }) => seats !== null);
  return {
    type: 'data_visualization',
    title: known ? 'Active people and paid seats by month' : 'Active people by month',
    chart: {
      type: 'line',
      series: [
        series('Active people', ({ people }) => people),
        ...(known ? [series('Paid seats', ({ seats }) => seats ?? 0)] : []),
      ],
      axis_config: { categories: months.map(({ until }) => shortDay(until)), x_label: '30 days to', y_label: 'People' },
    },
  };
}

/** The same as lines: bars, then each month with its people and seats. Empty for fewer than two months. */
export function seatMonthsLines(months: readonly SeatMonth[]): string[] {
  if (months.length < 2) return [];
  const drawn = bars(
    months.map(({ people }) => people),
    LEAST_SPAN,
  );
  return [`*Active people by month* ${drawn}`, ...numbersLines(months)];
}

/** `> 30 d to 1 Mar 2026: 14 people, 50 seats`, newest first. */
function numbersLines(months: readonly SeatMonth[]): string[] {
  return [...months].reverse().map(({ until, people, seats }) => {
    const paid = seats === null ? 'seats not known' : `${count(seats)} seats`;
    return `> 30 d to ${dayAndYear(until)}: ${count(people)} people, ${paid}`;
  });
}
