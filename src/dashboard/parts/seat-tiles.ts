import type { MoneyTotal } from '../../app/portfolio/portfolio-reports.ts';
import type { SeatSection, UtilizationDashboard } from '../../app/publishing/dashboard-reports.ts';
import { count, perMonth, perMonthAndYear, plural } from '../../words/numbers.ts';
import type { Tile } from './head.ts';

/** The four groups: amounts where the link shows them, accounts else. */
export function seatTiles({ sections, totals }: Pick<UtilizationDashboard, 'sections' | 'totals'>): Tile[] {
  const tile = (label: string, key: SeatSection, total: MoneyTotal | null, yearly: boolean): Tile => {
    const tone = { at_risk: 'bad', dormant: 'warn', ramping: undefined, expansion: 'good' } as const;
    const accounts = plural(sections[key], 'account');
    if (total === null) return { label, value: count(sections[key]), note: 'accounts', tone: tone[key] };
    const partial = total.partial ? ' (partial: a currency has no rate)' : '';
    return {
      label,
      value: yearly ? perMonthAndYear(total) : perMonth(total),
      note: `${accounts}${partial}`,
      tone: tone[key],
    };
  };
  return [
    tile('SEATS AT RISK', 'at_risk', totals?.atRisk ?? null, true),
    tile('DORMANT', 'dormant', totals?.dormant ?? null, false),
    tile('RAMPING', 'ramping', totals?.ramping ?? null, false),
    tile('EXPANSION', 'expansion', totals?.expansion ?? null, true),
  ];
}
