import type { Context } from '../../src/app/context.ts';
import { ACTIVE_DEFAULTS } from '../../src/domain/active/definition.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { RETENTION_DEFAULTS } from '../../src/domain/retention.ts';
import type { Db } from '../../src/store/db.ts';
import { suiteLog } from './suite-log.ts';

/** A frozen Sunday, 2026-03-01 06:00 UTC: the local midnight of the golden tables is 2026-03-01 in UTC. */
export const TEST_NOW = new Date('2026-03-01T06:00:00Z');

export function testContext(db: Db, overrides: Partial<Context> = {}): Context {
  return {
    db,
    now: () => TEST_NOW,
    timeZone: 'UTC',
    reportingCurrency: 'USD',
    health: BALANCED,
    utilization: UTILIZATION_DEFAULTS,
    active: ACTIVE_DEFAULTS,
    escalation: null,
    retention: RETENTION_DEFAULTS,
    log: suiteLog(),
    ...overrides,
  };
}
