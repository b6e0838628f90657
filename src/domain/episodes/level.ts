import type { Assessment, Band, BandLabel, Bucket, CapKey, HealthAssessment } from '../assessment.ts';
import type { HealthDefinition, UtilizationDefinition } from '../definition.ts';
import { bandOf } from '../health/band.ts';
import { capsInForce } from '../health/caps.ts';
import { definitionFor } from '../health/segment.ts';
import { isOverridden } from '../override.ts';

/** One account at one day, as far as signals look at it. Scores in tenths of a point. */
export interface DayLevel {
  readonly scoreTenths: number | null;
  /** Before caps and overrides: what drops are measured on. */
  readonly baseTenths: number | null;
  /** The band shown, after hysteresis. */
  readonly band: BandLabel | null;
  /** The band of the base score alone; null without a score. */
  readonly baseBand: Band | null;
  readonly bucket: Bucket;
  /** Caps whose condition holds, and whether one of them lowers the score. */
  readonly caps: readonly CapKey[];
  readonly capped: boolean;
  /** A person's override made the score and so the band. */
  readonly overridden: boolean;
  /** Names the rules that scored it; levels of different rules are not compared. */
  readonly definition: string;
  readonly quarterDrop: boolean;
  /** Utilization now minus 90 days ago, tenths of a point. */
  readonly quarterTenths: number | null;
  /** Enough seats are in use to end a renewal red flag. */
  readonly seatsInUse: boolean;
  readonly daysToRenewal: number | null;
  /** More seats can be offered, and nothing stands against it. */
  readonly offersSeats: boolean;
  /** 28 days of data or more: below that no fall is told. */
  readonly measured: boolean;
  /** A fall by more points than this is a drop. */
  readonly dropPoints: number;
}

export interface LevelRules {
  readonly health: HealthDefinition;
  readonly utilization: UtilizationDefinition;
  /** Hash of the rules that made the assessment. */
  readonly definition: string;
}

/** Points of utilization above the red flag's threshold that end it. */
const SEATS_HYSTERESIS = 2;

/** An assessment, as far as a level is made of it. */
export type Assessed = Pick<Assessment, 'facts' | 'seats'> & {
  readonly health: Pick<HealthAssessment, 'scoreTenths' | 'baseTenths' | 'band' | 'cap' | 'override'>;
};

/** The level of an assessment; thresholds are those of `rules`. */
export function levelOf({ facts, seats, health }: Assessed, rules: LevelRules): DayLevel {
  const { baseTenths } = health;
  const own = definitionFor(facts, rules.health).rules;
  return {
    scoreTenths: health.scoreTenths,
    baseTenths,
    band: health.band,
    baseBand: baseTenths === null ? null : bandOf(baseTenths, own),
    bucket: seats.bucket,
    caps: capsInForce({ facts, seats, rules: own }),
    capped: health.cap !== null,
    overridden: isOverridden(health),
    definition: rules.definition,
    quarterDrop: seats.flags.includes('quarter_drop'),
    quarterTenths: seats.quarterChange?.pointsTenths ?? null,
    seatsInUse: 100 * facts.active_users_30d >= (rules.utilization.red + SEATS_HYSTERESIS) * facts.paid_seats,
    daysToRenewal: facts.days_to_renewal ?? null,
    offersSeats: seats.expansion !== null,
    measured: facts.data_days >= own.min_days,
    dropPoints: own.drop_points,
  };
}

/** What is compared with of the snapshot before. */
export type EarlierLevel = Pick<DayLevel, 'baseTenths' | 'band' | 'bucket' | 'definition' | 'overridden'>;

const BANDS: readonly BandLabel[] = ['CRITICAL', 'WARN', 'ok', 'healthy', 'champion'] satisfies readonly Band[];

/** Position of a band from the worst upwards; null for a label that is no band. */
export function rankOf(band: BandLabel | null): number | null {
  const rank = band === null ? -1 : BANDS.indexOf(band);
  return rank < 0 ? null : rank;
}

/** CRITICAL or WARN. */
export function isLow(band: BandLabel | null): boolean {
  return band === 'CRITICAL' || band === 'WARN';
}
