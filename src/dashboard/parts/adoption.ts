import type { AdoptionMetrics } from '../../app/adoption/adoption-reports.ts';
import type { CohortsUtilization } from '../../domain/adoption/cohort-utilization.ts';
import type { MilestoneSummary } from '../../domain/adoption/milestones.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { count, percent, plural } from '../../words/numbers.ts';
import { plain } from '../../words/plain.ts';
import { type Html, html } from '../html.ts';
import { section } from './head.ts';
import { fixedTable } from './table.ts';

const NONE = '–';

/** How seats are used over the whole portfolio; groups of fewer than five accounts are not told. */
export function adoptionPart(adoption: AdoptionMetrics): Html {
  return section('adoption', 'Use of seats', [
    html`<ul class="plays">${factLines(adoption).map((line) => html`<li>${line}</li>`)}</ul>`,
    cohortTable('Seats used by plan', adoption.cohorts.plan),
    cohortTable('Seats used by size', adoption.cohorts.size),
    cohortTable('Seats used by industry', adoption.cohorts.industry),
    adoption.milestones === null ? null : milestoneTable('After the purchase', adoption.milestones.purchases),
    adoption.milestones === null ? null : milestoneTable('After seats were added', adoption.milestones.tranches),
  ]);
}

function factLines({ accounts, automation, pilotCandidates, seatFit, support }: AdoptionMetrics): string[] {
  const share = (tenths: number | null): string => (tenths === null ? 'not known' : percent(tenths));
  return [
    `${plural(accounts, 'account')} with paid seats and activity`,
    support === null || support.per100Tenths === null
      ? 'Support load: not connected'
      : `Support load: ${formatTenths(support.per100Tenths)} tickets per 100 active people in 30 d, ${share(support.urgentShareTenths)} urgent`,
    automation === null
      ? 'Automation: no event says that a program made it'
      : `Automation: ${share(automation.shareTenths)} of events, ${share(automation.shareBeforeTenths)} 90 d ago`,
    ...(seatFit === null
      ? []
      : [
          `Seat fit: ${Object.entries(seatFit.accounts)
            .map(([verdict, number]) => `${count(number)} ${verdict}`)
            .join(', ')}, ${count(seatFit.unknown)} not known`,
        ]),
    ...pilotCandidates.map(({ by, n, segment }) => {
      const name = segment === null ? 'not known' : plain(segment, { max: 40 });
      return `Pilot candidate for another price: ${by} ${name} (${plural(n, 'account')})`;
    }),
  ];
}

function cohortTable(caption: string, { hidden, shown }: CohortsUtilization): Html | null {
  if (shown.length === 0) return null;
  const few = hidden.cohorts === 0 ? '' : `; ${plural(hidden.cohorts, 'group')} of fewer than 5 accounts not shown`;
  return fixedTable(
    `${caption}${few}`,
    ['Group', 'All together', 'Median', 'Quartiles', 'Accounts'],
    shown.map(({ cohort, lowerQuartileTenths, medianTenths, n, upperQuartileTenths, weightedTenths }) => [
      cohort === null ? 'not known' : plain(cohort, { max: 40 }),
      percent(weightedTenths),
      percent(medianTenths),
      `${percent(lowerQuartileTenths)} to ${percent(upperQuartileTenths)}`,
      count(n),
    ]),
  );
}

function milestoneTable(caption: string, milestones: readonly MilestoneSummary[]): Html | null {
  const known = milestones.filter(({ n }) => n > 0);
  if (known.length === 0) return null;
  return fixedTable(
    caption,
    ['Day', 'Seats used', 'Median', 'Target', 'Reached'],
    known.map(({ days, medianTenths, n, reached, targetPercent, weightedTenths }) => [
      count(days),
      weightedTenths === null ? NONE : percent(weightedTenths),
      medianTenths === null ? NONE : percent(medianTenths),
      `${targetPercent} %`,
      `${count(reached)} of ${count(n)}`,
    ]),
  );
}
