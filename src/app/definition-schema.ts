import { z } from 'zod';
import type { Band, ComponentKey } from '../domain/assessment.ts';
import { type Anchor, BALANCED, type HealthDefinition } from '../domain/definition.ts';
import { CAP_KEYS } from '../domain/health/caps.ts';
import { AppError } from '../lib/errors.ts';
import { schemaIssues } from './schema-issues.ts';

const COMPONENT_KEYS = [
  'utilization',
  'regularity',
  'trend',
  'reliability',
  'support',
  'key_contact',
  'nps',
] as const satisfies readonly ComponentKey[];
const BAND_NAMES = ['CRITICAL', 'WARN', 'ok', 'healthy', 'champion'] as const;

const points = z
  .number('must be a number of points from 0 to 100')
  .min(0, 'must be at least 0 points')
  .max(100, 'must be at most 100 points');
const tenthPoints = points.refine(isTenth, 'must have at most one decimal, as scores have');
const positive = (what: string) => z.int(`must be a whole ${what}, 1 or more`).min(1, `must be a ${what} of 1 or more`);

const anchorsSchema = z
  .array(z.tuple([z.number('must be a number'), points]))
  .min(2, 'needs at least two anchors, such as [[0,0],[90,100]]')
  .refine(ascendsInX, 'must rise strictly in their first number: sort the anchors and drop doubles')
  .refine(isMonotone, 'must only rise or only fall in their second number');

const componentSchema = z.strictObject({
  key: z.enum(COMPONENT_KEYS, `must be one of ${COMPONENT_KEYS.join(', ')}`),
  weight: positive('weight').max(1000, 'must be at most 1000'),
  anchors: anchorsSchema,
});

const bandsSchema = z
  .array(z.tuple([z.enum(BAND_NAMES, `must be one of ${BAND_NAMES.join(', ')}`), tenthPoints]))
  .refine((bands) => bands[0]?.[0] === 'CRITICAL' && bands[0][1] === 0, 'must start with ["CRITICAL", 0]')
  .refine((bands) => ascendsInX(bands.map(([, lower]) => [lower, 0])), 'must rise strictly in their lower bounds')
  .refine(
    (bands) => ascendsInX(bands.map(([band]) => [BAND_NAMES.indexOf(band), 0])),
    `must be in the order ${BAND_NAMES.join(', ')}, each at most once`,
  );

const capValue = z
  .union([z.number(), z.string().regex(/^\d+(\.\d)?$/)], 'must be points with at most one decimal, such as "44.9"')
  .transform(Number)
  .pipe(tenthPoints)
  .transform((value) => value.toFixed(1));
const capList = z
  .array(z.strictObject({ when: z.enum(CAP_KEYS, `must be one of ${CAP_KEYS.join(', ')}`), max: capValue }))
  .transform((caps) => Object.fromEntries(caps.map(({ when, max }) => [when, max])));
const capsSchema = z.union([z.partialRecord(z.enum(CAP_KEYS), capValue), capList]);

/** A health definition as a file or a form gives it; what is left out takes the value of `balanced`. */
export const definitionSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be 1 to 40 lower-case letters, digits, _ or -'),
    version: positive('version number'),
    bands: bandsSchema.default(() => BALANCED.bands.map(([band, lower]): [Band, number] => [band, lower])),
    hysteresis: tenthPoints.default(BALANCED.hysteresis),
    min_coverage: points.int('must be whole percent').default(BALANCED.min_coverage),
    min_days: z.int('must be whole days').min(0, 'must be 0 days or more').default(BALANCED.min_days),
    trend: z.strictObject({ noise: positive('number') }).default(() => ({ ...BALANCED.trend })),
    components: z
      .array(componentSchema)
      .min(1, 'needs at least one component')
      .refine(hasUniqueKeys, 'must name each component once'),
    caps: capsSchema.default(() => ({ ...BALANCED.caps })),
  })
  .transform((definition): HealthDefinition => definition);

/** The checked definition. Throws AppError `invalid` that names every wrong field and its remedy. */
export function parseDefinition(input: unknown): HealthDefinition {
  const result = definitionSchema.safeParse(input);
  if (result.success) return result.data;
  const lines = schemaIssues(result.error).map(({ path, message }) => `${path || 'definition'}: ${message}`);
  throw new AppError('invalid', `The health definition was not accepted. ${lines.join('; ')}`);
}

function ascendsInX(anchors: readonly Anchor[]): boolean {
  return anchors.every(([x], index) => index === 0 || x > (anchors[index - 1]?.[0] ?? x));
}

function isMonotone(anchors: readonly Anchor[]): boolean {
  const steps = anchors.slice(1).map(([, y], index) => y - (anchors[index]?.[1] ?? y));
  return steps.every((step) => step >= 0) || steps.every((step) => step <= 0);
}

function isTenth(value: number): boolean {
  return Math.round(value * 10) / 10 === value;
}

function hasUniqueKeys(components: readonly { readonly key: ComponentKey }[]): boolean {
  return new Set(components.map(({ key }) => key)).size === components.length;
}
