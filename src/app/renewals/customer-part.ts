import { allowedFacts } from '../../email/allowed-facts.ts';
import { dayLabel } from '../../email/day.ts';
import type { FactsFor, KnownFacts } from '../../email/draft-facts.ts';
import { type FactVocabulary, factVocabulary } from '../../email/fact-vocabulary.ts';
import type { ContractPrice } from '../../email/known-facts.ts';
import { lintTexts } from '../../email/lint-draft.ts';
import { activityText } from '../../email/observation.ts';
import { counted, grouped } from '../../email/phrases.ts';
import { priceText } from '../../email/price-text.ts';
import { draftWarnings } from '../drafts/draft-warnings.ts';
import type { CustomerPart, RenewalBilling, RenewalBills } from './talk-report.ts';

type Facts = FactsFor<'procurement'>;

/** One bill as a customer may read it. */
interface Bill {
  readonly seats: number;
  readonly month: string;
  readonly year: string;
}

/**
 * What the people who decide on the contract may be shown: the policy's facts for procurement, and bills for today's
 * seats, for the number that they named and for more seats. A lower number that only we thought of is not in it: a
 * prediction is no fact to share.
 */
export function customerPart(known: KnownFacts, billing: RenewalBilling, asked: number | null): CustomerPart {
  const bills = billing.kind === 'known' ? billsOf(billing.bills) : [];
  const price = billing.kind === 'known' ? priceOf(billing.bills) : null;
  const facts = allowedFacts({
    persona: 'procurement',
    bucket: asked === null ? 'renewal' : 'right_size',
    known: { ...known, contractPrice: price },
  });
  const lines = [...factLines(facts), ...billLines(bills, asked), ...agreementLines(asked)];
  return { lines, warnings: draftWarnings(lintTexts([lines.join('\n')], vocabularyOf(facts, bills, asked))) };
}

function factLines(facts: Facts): string[] {
  const { accountName, asOf, renewalDate, seatsInUse: used, seatsPaid: paid } = facts;
  const when = renewalDate === undefined ? '' : ` on ${dayLabel(renewalDate, asOf)}`;
  const seats =
    used === undefined || paid === undefined
      ? []
      : [
          `${grouped(used)} of ${counted(paid, 'seat', 'seats')} were in use in the month up to ${dayLabel(asOf, asOf)}.`,
        ];
  const activity = activityText(facts);
  return [
    `The renewal of ${accountName}${when}.`,
    ...seats,
    ...(activity === undefined ? [] : [`${activity.charAt(0).toUpperCase()}${activity.slice(1)}`]),
  ];
}

function billLines(bills: readonly Bill[], asked: number | null): string[] {
  const [now, ...others] = bills;
  if (now === undefined) {
    return asked === null ? [] : [`You named ${counted(asked, 'seat', 'seats')}: the bill before and after follows.`];
  }
  const text = ({ seats, month, year }: Bill): string => `${counted(seats, 'seat', 'seats')}: ${month}, ${year}`;
  return [
    `Today, ${text(now)}.`,
    ...others.map((bill) => `With ${text(bill)}.`),
    "These are estimates at today's price per seat, before reductions and tax; the preview of the invoice decides.",
  ];
}

function agreementLines(asked: number | null): string[] {
  if (asked === null) return ['Name another number of seats, and I prepare its bill before and after in the same way.'];
  return ['Let us agree on the number together, and write into the renewal how seats are added when more people join.'];
}

function billsOf({ currency, now, options, seats }: RenewalBills): Bill[] {
  const bill = (count: number, { monthMinor, yearMinor }: RenewalBills['now']): Bill => ({
    seats: count,
    month: priceText({ minor: monthMinor, currency, per: 'month' }),
    year: priceText({ minor: yearMinor, currency, per: 'year' }),
  });
  const shown = options.filter((option) => option.key !== 'right_size');
  return [bill(seats, now), ...shown.map((option) => bill(option.seats, option))];
}

function priceOf({ currency, now }: RenewalBills): ContractPrice {
  return { minor: now.yearMinor, currency, per: 'year' };
}

/** The facts' own words and numbers, and those of the bills. */
function vocabularyOf(facts: Facts, bills: readonly Bill[], asked: number | null): FactVocabulary {
  const own = factVocabulary(facts);
  const phrases = [...own.phrases, ...bills.flatMap(({ month, year }) => [month, year])];
  return {
    ...own,
    phrases: phrases.sort((a, b) => b.length - a.length),
    numbers: new Set([...own.numbers, ...bills.map(({ seats }) => seats), ...(asked === null ? [] : [asked])]),
  };
}
