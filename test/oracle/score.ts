import type { Band, BandLabel, ComponentKey, Confidence } from '../../src/domain/assessment.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import {
  add,
  below,
  decimal,
  type Fraction,
  floor,
  fraction,
  larger,
  median,
  minus,
  nearest,
  over,
  sumOf,
  times,
} from './fraction.ts';
import type { Surroundings } from './frame.ts';
import { neverSeen, oracleBucket, oracleSeatFlags, utilization } from './seats.ts';

interface Weighted {
  readonly key: ComponentKey;
  readonly weight: number;
  readonly metric: Fraction | null;
  readonly curve: readonly (readonly [number, number])[];
}

export interface OracleComponent {
  readonly key: ComponentKey;
  readonly weight: number;
  readonly subHundredths: number;
  readonly pointsTenths: number;
}

export interface OracleScore {
  readonly scoreTenths: number | null;
  readonly baseTenths: number | null;
  readonly band: BandLabel | null;
  readonly cap: string | null;
  readonly coverage: number | null;
  readonly confidence: Confidence | null;
  readonly topRisk: string | null;
  readonly components: readonly OracleComponent[];
}

const NO_SCORE = { scoreTenths: null, baseTenths: null, cap: null, topRisk: null, components: [] } as const;

/** The default model, as its table has it. */
function weighted(facts: AccountFacts, fleetFactor: number): Weighted[] {
  const seen = !neverSeen(facts);
  const days = facts.key_contact_days;
  const { nps_sum: sum, nps_count: count } = facts;
  const whole = (n: number): Fraction => fraction(n);
  return [
    {
      key: 'utilization',
      weight: 20,
      metric: seen ? utilization(facts) : null,
      curve: [
        [0, 0],
        [50, 25],
        [60, 50],
        [80, 100],
      ],
    },
    {
      key: 'regularity',
      weight: 25,
      metric: seen ? regularity(facts) : null,
      curve: [
        [0, 0],
        [90, 100],
      ],
    },
    {
      key: 'trend',
      weight: 25,
      metric: trend(facts, fleetFactor),
      curve: [
        [-50, 0],
        [-20, 50],
        [-5, 100],
      ],
    },
    {
      key: 'reliability',
      weight: 10,
      metric:
        facts.errors_30d == null || !seen ? null : fraction(1000 * (facts.errors_30d + 1), facts.events_30d + 1000),
      curve: [
        [1, 100],
        [20, 0],
      ],
    },
    {
      key: 'support',
      weight: 10,
      metric:
        facts.tickets_30d == null || !seen
          ? null
          : fraction(
              10 * (facts.tickets_30d + 2 * (facts.urgent_tickets_open ?? 0)),
              Math.max(facts.active_users_30d, 10),
            ),
      curve: [
        [1, 100],
        [5, 0],
      ],
    },
    {
      key: 'key_contact',
      weight: 5,
      metric: days == null ? null : whole(days),
      curve: [
        [7, 100],
        [30, 0],
      ],
    },
    {
      key: 'nps',
      weight: 5,
      metric: sum == null || !count ? null : fraction(sum, count),
      curve: [
        [3, 0],
        [6, 50],
        [9, 100],
      ],
    },
  ];
}

function regularity({ data_days: days, active_weeks: active }: AccountFacts): Fraction | null {
  const weeks = Math.min(13, floor(fraction(days, 7)));
  return weeks < 4 ? null : fraction(100 * Math.min(active, weeks), weeks);
}

/** The current fortnight and the earlier ones that were wholly lived: null where there is too little to compare with. */
function fortnights(facts: AccountFacts) {
  const { event_blocks_14d: given, user_day_blocks_14d: both } = facts;
  const blocks = Math.min(7, floor(fraction(facts.data_days, 14)), given.length, both.length);
  const [e0, ...events] = given.slice(0, blocks);
  const [d0, ...userDays] = both.slice(0, blocks);
  const eventLevel = median(events.map((count) => fraction(count)));
  const level = median(userDays.map((count) => fraction(count)));
  if (facts.data_days < 28 || e0 === undefined || d0 === undefined || eventLevel === null || level === null)
    return null;
  return below(level, fraction(10)) ? null : { e0, d0, eventLevel, level, userDays };
}

function trend(facts: AccountFacts, fleetFactor: number): Fraction | null {
  const usual = fortnights(facts);
  if (usual === null) return null;
  const { e0, d0, eventLevel, level, userDays } = usual;
  const change = (now: number, base: Fraction, least: number): Fraction => {
    const expected = minus(fraction(now * 1000, fleetFactor), base);
    return over(times(fraction(100), expected), larger(base, fraction(least)));
  };
  const settled = userDays.slice(1);
  const dip =
    settled.length === 0
      ? fraction(0)
      : over(times(fraction(100), minus(level, fraction(Math.min(...settled)))), larger(level, fraction(10)));
  let root = 0;
  while ((root + 1) * (root + 1) <= floor(level)) root += 1;
  const poisson = fraction(Math.max(0, floor(fraction(100, root)) - 5));
  return add(larger(change(e0, eventLevel, 50), change(d0, level, 10)), larger(poisson, dip));
}

/** Linear between anchors, flat outside, rounded once to hundredths. */
function subScore(metric: Fraction, curve: Weighted['curve']): number {
  const [first] = curve;
  const last = curve[curve.length - 1];
  if (!first || !last) return 0;
  if (!below(fraction(first[0]), metric)) return first[1] * 100;
  if (!below(metric, fraction(last[0]))) return last[1] * 100;
  for (const [place, [x1, y1]] of curve.entries()) {
    const [x0, y0] = curve[place - 1] ?? first;
    if (place === 0 || below(fraction(x1), metric)) continue;
    const along = over(minus(metric, fraction(x0)), fraction(x1 - x0));
    return nearest(times(fraction(100), add(fraction(y0), times(along, fraction(y1 - y0)))));
  }
  return 0;
}

