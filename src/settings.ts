import { existsSync, readFileSync } from 'node:fs';
import { Document, isMap, parse as parseYaml, visit } from 'yaml';
import { z } from 'zod';
import { type AskSettings, askSchema } from './app/ask/ask-schema.ts';
import { activeSchema } from './app/definition/active-schema.ts';
import { definitionSchema } from './app/definition/definition-schema.ts';
import { schemaIssues } from './app/definition/schema-issues.ts';
import { utilizationSchema } from './app/definition/utilization-schema.ts';
import { type DigestSettings, digestsSchema, fallbackOwnerSchema } from './app/digest/digest-schema.ts';
import { type EpisodesSettings, episodesSchema } from './app/episodes/episodes-schema.ts';
import { type PublishingSettings, publishingSchema } from './app/publishing/publishing-schema.ts';
import { retentionSchema } from './app/retention/retention-schema.ts';
import { ACTIVE_DEFAULTS, type ActiveDefinition } from './domain/active/definition.ts';
import {
  BALANCED,
  type HealthDefinition,
  UTILIZATION_DEFAULTS,
  type UtilizationDefinition,
} from './domain/definition.ts';
import type { Retention } from './domain/retention.ts';
import { type SourcesSettings, sourcesSchema } from './ingest/sources-schema.ts';
import { AppError, messageOf } from './lib/errors.ts';

/** Units of the reporting currency for one unit of `currency`, valid from a local day on. */
export interface FxRate {
  readonly currency: string;
  readonly rate: string;
  readonly from: string;
}

export interface Settings {
  readonly health: HealthDefinition;
  readonly utilization: UtilizationDefinition;
  readonly active: ActiveDefinition;
  readonly fx: readonly FxRate[];
  /** Empty: the one of the environment. */
  readonly digests: readonly DigestSettings[];
  /** Slack user id of who stands in where an account has no owner. */
  readonly fallbackOwner: string | null;
  readonly episodes: EpisodesSettings;
  readonly sources: SourcesSettings;
  readonly retention: Retention;
  readonly publishing: PublishingSettings;
  readonly ask: AskSettings;
}

const FIRST_DAY = '1970-01-01';

const fxSchema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'),
  rate: z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^(?=.*[1-9])\d{1,9}(\.\d{1,12})?$/, 'must be a decimal above 0, such as "1.08"')),
  from: z.iso.date('must be a day such as 2026-03-01').default(FIRST_DAY),
});

const settingsSchema = z.strictObject({
  definition: definitionSchema.default(BALANCED),
  utilization: utilizationSchema.default(UTILIZATION_DEFAULTS),
  active: activeSchema.default(ACTIVE_DEFAULTS),
  fx: z.array(fxSchema).default([]),
  digests: digestsSchema.default([]),
  fallback_owner: fallbackOwnerSchema.default(null),
  episodes: episodesSchema.prefault({}),
  sources: sourcesSchema.prefault({}),
  retention: retentionSchema.prefault({}),
  publishing: publishingSchema.prefault({}),
  ask: askSchema.prefault({}),
});

/**
 * The settings of `cs-pulse.config.yaml`, or the defaults when there is no such file. A file that was asked for by
 * name must be there.
 * @throws AppError `invalid` that names the file, the path inside it and the remedy.
 */
export function readSettings(file: string, { required = false } = {}): Settings {
  if (required && !existsSync(file)) {
    throw new AppError('invalid', `CS_PULSE_CONFIG: there is no file ${file}. Correct the path or unset it.`);
  }
  return settingsOf(file, existsSync(file) ? (parseFile(file) ?? {}) : {});
}

/** The three that decide numbers. */
export type Rules = Pick<Settings, 'health' | 'utilization' | 'active'>;

/**
 * The rules of a file to try: shaped like `cs-pulse.config.yaml`, or a health definition by itself. What it is silent
 * about stays as it is in force.
 * @throws AppError `invalid` for a file that is not there, not usable, or without rules.
 */
export function readTriedRules(file: string, inForce: Rules): Rules {
  if (!existsSync(file)) throw new AppError('invalid', `--try: there is no file ${file}. Check the path.`);
  const document = parseFile(file);
  if (isDefinition(document)) return { ...inForce, health: settingsOf(file, { definition: document }).health };
  const given = settingsOf(file, document ?? {});
  const names = typeof document === 'object' && document !== null ? Object.keys(document) : [];
  if (!['definition', 'utilization', 'active'].some((name) => names.includes(name))) {
    throw new AppError('invalid', `${file} holds no rules to try. Give definition, utilization or active.`);
  }
  return {
    health: names.includes('definition') ? given.health : inForce.health,
    utilization: names.includes('utilization') ? given.utilization : inForce.utilization,
    active: names.includes('active') ? given.active : inForce.active,
  };
}

/** A document in the form in which the settings file is written by hand. */
export function settingsYaml(content: object): string {
  const document = new Document(content, { aliasDuplicateObjects: false });
  // A list of pairs reads better in one line than in twenty.
  visit(document, {
    Seq: (_key, list) => {
      list.flow = !list.items.some((item) => isMap(item));
    },
  });
  return document.toString({ lineWidth: 120 });
}

function isDefinition(document: unknown): boolean {
  return typeof document === 'object' && document !== null && ['id', 'version'].every((key) => key in document);
}

function settingsOf(file: string, document: unknown): Settings {
  const parsed = settingsSchema.safeParse(document);
  if (parsed.success) {
    const { definition: health, fallback_owner: fallbackOwner, ...rest } = parsed.data;
    return { health, fallbackOwner, ...rest };
  }
  const lines = schemaIssues(parsed.error).map(({ path, message }) => `  ${path || 'the file'}: ${message}`);
  throw new AppError('invalid', `${file} is not usable.\n${lines.join('\n')}`);
}

function parseFile(file: string): unknown {
  try {
    return parseYaml(readFileSync(file, 'utf8'), { maxAliasCount: 20 });
  } catch (error) {
    throw new AppError('invalid', `${file} cannot be read as YAML: ${messageOf(error)}`);
  }
}
