import { z } from 'zod';
import { ACTIVE_DEFAULTS, type ActiveDefinition, type ActiveRule } from '../../domain/active/definition.ts';
import { isCleanText } from '../record/check-signal.ts';
import { CLEAN_TEXT } from './definition-fields.ts';

const MOST_NAMES = 1000;
/** One bit each where they are counted. */
const MOST_EVENTS = 30;
const WINDOW = 30;
const FORMS =
  'must be any_event or one of {login: {events: […]}}, {feature_threshold: {events: […], min_count: 3}}, {core_workflow: {events: […], match: any, min_days: 2}}';

const name = z
  .string('must be a text')
  .min(1, 'is empty; name it or drop it')
  .max(200, 'must have at most 200 letters')
  .refine(isCleanText, CLEAN_TEXT);
const folded = name.transform((text) => text.trim().toLowerCase());
const list = <T extends z.ZodType>(item: T) =>
  z.array(item, 'must be a list').max(MOST_NAMES, `must have at most ${MOST_NAMES} entries`);

const events = z
  .array(name, 'must list the names of events, such as [report_created]')
  .min(1, 'must name at least one event')
  .max(MOST_EVENTS, `must name at most ${MOST_EVENTS} events`)
  .refine((names) => new Set(names).size === names.length, 'must name each event once');

const loginSchema = z.strictObject({ events }).transform((given): ActiveRule => ({ kind: 'login', ...given }));
const featureSchema = z
  .strictObject({
    events,
    min_count: z
      .int('must be a whole number of events within 30 days')
      .min(1, 'must be 1 or more')
      .max(100_000, 'must be at most 100000'),
  })
  .transform((given): ActiveRule => ({ kind: 'feature_threshold', ...given }));
const workflowSchema = z
  .strictObject({
    events,
    match: z.enum(['any', 'all'], 'must be any (one of the events) or all (each of them)').default('any'),
    min_days: z
      .int('must be a whole number of days')
      .min(1, 'must be 1 day or more')
      .max(28, 'must be at most 28 days: people are also counted over 28 days')
      .default(1),
  })
  .transform((given): ActiveRule => ({ kind: 'core_workflow', ...given }));

const ruleSchema = z
  .preprocess(
    (given) => (given === 'any_event' ? { any_event: {} } : given),
    z.strictObject(
      {
        any_event: z
          .strictObject({}, 'takes no settings: write rule: any_event')
          .transform((): ActiveRule => ACTIVE_DEFAULTS.rule)
          .optional(),
        login: loginSchema.optional(),
        feature_threshold: featureSchema.optional(),
        core_workflow: workflowSchema.optional(),
      },
      { error: (issue) => (issue.code === 'unrecognized_keys' ? `is no rule; it ${FORMS}` : FORMS) },
    ),
  )
  .transform((given, ctx): ActiveRule => {
    const [rule, ...others] = Object.values(given).filter((one) => one !== undefined);
    if (rule !== undefined && others.length === 0) return rule;
    ctx.addIssue({ code: 'custom', message: FORMS });
    return z.NEVER;
  });

const rolesSchema = z
  .strictObject(
    { count: list(folded).optional(), ignore: list(folded).optional() },
    'must be {count: […]} or {ignore: […]}',
  )
  .transform(({ count, ignore }, ctx): ActiveDefinition['roles'] => {
    if (count !== undefined && ignore === undefined) return { kind: 'count', names: count };
    if (ignore !== undefined && count === undefined) return { kind: 'ignore', names: ignore };
    ctx.addIssue({ code: 'custom', message: 'must have either count or ignore' });
    return z.NEVER;
  });

const domain = folded
  .transform((text) => text.replace(/^@/, ''))
  .pipe(z.string().regex(/^[^\s@.]+(?:\.[^\s@.]+)+$/, 'must be a domain such as example.com'));
// Ids are case-sensitive, addresses are not.
const user = name.transform((text) => (text.includes('@') ? text.trim().toLowerCase() : text));

const excludeSchema = z.strictObject({
  domains: list(domain).default([]),
  users: list(user).default([]),
  events: list(name).default([]),
});

/** Who and what counts as activity, as a file gives it; what is left out takes the default. */
export const activeSchema = z
  .strictObject({
    window_days: z
      .literal(WINDOW, `must be ${WINDOW}: every number of people and seats is of ${WINDOW} days; leave it out`)
      .default(WINDOW),
    rule: ruleSchema.default(ACTIVE_DEFAULTS.rule),
    surfaces: list(folded).min(1, 'must name at least one surface; leave it out to count all').nullish(),
    exclude: excludeSchema.default(() => ({ domains: [], users: [], events: [] })),
    roles: rolesSchema.nullish(),
  })
  .transform((given): ActiveDefinition => ({ ...given, surfaces: given.surfaces ?? null, roles: given.roles ?? null }));
