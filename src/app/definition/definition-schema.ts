import { z } from 'zod';
import type { Band, ComponentKey } from '../../domain/assessment.ts';
import { type Anchor, BALANCED, type HealthDefinition } from '../../domain/definition.ts';
import { AppError } from '../../lib/errors.ts';
import {
  anchors,
  caps,
  componentKey,
  knows,
  noise,
  points,
  positive,
  risesInX,
  silentDays,
  tenthPoints,
  weight,
} from './definition-fields.ts';
import { schemaIssues } from './schema-issues.ts';
import { segments } from './segment-schema.ts';

const BAND_NAMES = BALANCED.bands.map(([band]) => band);
const DAYS = z.int('must be whole days').min(0, 'must be 0 days or more');

const componentSchema = z.strictObject({ key: componentKey, weight, anchors }, knows(['key', 'weight', 'anchors']));

const bandsSchema = z
  .array(z.tuple([z.enum(BAND_NAMES, `must be one of ${BAND_NAMES.join(', ')}`), tenthPoints]))
  .refine((bands) => bands[0]?.[0] === 'CRITICAL' && bands[0][1] === 0, 'must start with ["CRITICAL", 0]')
  .refine((bands) => risesInX(bands.map(([, lower]) => [lower, 0])), 'must rise strictly in their lower bounds')
  .refine(
    (bands) => risesInX(bands.map(([band]) => [BAND_NAMES.indexOf(band), 0])),
    `must be in the order ${BAND_NAMES.join(', ')}, each at most once`,
  );

const shape = {
  id: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be 1 to 40 lower-case letters, digits, _ or -'),
  version: positive('version number'),
  bands: bandsSchema.default(() => BALANCED.bands.map(([band, lower]): [Band, number] => [band, lower])),
  hysteresis: tenthPoints.default(BALANCED.hysteresis),
  min_coverage: points.int('must be whole percent').default(BALANCED.min_coverage),
  min_days: DAYS.default(BALANCED.min_days),
  trend: noise.default(() => ({ ...BALANCED.trend })),
  components: z
    .array(componentSchema)
    .min(1, 'needs at least one component')
    .refine(hasUniqueKeys, 'must name each component once')
    .default(() => BALANCED.components.map((one) => ({ ...one, anchors: one.anchors.map(pair) }))),
  caps: caps.default(() => ({ ...BALANCED.caps })),
  silent_days: silentDays.default(BALANCED.silent_days),
  past_due_days: positive('number of days').max(3650, 'must be at most 3650 days').default(BALANCED.past_due_days),
  champion_coverage: points.int('must be whole percent').default(BALANCED.champion_coverage),
  drop_points: tenthPoints.min(0.1, 'must be more than 0 points').default(BALANCED.drop_points),
  segments: segments.default(() => []),
};
const fields = z.strictObject(shape, knows(Object.keys(shape)));

/** A health definition as a file or a form gives it; what is left out takes the value of `balanced`. */
export const definitionSchema = fields.superRefine(namesOwnComponents).transform((value): HealthDefinition => value);

/** The checked definition. Throws AppError `invalid` that names every wrong field and its remedy. */
export function parseDefinition(input: unknown): HealthDefinition {
  const result = definitionSchema.safeParse(input);
  if (result.success) return result.data;
  const lines = schemaIssues(result.error).map(({ path, message }) => `${path || 'definition'}: ${message}`);
  throw new AppError('invalid', `The health definition was not accepted. ${lines.join('; ')}`);
}

function pair([x, score]: Anchor): [number, number] {
  return [x, score];
}

function hasUniqueKeys(components: readonly { readonly key: ComponentKey }[]): boolean {
  return new Set(components.map(({ key }) => key)).size === components.length;
}

/** A weight or a curve for a component that is not scored would do nothing and look as if it did. */
function namesOwnComponents(value: z.infer<typeof fields>, context: z.RefinementCtx): void {
  const own = value.components.map(({ key }) => key);
  for (const [index, { weights, anchors: curves }] of value.segments.entries()) {
    for (const [field, named] of [
      ['weights', weights],
      ['anchors', curves],
    ] as const) {
      for (const key of Object.keys(named ?? {})) {
        if (own.some((known) => known === key)) continue;
        const message = `is not scored by this definition; use one of ${own.join(', ')}`;
        context.addIssue({ code: 'custom', path: ['segments', index, field, key], message });
      }
    }
  }
}
