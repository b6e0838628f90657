import { z } from 'zod';
import { ACTIVE_DEFAULTS, type ActiveDefinition } from '../domain/active/definition.ts';
import {
  BALANCED,
  type HealthDefinition,
  UTILIZATION_DEFAULTS,
  type UtilizationDefinition,
} from '../domain/definition.ts';
import { type Db, execute, oneRow } from './db.ts';

/** Keeps the rules behind a hash; a known hash stays as it is. */
export async function saveDefinition(
  db: Db,
  hash: string,
  rules: {
    readonly health: HealthDefinition;
    readonly utilization: UtilizationDefinition;
    readonly active: ActiveDefinition;
    readonly recordedAt: Date;
  },
): Promise<void> {
  await execute(
    db,
    `insert into definitions (definition_hash, health, utilization, active, recorded_at) values ($1, $2, $3, $4, $5)
     on conflict (definition_hash) do nothing`,
    [
      hash,
      JSON.stringify(rules.health),
      JSON.stringify(rules.utilization),
      JSON.stringify(rules.active),
      rules.recordedAt,
    ],
  );
}

// Written by this program alone, so the shape is trusted.
const healthSchema = z.strictObject({
  health: z.custom<HealthDefinition>((value) => typeof value === 'object' && value !== null),
});

/** The health rules behind a hash, or null. */
export async function loadHealthDefinition(db: Db, hash: string): Promise<HealthDefinition | null> {
  const row = await oneRow(db, healthSchema, 'select health from definitions where definition_hash = $1', [hash]);
  // What a definition was stored before a setting existed, it was applied with that setting's default.
  return row && { ...BALANCED, ...row.health };
}

const activeSchema = z.strictObject({
  active: z.custom<ActiveDefinition>((value) => typeof value === 'object' && value !== null).nullable(),
});

/** Who and what counted as activity behind a hash; null for an unknown hash. */
export async function loadActiveDefinition(db: Db, hash: string): Promise<ActiveDefinition | null> {
  const row = await oneRow(db, activeSchema, 'select active from definitions where definition_hash = $1', [hash]);
  // Before there was a choice, any event of everybody who counted was activity.
  return row && { ...ACTIVE_DEFAULTS, ...row.active };
}

export interface Rules {
  readonly health: HealthDefinition;
  readonly utilization: UtilizationDefinition;
  readonly active: ActiveDefinition;
}

const rulesSchema = healthSchema.extend({
  utilization: z.custom<UtilizationDefinition>((value) => typeof value === 'object' && value !== null),
  active: activeSchema.shape.active,
});

/** All rules behind a hash, or null; a setting that was not there yet has its default. */
export async function loadRules(db: Db, hash: string): Promise<Rules | null> {
  const text = 'select health, utilization, active from definitions where definition_hash = $1';
  const row = await oneRow(db, rulesSchema, text, [hash]);
  return (
    row && {
      health: { ...BALANCED, ...row.health },
      utilization: { ...UTILIZATION_DEFAULTS, ...row.utilization },
      active: { ...ACTIVE_DEFAULTS, ...row.active },
    }
  );
}
