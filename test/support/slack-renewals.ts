import type { AccountHealthReport, AccountStanding } from '../../src/app/accounts/account-report.ts';
import { draftKnownFacts } from '../../src/app/drafts/draft-facts.ts';
import type { RenewalCalendar, RenewalFilter } from '../../src/app/renewals/calendar-report.ts';
import { customerPart } from '../../src/app/renewals/customer-part.ts';
import { likelyObjections } from '../../src/app/renewals/likely-objections.ts';
import type { RenewalBilling, RenewalTalk } from '../../src/app/renewals/talk-report.ts';
import { isPaying, renewalPlace, renewalTotals } from '../../src/domain/renewal-calendar.ts';
import { RENEWAL_GROUPS } from '../../src/domain/renewal-group.ts';
import { billPreview, seatOptions } from '../../src/domain/seat-options.ts';
import { healthReport, STAND, seatsReport } from './slack-reports.ts';

/** The calendar of these accounts, each in its own group. */
export function calendarOf(standings: readonly AccountStanding[], filter: RenewalFilter = {}): RenewalCalendar {
  const placed = (place: unknown) =>
    standings.filter(({ assessment }) => renewalPlace(assessment.facts.days_to_renewal) === place);
  const money = ({ minor, withoutRate }: { minor: number; withoutRate: readonly string[] }) => ({
    minor,
    currency: 'USD',
    partial: withoutRate.length > 0,
  });
  const totalsOf = (some: readonly AccountStanding[]) =>
    renewalTotals(
      some.map((one) => one.assessment),
      'USD',
    );
  const gap = (some: readonly AccountStanding[]) => ({
    accounts: some.length,
    mrr: money(totalsOf(some).mrr),
    largest: some.slice(0, 5),
  });
  const paying = (place: unknown) => placed(place).filter((one) => isPaying(one.assessment));
  return {
    stand: STAND,
    filter,
    groups: RENEWAL_GROUPS.map((withinDays, index) => {
      const renewals = placed(withinDays);
      const { churnExposure, mrr, seatExposure } = totalsOf(renewals);
      return {
        fromDays: index === 0 ? 0 : (RENEWAL_GROUPS[index - 1] ?? 0) + 1,
        withinDays,
        accounts: renewals.length,
        renewals,
        mrr: money(mrr),
        seatExposure: money(seatExposure),
        churnExposure: money(churnExposure),
      };
    }),
    more: 0,
    undated: gap(paying('undated')),
    past: gap(paying('past')),
    usageBased: 2,
  };
}

interface TalkWith {
  readonly health?: AccountHealthReport;
  readonly asked?: number | undefined;
  readonly amounts?: boolean;
  readonly billing?: RenewalBilling;
  readonly team?: string;
}

/** The renewal talk of a standing whose seats are billed at one price a month. */
export function talkOf(
  standing: AccountStanding,
  { amounts = true, asked, billing, ...more }: TalkWith = {},
): RenewalTalk {
  const { facts } = standing.assessment;
  const health = more.health ?? healthReport(standing);
  const seats = Math.max(facts.paid_seats, 1);
  const options = seatOptions({ assessment: standing.assessment, asked: asked ?? null, paid: seats, target: 80 });
  const billed = {
    seats,
    currency: 'USD',
    unitAmountDecimal: '7500',
    interval: 'month',
    intervalCount: 1,
    period: { start: new Date('2026-02-14T06:00:00Z'), end: new Date('2026-03-16T06:00:00Z') },
  } as const;
  const preview = billPreview(billed, options, new Date('2026-03-01T06:00:00Z'));
  const known: RenewalBilling =
    preview === null
      ? { kind: 'doubt', doubt: 'price_not_stated' }
      : { kind: 'known', bills: { ...preview, currency: 'USD', seats, periodEndsOn: '2026-03-16' } };
  const shown = amounts ? (billing ?? known) : ({ kind: 'hidden' } as const);
  const team = more.team ?? 'Platform';
  return {
    days: facts.days_to_renewal ?? null,
    health,
    seats: seatsReport(standing),
    asked: asked ?? null,
    options,
    billing: shown,
    teams: [
      { name: team, people: 12, active: 9 },
      { name: null, people: 3, active: 1 },
    ],
    likely: likelyObjections(health, 60),
    customer: customerPart(draftKnownFacts(health, { recipient: null, senderName: null }), shown, asked ?? null),
  };
}
