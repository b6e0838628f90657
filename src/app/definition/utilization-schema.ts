import { z } from 'zod';
import { UTILIZATION_DEFAULTS, type UtilizationDefinition } from '../../domain/definition.ts';
import { knows } from './definition-fields.ts';

const percent = z.number('must be a percentage').min(0, 'must be at least 0').max(1000, 'must be at most 1000');
const count = z.int('must be a whole number').min(0, 'must be 0 or more');
const defaults = UTILIZATION_DEFAULTS;

const trend = {
  pct: percent.int('must be whole percent').default(defaults.trend.pct),
  min_people: count.default(defaults.trend.min_people),
};
const expansion = {
  target: percent.int('must be whole percent').min(1, 'must be at least 1').default(defaults.expansion.target),
  pack: count.min(1, 'must be 1 or more').default(defaults.expansion.pack),
};
const shape = {
  low: percent.int('must be whole percent').default(defaults.low),
  red: percent.int('must be whole percent').default(defaults.red),
  strong: percent.int('must be whole percent').default(defaults.strong),
  ceiling: percent.int('must be whole percent').default(defaults.ceiling),
  min_seats: count.default(defaults.min_seats),
  renewal_days: count.default(defaults.renewal_days),
  quarter_drop: percent.int('must be whole points').default(defaults.quarter_drop),
  onboarding_days: count.default(defaults.onboarding_days),
  seat_growth: percent.int('must be whole percent').default(defaults.seat_growth),
  trend: z.strictObject(trend, knows(Object.keys(trend))).default(() => ({ ...defaults.trend })),
  expansion: z.strictObject(expansion, knows(Object.keys(expansion))).default(() => ({ ...defaults.expansion })),
  low_touch_mrr: count.default(defaults.low_touch_mrr),
};

/** Thresholds of the seat rules as a file gives them; what is left out takes the default. */
export const utilizationSchema = z
  .strictObject(shape, knows(Object.keys(shape)))
  .refine((value) => value.low <= value.red && value.red <= value.strong, {
    message: 'low, red and strong must not fall: low <= red <= strong',
  })
  .transform((value): UtilizationDefinition => value);
