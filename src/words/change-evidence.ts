import type { Measurement } from '../domain/change.ts';
import type { ComponentEvidence, SupportEvidence, TrendEvidence } from '../domain/health/evidence.ts';
import { roundHalfUp } from '../domain/rational.ts';
import { evidenceText } from './evidence.ts';
import { count, half, oneDecimal, plural } from './numbers.ts';

const NO_FLEET_FACTOR = 1000;

/** What one component measured then and now: `18 → 16 of 20 seats`. */
export function moveText(before: Measurement, after: Measurement): string {
  const [was, is] = [before.evidence, after.evidence];
  if (was.key === 'trend' && is.key === 'trend') {
    return after.subHundredths > before.subHundredths ? `${trendText(is)}, before ${briefTrend(was)}` : trendText(is);
  }
  return counted(was, is) ?? `${evidenceText(was)} → ${evidenceText(is)}`;
}

function counted(was: ComponentEvidence, is: ComponentEvidence): string | null {
  if (was.key === 'utilization' && is.key === 'utilization') {
    return ofText([was.activeUsers, was.paidSeats], [is.activeUsers, is.paidSeats], 'seat');
  }
  if (was.key === 'regularity' && is.key === 'regularity') {
    return ofText([was.activeWeeks, was.weeks], [is.activeWeeks, is.weeks], 'week');
  }
  if (was.key === 'support' && is.key === 'support') return `${supportText(is)}, before ${supportText(was)}`;
  if (was.key === 'key_contact' && is.key === 'key_contact')
    return `last active ${is.days} d ago, before ${was.days} d`;
  return null;
}

function ofText(was: readonly [number, number], is: readonly [number, number], unit: string): string {
  const whole = was[1] === is[1] ? '' : ` of ${count(was[1])}`;
  return `${count(was[0])}${whole} → ${count(is[0])} of ${plural(is[1], unit)}`;
}

function supportText({ tickets, urgent, people }: SupportEvidence): string {
  const open = urgent > 0 ? `, ${count(urgent)} urgent,` : '';
  return `${plural(tickets, 'ticket')}${open} for ${plural(people, 'person', 'people')}`;
}

/** `events 1,835 → 920 per 14 d (−50 %), active days 90.5 → 44 (−51 %), +6 allowance`: usual level, then this one. */
function trendText({ events, userDays, allowanceNum, allowanceDen, fleetFactor }: TrendEvidence): string {
  const allowance = allowanceDen === 1 ? count(allowanceNum) : oneDecimal(allowanceNum, allowanceDen);
  return [
    `events ${half(events[1])} → ${count(events[0])} per 14 d${moved(events)}`,
    `active days ${half(userDays[1])} → ${count(userDays[0])}${moved(userDays)}`,
    ...(allowanceNum > 0 ? [`+${allowance} allowance`] : []),
    ...(fleetFactor === NO_FLEET_FACTOR ? [] : [`all accounts at ${oneDecimal(fleetFactor, 10)} % of usual`]),
  ].join(', ');
}

function briefTrend({ events, userDays }: TrendEvidence): string {
  const lines = [`${half(events[1])} → ${count(events[0])}${moved(events)}`];
  return [...lines, `${half(userDays[1])} → ${count(userDays[0])}${moved(userDays)}`].join(' and ');
}

function moved([current, usualTimes2]: readonly [number, number]): string {
  if (usualTimes2 === 0) return '';
  const percent = Number(roundHalfUp(100n * BigInt(2 * current - usualTimes2), BigInt(usualTimes2)));
  const sign = percent === 0 ? '±' : percent > 0 ? '+' : '−';
  return ` (${sign}${count(Math.abs(percent))} %)`;
}