/** Tenths by largest remainder; the earlier of equal ones gets it. */
function shares(exact: readonly Fraction[], total: number): number[] {
  const parts = exact.map((share) => floor(share));
  for (let left = total - parts.reduce((sum, part) => sum + part, 0); left > 0; left -= 1) {
    let best = 0;
    const rest = (place: number): Fraction => minus(exact[place] ?? fraction(0), fraction(parts[place] ?? 0));
    for (const place of parts.keys()) if (below(rest(best), rest(place))) best = place;
    parts[best] = (parts[best] ?? 0) + 1;
  }
  return parts;
}

/** Score, band and what they are made of. */
export function oracleScore(facts: AccountFacts, around: Surroundings): OracleScore {
  if (facts.excluded != null) return { ...NO_SCORE, band: null, coverage: null, confidence: null };
  const all = weighted(facts, around.fleetFactor);
  const present = all.flatMap((one) => (one.metric === null ? [] : [{ ...one, sub: subScore(one.metric, one.curve) }]));
  const coverage = present.reduce((sum, { weight }) => sum + weight, 0);
  const without = { ...NO_SCORE, coverage, confidence: 'none' } as const;
  if (neverSeen(facts)) return { ...without, band: 'not scored' };
  if (facts.data_days < 28) return { ...without, band: 'onboarding' };
  if (coverage < 40) return { ...without, band: 'not scored' };
  const share = ({ weight, sub }: { weight: number; sub: number }): Fraction => fraction(weight * sub, 10 * coverage);
  const baseTenths = nearest(sumOf(present.map(share)));
  const points = shares(present.map(share), baseTenths);
  const cap = lowestCap(facts, around.reportingCurrency, baseTenths);
  const scoreTenths = cap?.tenths ?? baseTenths;
  const shownBand = oracleBand(scoreTenths, around.previousBand);
  return {
    scoreTenths,
    baseTenths,
    band: shownBand === 'champion' && coverage < 80 ? 'healthy' : shownBand,
    cap: cap?.key ?? null,
    coverage,
    confidence: coverage >= 90 && facts.data_days >= 90 ? 'high' : coverage >= 70 ? 'medium' : 'low',
    topRisk: cap?.key ?? worst(present),
    components: present.map(({ key, weight, sub }, place) => ({
      key,
      weight,
      subHundredths: sub,
      pointsTenths: points[place] ?? 0,
    })),
  };
}

function worst(present: readonly { key: string; weight: number; sub: number }[]): string | null {
  let found: { key: string; lost: number } | null = null;
  for (const { key, weight, sub } of present) {
    const lost = weight * (10_000 - sub);
    if (lost > (found?.lost ?? 0)) found = { key, lost };
  }
  return found?.key ?? null;
}

function lowestCap(facts: AccountFacts, reportingCurrency: string, base: number) {
  const bucket = oracleBucket(facts);
  const caps: [string, boolean, string][] = [
    ['cancellation_notice', facts.cancel_at_period_end === true, '24.9'],
    ['silent_14_days', facts.silent_14d === true, '24.9'],
    ['low_and_dropping', bucket === 'at_risk', '44.9'],
    ['renewal_red_flag', oracleSeatFlags(facts, reportingCurrency).includes('renewal_red_flag'), '44.9'],
    ['payment_past_due', (facts.past_due_days ?? 0) >= 14, '44.9'],
    ['dormant_seats', bucket === 'dormant', '69.9'],
  ];
  let lowest: { key: string; tenths: number } | null = null;
  for (const [key, holds, most] of caps) {
    const tenths = nearest(times(decimal(most), fraction(10)));
    if (holds && tenths < (lowest?.tenths ?? base)) lowest = { key, tenths };
  }
  return lowest;
}

const BANDS: readonly (readonly [Band, number])[] = [
  ['CRITICAL', 0],
  ['WARN', 250],
  ['ok', 450],
  ['healthy', 700],
  ['champion', 900],
];

/** The better band only from its boundary + 3.0 on; the worse one at once. */
export function oracleBand(tenths: number, previous: Band | null): Band {
  let shown: Band = 'CRITICAL';
  const rank = (band: Band | null): number => BANDS.findIndex(([name]) => name === band);
  for (const [band, boundary] of BANDS) {
    const better = previous !== null && rank(band) > rank(previous);
    if (tenths >= boundary + (better ? 30 : 0)) shown = band;
  }
  return shown;
}

/** How far the fleet is down, per mille; 1000 when it is not, or too few accounts can tell. */
export function oracleFleetFactor(accounts: readonly AccountFacts[]): number {
  const ratios: number[] = [];
  for (const facts of accounts) {
    const usual = fortnights(facts);
    const { scoreTenths } = oracleScore(facts, { fleetFactor: 1000, previousBand: null, reportingCurrency: 'USD' });
    if (usual !== null && scoreTenths !== null) ratios.push(nearest(over(fraction(1000 * usual.d0), usual.level)));
  }
  ratios.sort((a, b) => a - b);
  const median = ratios[Math.floor((ratios.length - 1) / 2)] ?? 1000;
  return ratios.length >= 20 && median < 950 && median > 0 ? median : 1000;
}
