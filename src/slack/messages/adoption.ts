import {
  ADOPTION_COHORTS,
  type AdoptionCohortBy,
  type AdoptionMetrics,
  type PilotCandidate,
} from '../../app/adoption/adoption-reports.ts';
import type { CohortUtilization } from '../../domain/adoption/cohort-utilization.ts';
import type { MilestoneSummary } from '../../domain/adoption/milestones.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { monthText } from '../../words/months.ts';
import { age, count, percent, plural } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { join } from './account-lines.ts';

const COHORTS = 6;
const CANDIDATES = 5;
const UNKNOWN = 'not connected';

const TITLES: Readonly<Record<AdoptionCohortBy, string>> = {
  plan: 'By plan',
  size: 'By size',
  industry: 'By industry',
  month: 'By first paid month',
};

/** How seats are used, as lines of safe mrkdwn for the portfolio's message. No amounts. */
export function adoptionSection(metrics: AdoptionMetrics): readonly string[] {
  return [
    `*How seats are used* · ${plural(metrics.accounts, 'account')} with seats and events, 30 d`,
    ...[...ADOPTION_COHORTS].reverse().flatMap((by) => cohortLine(metrics, by) ?? []),
    ...milestoneLines(metrics),
    `> Support: ${supportText(metrics)}`,
    `> Automation: ${automationText(metrics)}`,
    `> Price per seat: ${fitText(metrics)}`,
    ...candidateLines(metrics),
  ];
}

/** `> By plan: Pro 62.0 % (median 60.0 %, middle half 45.0 % to 80.0 %, n 23)`; the newest months, the largest of others. */
function cohortLine({ cohorts }: AdoptionMetrics, by: AdoptionCohortBy): string | null {
  const { hidden, shown } = cohorts[by];
  if (shown.length === 0 && hidden.cohorts === 0) return null;
  const listed = chosen(shown, by);
  const left = shown.length - listed.length;
  const more = [
    left > 0 ? `${count(left)} more` : null,
    hidden.cohorts > 0 ? `${plural(hidden.accounts, 'account')} in groups of fewer than five not shown` : null,
  ];
  return `> ${TITLES[by]}: ${join([...listed.map((one) => cohortText(one, by)), ...more])}`;
}

function chosen(shown: readonly CohortUtilization[], by: AdoptionCohortBy): readonly CohortUtilization[] {
  if (by === 'size') return shown;
  if (by === 'month') return [...shown].reverse().slice(0, COHORTS);
  return [...shown].sort((a, b) => b.n - a.n).slice(0, COHORTS);
}

function cohortText(one: CohortUtilization, by: AdoptionCohortBy): string {
  const half = `${formatTenths(one.lowerQuartileTenths)} to ${percent(one.upperQuartileTenths)}`;
  const spread = `median ${percent(one.medianTenths)}, middle half ${half}, n ${count(one.n)}`;
  return `${segmentText(one.cohort, by)} ${percent(one.weightedTenths)} (${spread})`;
}

function segmentText(segment: string | null, by: AdoptionCohortBy): string {
  if (segment === null) return 'not known';
  return by === 'month' ? monthText(segment) : untrusted(segment, { max: 30 });
}

function milestoneLines({ milestones }: AdoptionMetrics): string[] {
  if (milestones === null) return ['> After a purchase: not counted under a rule about named events'];
  return [
    `> After a purchase, used: ${milestones.purchases.map(milestoneText).join(' · ')}`,
    `> Of added seats, filled: ${milestones.tranches.map(milestoneText).join(' · ')}`,
  ];
}

/** `30 d 29.1 % (4 of 10 reached 30 %)`. */
function milestoneText({ days, n, reached, targetPercent, weightedTenths }: MilestoneSummary): string {
  if (weightedTenths === null) return `${days} d none`;
  return `${days} d ${percent(weightedTenths)} (${count(reached)} of ${count(n)} reached ${targetPercent} %)`;
}

function supportText({ support }: AdoptionMetrics): string {
  if (support === null) return UNKNOWN;
  const { medianFirstReplyMinutes: reply, medianResolutionMinutes: resolution } = support;
  return join([
    support.per100Tenths === null
      ? plural(support.tickets, 'ticket')
      : `${formatTenths(support.per100Tenths)} tickets per 100 active people`,
    support.urgentShareTenths === null ? null : `${percent(support.urgentShareTenths)} urgent`,
    `median first reply ${reply === null ? UNKNOWN : age(reply)}`,
    resolution === null ? 'none resolved' : `median resolution ${age(resolution)}`,
  ]);
}

function automationText({ automation }: AdoptionMetrics): string {
  if (automation === null) return `${UNKNOWN}: no event says that a program made it`;
  const { shareBeforeTenths, shareTenths } = automation;
  if (shareTenths === null) return 'no events';
  const before = shareBeforeTenths === null ? '' : ` (${percent(shareBeforeTenths)} 90 d ago)`;
  return `${percent(shareTenths)} of core events${before}`;
}

function fitText({ seatFit }: AdoptionMetrics): string {
  if (seatFit === null) return 'fit not known without the automation';
  const { accounts, medianTenths, unknown } = seatFit;
  return join([
    `fits ${plural(accounts.fit, 'account')}`,
    `${count(accounts.watch)} to watch`,
    `${count(accounts.weak)} weak`,
    medianTenths === null ? null : `median ${formatTenths(medianTenths)} of 100`,
    unknown === 0 ? null : `${count(unknown)} not known (six months of use needed)`,
  ]);
}

function candidateLines({ pilotCandidates }: AdoptionMetrics): string[] {
  const left = pilotCandidates.length - CANDIDATES;
  return [
    ...pilotCandidates.slice(0, CANDIDATES).map(candidateText),
    ...(left > 0 ? [`> …and ${count(left)} more`] : []),
  ];
}

function candidateText(candidate: PilotCandidate): string {
  const { by, n, seatChange, segment, shareBeforeTenths, shareTenths } = candidate;
  const rise = `${percent(shareBeforeTenths ?? 0)} → ${percent(shareTenths ?? 0)}`;
  const seats = seatChange === 0 ? 'no seats added' : `${count(-seatChange)} seats fewer`;
  return `> Pilot candidate for hybrid prices, ${by} ${segmentText(segment, by)} (n ${count(n)}): automation ${rise} in 90 d, ${seats}. A hint, nothing follows by itself`;
}
