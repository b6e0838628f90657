import { z } from 'zod';
import { BALANCED, type HealthDefinition, type UtilizationDefinition } from '../domain/definition.ts';
import { type Db, execute, oneRow } from './db.ts';

/** Keeps the rules behind a hash; a known hash stays as it is. */
export async function saveDefinition(
  db: Db,
  hash: string,
  rules: {
    readonly health: HealthDefinition;
    readonly utilization: UtilizationDefinition;
    readonly recordedAt: Date;
  },
): Promise<void> {
  await execute(
    db,
    `insert into definitions (definition_hash, health, utilization, recorded_at) values ($1, $2, $3, $4)
     on conflict (definition_hash) do nothing`,
    [hash, JSON.stringify(rules.health), JSON.stringify(rules.utilization), rules.recordedAt],
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
